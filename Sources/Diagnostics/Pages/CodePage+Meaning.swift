extension CodePage {
  /// Codes about what sound rules mean.
  static let ofMeaning = """
    @ RULEC_NEVER_MATCHES
    No event can fulfil the condition: parts of it contradict each other, or it asks for two event types at once. That is proved over
    the whole condition, macros and exceptions included. A condition that is `evt.num=0`, or a macro of that, is meant to be never
    true and not reported.
    wrong:
    condition: evt.type = execve and proc.name = bash and not proc.name in (bash, sh)
    right:
    condition: evt.type = execve and proc.name = bash and not proc.pname in (bash, sh)
    suppress: where a macro is to be filled in by whoever deploys the rule.

    @ RULEC_ALWAYS_MATCHES
    The checks of the condition cannot fail on the event types that it names: it is as good as the types alone. Conditions that ask
    for nothing but the type are meant so and not reported.
    wrong:
    condition: evt.type in (execve, execveat) and (proc.name = bash or not proc.name = bash)
    right:
    condition: evt.type in (execve, execveat)
    suppress: never needed; leave out the checks that decide nothing.

    @ RULEC_DEAD_PART
    One way in which the condition could be true cannot come about: the rest of the condition, or what events of these types have,
    speaks against it. The rule matches less than it seems to. Macros are looked into by themselves, not where they are used.
    wrong:
    condition: evt.type in (open, openat, creat) and (evt.type = creat or proc.name = cat) and evt.arg.flags contains O_CREAT
    right:
    condition: evt.type in (open, openat) and proc.name = cat and evt.arg.flags contains O_CREAT
    suppress: never needed; `rulec check --fix` removes the part, and the rule means the same.

    @ RULEC_DEAD_ITEM
    An element of a list written in a condition can never be the value, since the rest of the condition excludes it.
    wrong:
    condition: evt.type = execve and proc.name in (bash, sh, zsh) and proc.name != zsh
    right:
    condition: evt.type = execve and proc.name in (bash, sh)
    suppress: never needed; `rulec check --fix` removes the element.

    @ RULEC_SHADOWED_RULE
    An earlier rule matches every event that this one matches. Falco reports only the first rule that matches an event
    (`rule_matching: first`, the default), so this one never fires. The help shows an event that both match, where one was found.
    wrong:
    - rule: Any shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (bash, sh)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    - rule: Shell of a web server
      desc: A web server started a shell.
      condition: evt.type = execve and proc.name = bash and proc.pname = nginx
      output: Shell of a web server (command=%proc.cmdline)
      priority: CRITICAL
    right:
    - rule: Shell of a web server
      desc: A web server started a shell.
      condition: evt.type = execve and proc.name = bash and proc.pname = nginx
      output: Shell of a web server (command=%proc.cmdline)
      priority: CRITICAL
    - rule: Any shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (bash, sh)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: where the deployment has `rule_matching: all`, or enables only one of the two.

    @ RULEC_DUPLICATE_RULE
    Two rules have the same condition. With `rule_matching: first` the second never fires.
    wrong:
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (bash, sh)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    - rule: Shell started
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (bash, sh)
      output: Shell started (command=%proc.cmdline)
      priority: NOTICE
    right:
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (bash, sh)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: where the deployment has `rule_matching: all`, or enables only one of the two.

    @ RULEC_REDEFINED
    A macro, list or rule is defined again with other contents, in the same or a later file. The later one counts everywhere, also in
    the rules before it, and nothing tells the reader of the first. Placeholders are meant to be replaced and not reported: empty
    lists, and macros that are only `never_true` or `always_true`.
    wrong:
    - list: shells
      items: [bash, sh]
    - list: shells
      items: [zsh]
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    right:
    - list: shells
      items: [bash, sh]
    - list: shells
      items: [zsh]
      override:
        items: append
    - rule: Shell
      desc: A shell was started.
      condition: evt.type = execve and proc.name in (shells)
      output: Shell (command=%proc.cmdline)
      priority: NOTICE
    suppress: where the same list comes with several files that are also loaded alone.

    @ RULEC_FIELD_ABSENT
    None of the events that the rule is about has a value for the field, so every check of it is false: `fd.name` on `execve`,
    `evt.arg.flags` on `creat`. The message shows which events have it.
    wrong:
    condition: evt.type in (execve, execveat) and not fd.name startswith /usr
    right:
    condition: evt.type in (execve, execveat) and not proc.exepath startswith /usr
    suppress: never needed; the check decides nothing.

    @ RULEC_OUTPUT_ABSENT
    None of the events that the rule is about has a value for a field of its output: it always reads `<NA>`.
    wrong:
    condition: evt.type in (execve, execveat) and proc.name = bash
    output: Shell (file=%fd.name)
    right:
    condition: evt.type in (execve, execveat) and proc.name = bash
    output: Shell (file=%proc.exepath)
    suppress: where all outputs must have the same fields.

    @ RULEC_EVENT_TYPES
    The rule names event types on which the rest of its condition cannot hold, or names none although its checks have a value on a
    few only. Each type that a rule names costs events that have to be looked at, and may switch on a system call in the kernel.
    wrong:
    condition: evt.type in (openat, creat) and evt.arg.flags contains O_CREAT and proc.name = cat
    right:
    condition: evt.type = openat and evt.arg.flags contains O_CREAT and proc.name = cat
    suppress: never needed; `rulec check --fix` removes a type that can never match.

    @ RULEC_EXCEPTION
    An exception does not do what it was written for: none of its values can occur where the condition holds, so it exempts nothing;
    or a value has a `*` that the comparison takes for a plain letter.
    wrong:
    condition: evt.type = execve and proc.name = bash
    exceptions:
      - name: other_shells
        fields: [proc.name, proc.pname]
        values: [[zsh, cron]]
    right:
    condition: evt.type = execve and proc.name = bash
    exceptions:
      - name: cron
        fields: [proc.pname]
        values: [[cron]]
    suppress: for an exception that a later file is to make use of.

    @ RULEC_LONG_NAME
    The kernel keeps 15 bytes of a process's name, so a longer text is never equal to `proc.name` and its cousins, nor part of it. An
    exclusion written so excludes nothing.
    wrong:
    condition: evt.type = execve and not proc.name in (systemd-resolved, cron)
    right:
    condition: evt.type = execve and not proc.name in (systemd-resolve, cron)
    suppress: for names of kernel threads, some of which are longer.

    @ RULEC_ANY_ANCESTOR
    `proc.aname` and its cousins without a number stand for all ancestors, and a comparison holds if it holds for one of them. That
    goes for `!=` as well, so it is true as soon as one ancestor is something else, as `init` nearly always is.
    wrong:
    condition: evt.type = execve and proc.name = bash and proc.aname != sshd
    right:
    condition: evt.type = execve and proc.name = bash and not proc.aname = sshd
    suppress: where one differing ancestor is really enough.
    """
}
