extension CodePage {
  /// Matters of style: reported with `--style`, or where `.rulec.yaml` gives them a level.
  static let ofStyle = """
    @ RULEC_REDUNDANT_PART
    A part of the condition is always true where it matters: the rest implies it. Checks of the event type are not reported, since
    they decide which events the rule is tried on.
    wrong:
    condition: evt.type = open and fd.name startswith /etc/ssh and fd.name startswith /etc
    right:
    condition: evt.type = open and fd.name startswith /etc/ssh
    suppress: where it makes the rule easier to read, or easier for Falco: it asks from left to right.

    @ RULEC_REPEATED_ITEM
    An element stands twice in a list.
    wrong:
    condition: evt.type = execve and proc.name in (bash, sh, bash)
    right:
    condition: evt.type = execve and proc.name in (bash, sh)
    suppress: in lists that a program writes.

    @ RULEC_MISSING_VALUE
    A field that only some events of the rule have, in a negation. Where a value is missing, every comparison is false, `!=` too, and
    `not` of it is true: one of the two is a surprise on the events that lack the field.
    wrong:
    condition: evt.type in (openat, execve) and proc.name = cat and fd.name != /etc/passwd
    right:
    condition: evt.type = openat and proc.name = cat and fd.name != /etc/passwd
    suppress: where the answer for events without the field is the one that is wanted.

    @ RULEC_SIMPLE_REGEX
    A regular expression that only lists texts. An operator with a list does the same, is many times faster, and needs no escapes.
    wrong:
    condition: evt.type = open and fd.name regex "(/etc/passwd|/etc/shadow)"
    right:
    condition: evt.type = open and fd.name in (/etc/passwd, /etc/shadow)
    suppress: where the pattern is shared with another tool.

    @ RULEC_CHECK_ORDER
    A check that costs much, such as a regular expression or a question about all ancestors, stands before one that costs little. Falco
    asks from left to right and stops at the first check that fails. rulec orders checks by their cost itself.
    wrong:
    condition: evt.type = execve and proc.cmdline regex ".*curl[[:space:]]+http.*" and proc.name = bash
    right:
    condition: evt.type = execve and proc.name = bash and proc.cmdline regex ".*curl[[:space:]]+http.*"
    suppress: where only rulec runs the rule.

    @ RULEC_TAG
    A tag that looks like one of a known kind and is none: a maturity that does not exist, a tactic or technique of MITRE ATT&CK that is
    not spelt so, a tag with blanks.
    wrong:
    condition: evt.type = execve and proc.name = bash
    tags: [mitre_persistance, T1059]
    right:
    condition: evt.type = execve and proc.name = bash
    tags: [mitre_persistence, T1059]
    suppress: for tags of your own that happen to look so.

    @ RULEC_PRIORITY
    Priorities are written in capitals, as in the rules that Falco ships. Falco reads other spellings too, with a warning.
    wrong:
    condition: evt.type = execve and proc.name = bash
    priority: Warning
    right:
    condition: evt.type = execve and proc.name = bash
    priority: WARNING
    suppress: never needed; `rulec check --fix` writes it in capitals.
    """
}
