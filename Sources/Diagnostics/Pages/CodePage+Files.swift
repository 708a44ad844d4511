extension CodePage {
  /// Codes about files, items and their keys.
  static let ofFiles = """
    @ LOAD_ERR_FILE_READ
    A file could not be read, or a directory holds no rule file. Nothing of it was looked at, so the command ends with status 2.

    @ LOAD_ERR_YAML_PARSE
    The text is not YAML: a bracket or quote that is not closed, a tab in front of a key, a line that is indented too little or too
    much. Reading goes on with the next item, so one such mistake costs one item.
    wrong:
    - list: shells
      items: [bash, zsh
    right:
    - list: shells
      items: [bash, zsh]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE

    @ LOAD_ERR_YAML_VALIDATE
    The YAML is sound, but not what a rule file consists of: a key is missing or has a value of the wrong kind, a priority that does
    not exist, a document that is no list.
    wrong:
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name = bash
      output: Shell (command=%proc.cmdline)
    right:
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name = bash
      output: Shell (command=%proc.cmdline)
      priority: NOTICE

    @ LOAD_ERR_VALIDATE
    Items do not fit together: a macro that is not defined, or only later than the macro that uses it; something appended to a rule
    that does not exist; an exception whose fields, comparisons and values differ in number.
    wrong:
    condition: spawned_process and proc.name = bash
    right:
    - macro: spawned_process
      condition: evt.type in (execve, execveat)
    - rule: Shell
      desc: A shell was started.
      condition: spawned_process and proc.name = bash
      output: Shell (command=%proc.cmdline)
      priority: NOTICE

    @ LOAD_UNKNOWN_SOURCE
    The rule is about events of a source that is not there. It is left out, and its condition is not looked at.
    wrong:
    condition: evt.type = open and proc.name = cat
    source: syscal
    right:
    condition: evt.type = open and proc.name = cat
    source: syscall
    suppress: where the file is also loaded by a Falco that has the plugin with this source.

    @ LOAD_UNKNOWN_FILTER
    The rule asks for a field or event type that is not known here, and says with `skip-if-unknown-filter: true` that it is to be
    skipped then. It does not run.
    wrong:
    condition: evt.type = open and proc.colour = red
    skip-if-unknown-filter: true
    right:
    condition: evt.type = open and proc.name = cat
    skip-if-unknown-filter: true
    suppress: where newer versions know the field and older ones are meant to go without the rule.

    @ LOAD_UNUSED_MACRO
    No rule uses the macro. Its fields and operators are not checked either.
    wrong:
    - macro: reads_passwords
      condition: evt.type = open and fd.name = /etc/shadow
    right:
    - macro: reads_passwords
      condition: evt.type = open and fd.name = /etc/shadow
    - rule: Passwords read
      desc: The file with the passwords was opened.
      condition: reads_passwords
      output: Passwords read (command=%proc.cmdline)
      priority: WARNING
    suppress: in a file of macros that rules elsewhere use; better, check all files of a deployment together.

    @ LOAD_UNUSED_LIST
    No condition uses the list.
    wrong:
    - list: shells
      items: [bash, zsh]
    right:
    - list: shells
      items: [bash, zsh]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: in a file of lists that rules elsewhere use; better, check all files of a deployment together.

    @ LOAD_UNKNOWN_ITEM
    An element of the file is neither a rule nor a macro, list or version requirement. It is ignored, whatever it was meant to be.
    wrong:
    - lsit: shells
      items: [bash, zsh]
    right:
    - list: shells
      items: [bash, zsh]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: for items that another tool reads from the same file.

    @ LOAD_UNKNOWN_KEY
    A key that Falco does not know. It is ignored.
    wrong:
    condition: evt.type = open and proc.name = cat
    severity: high
    right:
    condition: evt.type = open and proc.name = cat
    priority: WARNING
    suppress: for notes of your own in rule files.

    @ LOAD_DEPRECATED_ITEM
    Something that is on its way out: `append: true`, a rule with nothing but `enabled`, the fields `evt.dir` and `evt.latency`, and
    `%container.info`. Events are seen at their end only, so `evt.dir = <` says nothing and `evt.dir = >` is next to never true.
    wrong:
    condition: evt.type = open and evt.dir = < and proc.name = cat
    right:
    condition: evt.type = open and proc.name = cat
    suppress: while the same file must load in Falco before 0.42, which still sees the begin of calls.

    @ LOAD_APPEND_NO_VALUES
    Something is appended to an exception, and it has no values. Nothing is added.
    wrong:
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name = bash
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
      exceptions:
        - name: by_cron
          fields: [proc.pname]
    - rule: Shell
      exceptions:
        - name: by_cron
      override:
        exceptions: append
    right:
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name = bash
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
      exceptions:
        - name: by_cron
          fields: [proc.pname]
    - rule: Shell
      exceptions:
        - name: by_cron
          values: [[cron]]
      override:
        exceptions: append
    suppress: for a placeholder that is filled by another tool.

    @ LOAD_EXCEPTION_NAME_NOT_UNIQUE
    Two exceptions of a rule have the same name. Both count, but values can be appended to the first only.
    wrong:
    condition: evt.type = execve and proc.name = bash
    exceptions:
      - name: parents
        fields: [proc.pname]
        values: [[cron]]
      - name: parents
        fields: [proc.pname]
        values: [[sshd]]
    right:
    condition: evt.type = execve and proc.name = bash
    exceptions:
      - name: parents
        fields: [proc.pname]
        values: [[cron], [sshd]]
    suppress: never needed; give one of them another name.

    @ LOAD_INVALID_MACRO_NAME
    The name of a macro is a word of letters, digits and `_` that begins with a letter. Under another name it cannot be used.
    wrong:
    - macro: open-write
      condition: evt.type = open
    right:
    - macro: open_write
      condition: evt.type = open
    - rule: Write
      desc: Something was opened.
      condition: open_write
      output: Write (file=%fd.name)
      priority: NOTICE
    suppress: never needed; rename the macro.

    @ LOAD_INVALID_LIST_NAME
    The name of a list has characters that end a word in a condition. Under such a name it cannot be used.
    wrong:
    - list: my shells
      items: [bash, zsh]
    right:
    - list: my_shells
      items: [bash, zsh]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (my_shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: never needed; rename the list.

    @ RULEC_LIMIT
    A limit that keeps a rule file from filling memory or the stack: nesting, sizes of lists, aliases. No rule that a person writes
    meets one.

    @ RULEC_PLUGIN_MISSING
    The file requires a plugin, in a version, that is not built in here. Its rules are checked as far as their sources are known.
    wrong:
    - required_plugin_versions:
        - name: k8saudit
          version: 0.7.0
    right:
    - required_plugin_versions:
        - name: container
          version: 0.4.0
    suppress: where the deployment has the plugin.

    @ RULEC_UNKNOWN_KEY
    A key inside an exception or a plugin entry that means nothing. Falco does not look at these keys at all, so a misspelt `values`
    is an exception without values there.
    wrong:
    condition: evt.type = execve and proc.name = bash
    exceptions:
      - name: by_cron
        fields: [proc.pname]
        vaules: [[cron]]
    right:
    condition: evt.type = execve and proc.name = bash
    exceptions:
      - name: by_cron
        fields: [proc.pname]
        values: [[cron]]
    suppress: for notes of your own.

    @ RULEC_DUPLICATE_KEY
    The same key twice in one mapping. The first counts.
    wrong:
    condition: evt.type = open and proc.name = cat
    condition: evt.type = open and proc.name = dog
    right:
    condition: evt.type = open and proc.name in (cat, dog)
    suppress: never needed; remove one of the two.

    @ RULEC_LIST_CYCLE
    A list contains itself, directly or through others. The name is taken as a plain value.
    wrong:
    - list: shells
      items: [bash, shells]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    right:
    - list: shells
      items: [bash]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: where a program really has the name of the list that it stands in.

    @ RULEC_UNUSED_SKETCH
    A sketch counts what no rule asks for in its condition. It takes memory and time for nothing.
    wrong:
    - sketch: opened
      condition: evt.type in (open, openat)
      key: [proc.exepath, fd.name]
    right:
    - sketch: opened
      condition: evt.type in (open, openat)
      key: [proc.exepath, fd.name]
    - rule: Rare file
      desc: A program opened a file that it hardly ever opens.
      condition: evt.type in (open, openat) and sketch.count[opened] < 3
      output: Rare file (file=%fd.name)
      priority: NOTICE
    suppress: while a sketch learns for rules that come later.

    @ RULEC_SKETCH_THRESHOLD
    A comparison with a number that the counters of a sketch never reach: its answer is the same for every event.
    wrong:
    - sketch: opened
      condition: evt.type in (open, openat)
      key: [proc.exepath, fd.name]
    - rule: Common file
      desc: A program opens a file all the time.
      condition: evt.type in (open, openat) and sketch.count[opened] > 100000
      output: Common file (file=%fd.name)
      priority: NOTICE
    right:
    - sketch: opened
      condition: evt.type in (open, openat)
      key: [proc.exepath, fd.name]
    - rule: Common file
      desc: A program opens a file all the time.
      condition: evt.type in (open, openat) and sketch.count[opened] > 1000
      output: Common file (file=%fd.name)
      priority: NOTICE
    suppress: never needed; use a number that can be reached.

    @ RULEC_SUPPRESSION
    A comment `# rulec: ignore CODE` that suppresses nothing: what it speaks of is not reported (any more), it names no code that
    exists, or it means an error, which cannot be suppressed.
    wrong:
    # rulec: ignore RULEC_LONG_NAME -- not needed any more
    condition: evt.type = execve and proc.name = bash
    right:
    condition: evt.type = execve and proc.name = bash
    suppress: never needed; remove the comment.

    @ RULEC_CONFIGURATION
    A mistake in `.rulec.yaml`: a key, code or level that does not exist. docs/ci.md shows what it may hold.
    """
}
