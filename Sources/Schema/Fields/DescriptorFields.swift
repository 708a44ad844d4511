extension FieldBlock {
  /// Fields of the event's descriptor: `fd.*`. Row format: FieldRow.swift.
  static let descriptorFields = FieldBlock(
    origin: .builtin,
    rows: """
      fd.num INT64/id event event 3
          Number of the event's descriptor. -1 after a failed open, -100 (`AT_FDCWD`) where a call names the working
          directory; the new number after `dup`. No value for events that are not about a descriptor.
      fd.type CHARBUF/dec descriptor descriptor 6
          What the descriptor is: `file`, `directory`, `ipv4`, `ipv6`, `unix`, `pipe`, `event`, `signalfd`,
          `eventpoll`, `inotify`, `timerfd`, `netlink`, `bpf`, `userfaultfd`, `io_uring`, `memfd` or `pidfd`; any other
          kind is the text `<NA>`. No value if the descriptor is not known, as after a failed open.
      fd.typechar CHARBUF/dec descriptor descriptor+event 5
          One letter for `fd.type`: `f` file, `d` directory, `4` and `6` network, `u` unix, `p` pipe and so on, `o` for
          what is not known. After a failed call the event's type decides.
      fd.name CHARBUF descriptor descriptor+event 4
          Name of the descriptor: the absolute path of a file, `client:port->server:port` of a connection, `ip:port` of
          a listening socket, the path of a unix socket. After a failed open the path that was asked for. Empty text,
          not missing, where there is no name, as for pipes.
      fd.directory CHARBUF descriptor descriptor+event 17
          Directory part of a file's name, without the last `/`; for a directory its whole name. Also after a failed
          open. No value for sockets, pipes and the rest.
      fd.filename CHARBUF descriptor descriptor 14
          Last part of a file's name. No value for directories, sockets and other descriptors, nor after a failed open.
      fd.ip IPADDR descriptor descriptor 13 no-print no-transformer no-comparison
          Either address of a connection, for conditions only: `=` holds if one of the two matches, `!=` only if both
          differ. A listening socket has one. Outputs print nothing here; use `fd.cip` and `fd.sip`.
      fd.cip IPADDR descriptor descriptor 10
          Address of the client side of a connection. No value for other descriptors, and for sockets whose side is not
          known.
      fd.sip IPADDR descriptor descriptor 10
          Address of the server side of a connection, or the one a socket listens on. No value for other descriptors,
          and for sockets whose side is not known.
      fd.lip IPADDR descriptor descriptor+container 10
          Address of the local end of a connection, found by comparing with this machine's interfaces (in a container,
          with its own). No value for other descriptors.
      fd.rip IPADDR descriptor descriptor+container 10
          Address of the remote end of a connection, found by comparing with this machine's interfaces (in a container,
          with its own). No value for other descriptors.
      fd.port PORT/dec descriptor descriptor 13 no-print no-transformer no-comparison
          Either port of a connection, for conditions only: `=`, `<` and the like hold if one of the two matches, `!=`
          only if both differ. Outputs print nothing here; use `fd.cport` and `fd.sport`. Service names such as `https`
          are understood.
      fd.cport PORT/dec descriptor descriptor 10
          Port of the client side of a connection. No value for other descriptors.
      fd.sport PORT/dec descriptor descriptor 10
          Port of the server side of a connection, or the one a socket listens on. No value for other descriptors.
          Service names such as `https` are understood.
      fd.lport PORT/dec descriptor descriptor+container 10
          Port of the local end of a connection. No value for other descriptors.
      fd.rport PORT/dec descriptor descriptor+container 10
          Port of the remote end of a connection. No value for other descriptors.
      fd.l4proto CHARBUF descriptor descriptor 5
          Transport of a socket: `tcp`, `udp`, `icmp` or `raw`. Every other known descriptor gives the text `<NA>`, so
          `exists` is true for files too. No value only where the descriptor is not known.
      fd.sockfamily CHARBUF descriptor descriptor 4
          `ip` for network sockets, `unix` for unix sockets. No value for other descriptors.
      fd.is_server BOOL descriptor descriptor 5
          True if the process is the server: the socket listens, or its server address is one of this machine's (true
          also for a client that talks to its own host). False, not missing, for files and other descriptors.
      fd.uid CHARBUF descriptor descriptor+event+thread 17
          Thread id and descriptor number written one behind the other (`30010`): one text for grouping, not for taking
          apart.
      fd.containername CHARBUF descriptor descriptor+event+container 14
          `container.id`, a colon and `fd.name`: tells equal names in different containers apart.
      fd.containerdirectory CHARBUF descriptor descriptor+event+container 26
          `container.id`, a colon and `fd.directory`: tells equal directories in different containers apart.
      fd.proto PORT descriptor descriptor 13 no-print no-transformer no-comparison
          Either port of a connection by the name of its service, for conditions only, with the rules of `fd.port`.
          Outputs print nothing here.
      fd.cproto CHARBUF descriptor descriptor 6
          Service at the client's port as text; the number, unless name resolution is switched on. Empty text for unix
          and listening sockets.
      fd.sproto CHARBUF descriptor descriptor 18
          Service at the server's port as text; the number, unless name resolution is switched on. Empty text for unix
          sockets.
      fd.lproto CHARBUF descriptor descriptor+container 18
          Service at the local port as text; the number, unless name resolution is switched on.
      fd.rproto CHARBUF descriptor descriptor+container 18
          Service at the remote port as text; the number, unless name resolution is switched on.
      fd.net IPNET descriptor descriptor 13 no-print no-transformer no-comparison
          Either address of a connection against a network such as `10.0.0.0/8`, for conditions only: `=` if one of the
          two lies in it, `!=` only if neither does.
      fd.cnet IPNET descriptor descriptor 10 no-print no-transformer no-comparison
          Client address of a connection against a network such as `10.0.0.0/8`: `=` means inside. For conditions only.
      fd.snet IPNET descriptor descriptor 10 no-print no-transformer no-comparison
          Server address of a connection against a network such as `10.0.0.0/8`: `=` means inside. For conditions only.
      fd.lnet IPNET descriptor descriptor+container 10 no-print no-transformer no-comparison
          Local address of a connection against a network such as `10.0.0.0/8`: `=` means inside. For conditions only.
      fd.rnet IPNET descriptor descriptor+container 10 no-print no-transformer no-comparison
          Remote address of a connection against a network such as `10.0.0.0/8`: `=` means inside. For conditions only.
      fd.connected BOOL descriptor descriptor 4
          True for a socket that was connected or accepted, also while the connection is still under way. False for one
          that listens, for one of which neither was seen, and for other descriptors.
      fd.name_changed BOOL descriptor descriptor+event 4
          True if this event changed the name of its descriptor, as a connect or the first datagram does.
      fd.cip.name CHARBUF descriptor descriptor 6 no-transformer no-comparison
          Domain name of the client address. A condition looks the given domain up and compares addresses; only `=`,
          `!=`, `in` and `exists` work, and `exists` is true for any known descriptor. Lookups take time and go out to
          the network.
      fd.sip.name CHARBUF descriptor descriptor 5 no-transformer no-comparison
          Domain name of the server address. A condition looks the given domain up and compares addresses; only `=`,
          `!=`, `in` and `exists` work, and `exists` is true for any known descriptor. Lookups take time and go out to
          the network.
      fd.lip.name CHARBUF descriptor descriptor+container 5 no-transformer no-comparison
          Domain name of the local address. A condition looks the given domain up and compares addresses; only `=`,
          `!=`, `in` and `exists` work, and `exists` is true for any known descriptor.
      fd.rip.name CHARBUF descriptor descriptor+container 5 no-transformer no-comparison
          Domain name of the remote address. A condition looks the given domain up and compares addresses; only `=`,
          `!=`, `in` and `exists` work, and `exists` is true for any known descriptor.
      fd.dev INT32/hex descriptor descriptor 4
          Number of the device that holds the file; printed in hex. No value where the descriptor is not known.
      fd.dev.major INT32/dec descriptor descriptor 4
          Major number of the device that holds the file. No value where the descriptor is not known.
      fd.dev.minor INT32/dec descriptor descriptor 4
          Minor number of the device that holds the file. No value where the descriptor is not known.
      fd.ino INT64/dec descriptor descriptor 4
          Inode number of the file. No value where the descriptor is not known.
      fd.nameraw CHARBUF descriptor descriptor+event 7
          Path of the file as the program wrote it, relative or with `..`, only repeated `/` removed. Differs from
          `fd.name` where somebody goes astray on purpose.
      fd.types[n]? CHARBUF[]/dec event main-thread 20 no-comparison
          Every type, in the words of `fd.type`, that occurs among all open descriptors of the process, in no certain
          order; `[n]` is a list with the type of descriptor number n alone. A list: use `in` (all of them) or
          `intersects` (some of them).
      fd.is_upper_layer BOOL descriptor descriptor 4
          True if the file lies in the upper layer of an overlay: in a container, not in the image but written later.
      fd.is_lower_layer BOOL descriptor descriptor 4
          True if the file lies in a lower layer of an overlay: in a container, part of the image.
      """)
}
