/// Parts of stock conditions that no case can show, with the reason.
enum Unreached {
  struct Entry {
    /// Nil for every rule.
    var rule: String?
    /// The part itself, as the rule file writes it, with as many of the macros around it as make it plain.
    var part: [String]
    var wanted: ConditionCoverage.Wanted
    var reason: String

    init(_ rule: String?, _ part: String..., when wanted: ConditionCoverage.Wanted, _ reason: String) {
      (self.rule, self.part, self.wanted, self.reason) = (rule, part, wanted, reason)
    }
  }

  /// Entries of one rule come before those of all.
  static let entries = ofOneRule + ofDatagrams + ofAllRules

  private static let ofAllRules = [
    Entry(
      nil, "user_ssh_directory", "fd.name contains '/.ssh/'", when: .failing,
      "what the pattern beside it matches contains this"),
    Entry(nil, "fd.typechar = 4 or fd.typechar = 6", when: .failing, "no other descriptors have an address"),
    Entry(nil, "fd.typechar=4 or fd.typechar=6", when: .failing, "no other descriptors have an address"),
  ]

  /// The part of `outbound` and `inbound` about datagrams.
  private static let ofDatagrams = [
    "evt.type in (sendto,sendmsg)", "evt.type in (recvfrom,recvmsg)", "fd.l4proto != tcp", "fd.connected=false",
    "fd.name_changed=true",
  ].map { Entry(nil, $0, when: .failing, datagrams) } + [
    Entry(
      nil, "evt.type in (sendto,sendmsg) and fd.l4proto != tcp and fd.connected=false and fd.name_changed=true",
      when: .holding, datagrams),
    Entry(
      nil, "evt.type in (recvfrom,recvmsg) and fd.l4proto != tcp and fd.connected=false and fd.name_changed=true",
      when: .holding, datagrams),
  ]

  private static let datagrams =
    "a datagram that gives a socket its name gives it a role too, and with a role fd.connected is true: so the "
    + "incumbent in synthetic_modern.tsv, where sendto and recvfrom over UDP have both flags"

