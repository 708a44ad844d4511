extension CodePage {
  /// Codes about conditions and outputs as texts.
  static let ofConditions = """
    @ LOAD_ERR_COMPILE_CONDITION
    The condition does not compile: its syntax is wrong, a field or event type does not exist, an operator does not go with the type
    of the field, or a constant does not fit.
    wrong:
    condition: evt.type = open and proc.nmae = cat
    right:
    condition: evt.type = open and proc.name = cat

    @ LOAD_ERR_COMPILE_OUTPUT
    The output does not compile: behind a `%` stands no field, or one that does not exist. A percent sign of its own cannot be
    written.
    wrong:
    condition: evt.type = open and proc.name = cat
    output: File read (command=%proc.comandline)
    right:
    condition: evt.type = open and proc.name = cat
    output: File read (command=%proc.cmdline)

    @ LOAD_NO_EVTTYPE
    The condition names no event types, so the rule is tried on nearly every event that the machine has. That costs, and mostly it
    is not what was meant.
    wrong:
    condition: proc.name = nc
    right:
    condition: evt.type in (execve, execveat) and proc.name = nc
    suppress: with `warn_evttypes: false` in the rule, which Falco understands too.

    @ LOAD_COMPILE_CONDITION
    Something that compiles and may mean something else: the name of a field or a transformer that is compared as plain text, or a
    regular expression without anything special in it.
    wrong:
    condition: evt.type = open and proc.name = proc.pname
    right:
    condition: evt.type = open and proc.name = val(proc.pname)
    suppress: where the text is really meant.

    @ RULEC_DIFFERS_FROM_FALCO
    rulec does here what is written, and Falco 0.44 something else. docs/compatibility.md has all of these. It is a note: nothing is
    wrong while only rulec runs the rule.
    wrong:
    condition: evt.type = connect and fd.ip in ("1.2.3.4", "5.6.7.8")
    right:
    condition: evt.type = connect and (fd.ip = "1.2.3.4" or fd.ip = "5.6.7.8")
    suppress: where Falco never loads the file.
    """
}