  private static let ofOneRule = [
    Entry(
      "Directory traversal monitored file read", "open_read", "fd.num>=0", when: .failing,
      "a failed open is the other alternative"),
    Entry(
      "Directory traversal monitored file read", "open_file_failed", "fd.num=-1", when: .failing,
      "the result says as much: what failed has no descriptor"),
    Entry(
      "Directory traversal monitored file read", "open_file_failed", "evt.res startswith E", when: .failing,
      "the descriptor says as much: the names of all errors begin with E"),
    Entry(
      "Directory traversal monitored file read", "fd.nameraw contains '../'", when: .failing,
      "what the pattern beside it matches contains this"),
    Entry(
      "Read sensitive file untrusted", "not cmp_cp_by_passwd", when: .failing,
      "user_read_sensitive_file_conditions says the same"),
    Entry(
      "Read sensitive file untrusted", "not user_read_sensitive_file_conditions", when: .failing,
      "cmp_cp_by_passwd says the same"),
    Entry(
      "Read sensitive file untrusted", "run_by_chef", "proc.name=chef-client", when: .holding,
      "it is in package_mgmt_binaries"),
    Entry(
      "Run shell untrusted", "proc.pname exists", when: .failing, "without a parent nothing below protected_shell_spawner holds"),
    Entry(
      "Clear Log Activities", "open_write", "fd.typechar='f'", when: .failing,
      "opened as a directory, the same path has no fd.filename and another fd.directory"),
    Entry(
      "Create Symlink Over Sensitive Files", "create_symlink", when: .failing, "no other event has a parameter 'target'"),
    Entry(
      "Debugfs Launched in Privileged Container", "container", when: .failing, "the host is no privileged container"),
    Entry("PTRACE attached to process", "evt.type=ptrace", when: .failing, "no other request has these names"),
    Entry("PTRACE anti-debug attempt", "evt.type=ptrace", when: .failing, "no other request has this name"),
    Entry(
      "Change thread namespace", "not kubelet_running_loopback", when: .failing, "kubelet is among the parents before it"),
    Entry(
      "Change thread namespace", "kubelet_running_loopback", "proc.name=loopback", when: .failing,
      "kubelet is among the parents before it"),
    Entry("Launch Privileged Container", "container", when: .failing, "the host is no privileged container"),
    Entry(
      "System procs network activity", "fd.sockfamily = ip", when: .failing, "descriptors with an address are of this family"),
    Entry("Non sudo setuid", "known_user_in_container", "container", when: .failing, "the host is the other alternative"),
    Entry("Non sudo setuid", "user.name=root", when: .holding, "user_known_non_sudo_setuid_conditions says the same"),
    Entry("Non sudo setuid", "not user_known_non_sudo_setuid_conditions", when: .failing, "root was left out before"),
    Entry("User mgmt binaries", "proc.cmdline contains \"--list\"", when: .holding, "it contains -l, which stands before"),
    Entry("Create files below dev", "evt.type = creat", when: .holding, "creat has no parameter 'flags'"),
    Entry(
      "Contact EC2 Instance Metadata Service From Container", "fd.typechar = 6", when: .holding, "the address is of IPv4"),
    Entry("Contact cloud metadata service from container", "fd.typechar = 6", when: .holding, "the address is of IPv4"),
    Entry(
      "Contact EC2 Instance Metadata Service From Container", "not fd.snet in (rfc_1918_addresses)", when: .failing,
      "the address is none of these"),
    Entry(
      "Contact cloud metadata service from container", "not fd.snet in (rfc_1918_addresses)", when: .failing,
      "the address is none of these"),
    Entry(
      "Delete or rename shell history", "var_lib_docker_filepath", "fd.name startswith /var/lib/docker", when: .holding,
      "the argument's text is the same path, resolved in the same way"),
    Entry("Read ssh information", "open_read", "fd.typechar='f'", when: .failing, "a directory is the other alternative"),
    Entry("Read ssh information", "open_directory", "fd.typechar='d'", when: .failing, "a file is the other alternative"),
    Entry(
      "Read ssh information", "open_directory", "fd.num>=0", when: .failing, "what failed to open has the letter of a file"),
    Entry("Network Connection outside Local Subnet", "container", when: .failing, "the host is in no namespace"),
    Entry("Mount Launched in Privileged Container", "container", when: .failing, "the host is no privileged container"),
    Entry("BPF Program Not Profiled", "evt.arg.cmd=5", when: .holding, "a command with a name is printed as its name"),
    Entry("BPF Program Not Profiled", "evt.type=bpf", when: .failing, "no other command has this name"),
    Entry(
      "Unexpected inbound connection source", "fd.cip in (allowed_inbound_source_ipaddrs)", when: .holding,
      "the networks after it have this address"),
    Entry(
      "Unexpected inbound connection source", "fd.cip.name in (allowed_inbound_source_domains)", when: .holding,
      "nothing resolves names here"),
    Entry("Update Package Repository", "modify", "remove", when: .holding, "what removes has no new path"),
    Entry("Create Hidden Files or Directories", "modify", "remove", when: .holding, "what removes has no new path"),
    Entry(
      "Write below binary dir", "open_write", "fd.typechar='f'", when: .failing,
      "opened as a directory, the same path has another fd.directory"),
    Entry(
      "Write below etc", "not user_known_write_etc_conditions", when: .failing, "confd is among the names before it"),
    Entry(
      "Write below etc", "qualys_writing_conf_files", "proc.name=qualys-cloud-ag", when: .failing, "it never applies"),
    Entry(
      "Write below etc", "qualys_writing_conf_files", "fd.name=/etc/qualys/cloud-agent/qagent-log.conf", when: .failing,
      "it never applies"),
    Entry(
      "Write below etc", "add_shell_writing_shells_tmp", "proc.name=add-shell", when: .failing, "it never applies"),
    Entry(
      "Write below etc", "add_shell_writing_shells_tmp", "fd.name=/etc/shells.tmp", when: .failing, "it never applies"),
    Entry(
      "Write below etc", "not qualys_writing_conf_files", when: .failing, "qualys-cloud-ag is among the names before it"),
    Entry("Write below etc", "run_by_chef", "proc.name=chef-client", when: .holding, "it is in package_mgmt_binaries"),
    Entry("Write below etc", "not add_shell_writing_shells_tmp", when: .failing, "add-shell is among the names before it"),
    Entry("Write below etc", "fd.name startswith /etc/httpd/conf.d/", when: .holding, "it begins with /etc/httpd/conf"),
    Entry("Write below etc", "redis_writing_conf", "fd.name=/etc/redis.conf", when: .holding, "it begins with /etc/redis"),
    Entry(
      "Write below root", "not gugent_writing_guestagent_log", when: .failing, "a relative name is joined to a directory"),
    Entry("Write below root", "proc.name=gugent", when: .failing, "it never applies"),
    Entry("Write below root", "fd.name=GuestAgent.log", when: .failing, "it never applies"),
    Entry("Write below root", "proc.cmdline=\"runc:[1:CHILD] init\"", when: .failing, "it never applies"),
    Entry("Write below root", "fd.name=/exec.fifo", when: .failing, "it never applies"),
    Entry(
      "Write below rpm database", "amazon_linux_running_python_yum", "proc.name = python", when: .failing,
      "the command line begins with the name"),
    Entry("Write below root", "not runc_writing_exec_fifo", when: .failing, "the file is among the names before it"),
    Entry("Write below root", "not user_known_write_root_conditions", when: .failing, "the file is among the names before it"),
    Entry(
      "Network Connection outside Local Subnet", "fd.ip != \"0.0.0.0\" and fd.net != \"127.0.0.0/8\"", when: .failing,
      "network_local_subnet says the same"),
    Entry(
      "Network Connection outside Local Subnet", "fd.ip != \"0.0.0.0\"", when: .failing, "network_local_subnet says the same"),
    Entry(
      "Network Connection outside Local Subnet", "fd.net != \"127.0.0.0/8\"", when: .failing,
      "network_local_subnet says the same"),
    Entry(
      "Network Connection outside Local Subnet", "fd.ip = \"0.0.0.0\"", when: .holding, "inbound_outbound says the same"),
    Entry(
      "Network Connection outside Local Subnet", "fd.net = \"127.0.0.0/8\"", when: .holding, "inbound_outbound says the same"),
    Entry(
      "Container Drift Detected (open+create)", "evt.type in (open,openat,openat2,creat)", when: .failing,
      "evt.is_open_exec is false for all others"),
    Entry(
      "Container Drift Detected (open+create)", "not runc_writing_var_lib_docker", when: .failing,
      "no open has a parameter 'filename'"),
    Entry(
      "Container Drift Detected (open+create)", "runc_writing_var_lib_docker", "proc.cmdline=\"runc:[1:CHILD] init\"",
      when: .failing, "no open has a parameter 'filename'"),
    Entry(
      "Decoding Payload in Container", "proc.cmdline contains \"--decode\"", when: .holding, "it contains -d, which stands after"),
    Entry(
      "Modify Container Entrypoint", "not proc.cmdline = \"runc:[1:CHILD] init\"", when: .failing,
      "the process has a name of docker_binaries"),
    Entry("Sudo Potential Privilege Escalation", "proc.args endswith \\", when: .holding, "\"\\ \" is a backslash alone"),
    Entry(
      "Unprivileged Delegation of Page Faults Handling to a Userspace Process", "evt.rawres >= 0", when: .holding,
      "no name of a result is -1"),
    Entry(
      "Web Server Spawned Suspicious Child Process", "not proc.name in (shell_binaries)", when: .failing,
      "no shell is in suspicious_web_children"),
  ]

  /// Entries of `entries` that an item has.
  static func entry(_ rule: String, _ item: ConditionCoverage.Item) -> Int? {
    entries.firstIndex { entry in
      (entry.rule == nil || entry.rule == rule) && entry.wanted == item.wanted
        && item.path.suffix(entry.part.count).elementsEqual(entry.part)
    }
  }
}
