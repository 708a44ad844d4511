// Schema: the vocabulary both halves of rulec share: types, operators, transformers, fields, events, flags.
//
// What a field *is* stands here; how it is *read* stands in Runtime. Tables are text blocks (Fields/, Events/, Tables/)
// parsed once at first use, because large literals make the type checker slow; each names the file that explains its
// rows. `Text/` has what reads them. Not here: syntax, YAML, events' bytes.

/// The type of a field, a parameter or a value. Source: `PT_*` of the event schema (reference/param-types.json), all
/// but `PT_NONE`, which nothing has.
package enum ValueType: UInt8, Sendable, BitwiseCopyable, CaseIterable, Spelled {
  case charbuf, fspath, fsrelpath, bytebuf
  case int8, int16, int32, int64, errno, fd, pid
  case uint8, uint16, uint32, uint64, l4proto, flags8, flags16, flags32, enumflags8, enumflags16, enumflags32
  case mode, uid, gid, port, syscallid, sigtype
  case bool, double, reltime, abstime
  case ipaddr, ipnet, ipv4addr, ipv6addr, ipv4net, ipv6net
  case sockaddr, socktuple, fdlist, sigset
  /// Takes the type of whatever it is about (`evt.rawarg`).
  case dynamic
  /// Of parameters only: 32 bits wide where `fd` and `pid` have 64, a socket family, lists of strings and of pairs.
  case fd32, pid32, sockfamily, charbufarray, charbufPairArray

  /// As the reference spells it: "CHARBUF", "UINT64".
  package var name: String {
    switch self {
    case .charbuf: "CHARBUF"
    case .fspath: "FSPATH"
    case .fsrelpath: "FSRELPATH"
    case .bytebuf: "BYTEBUF"
    case .int8: "INT8"
    case .int16: "INT16"
    case .int32: "INT32"
    case .int64: "INT64"
    case .errno: "ERRNO"
    case .fd: "FD"
    case .pid: "PID"
    case .uint8: "UINT8"
    case .uint16: "UINT16"
    case .uint32: "UINT32"
    case .uint64: "UINT64"
    case .l4proto: "L4PROTO"
    case .flags8: "FLAGS8"
    case .flags16: "FLAGS16"
    case .flags32: "FLAGS32"
    case .enumflags8: "ENUMFLAGS8"
    case .enumflags16: "ENUMFLAGS16"
    case .enumflags32: "ENUMFLAGS32"
    case .mode: "MODE"
    case .uid: "UID"
    case .gid: "GID"
    case .port: "PORT"
    case .syscallid: "SYSCALLID"
    case .sigtype: "SIGTYPE"
    case .bool: "BOOL"
    case .double: "DOUBLE"
    case .reltime: "RELTIME"
    case .abstime: "ABSTIME"
    case .ipaddr: "IPADDR"
    case .ipnet: "IPNET"
    case .ipv4addr: "IPV4ADDR"
    case .ipv6addr: "IPV6ADDR"
    case .ipv4net: "IPV4NET"
    case .ipv6net: "IPV6NET"
    case .sockaddr: "SOCKADDR"
    case .socktuple: "SOCKTUPLE"
    case .fdlist: "FDLIST"
    case .sigset: "SIGSET"
    case .dynamic: "DYN"
    case .fd32: "FD32"
    case .pid32: "PID32"
    case .sockfamily: "SOCKFAMILY"
    case .charbufarray: "CHARBUFARRAY"
    case .charbufPairArray: "CHARBUF_PAIR_ARRAY"
    }
  }

  static let words = NameTable(allCases.map { $0.name })

  /// How values of the type are written and compared. Operator rules and constant parsing hang on this.
  package enum Family: Sendable {
    case string, buffer, signed, unsigned, port, duration, bool, double, address, network
    /// Only `exists` is defined: rule-language.md §5.1, last row. Fields have no such type; `evt.rawarg.NAME` may.
    case opaque
  }

  package var family: Family {
    switch self {
    case .charbuf, .fspath, .fsrelpath: .string
    case .bytebuf: .buffer
    case .int8, .int16, .int32, .int64, .errno, .fd, .pid: .signed
    case .uint8, .uint16, .uint32, .uint64, .l4proto, .flags8, .flags16, .flags32, .enumflags8, .enumflags16,
      .enumflags32, .mode, .syscallid, .sigtype:
      .unsigned
    case .port: .port
    case .reltime, .abstime: .duration
    case .bool: .bool
    case .double: .double
    case .ipaddr, .ipv4addr, .ipv6addr: .address
    case .ipnet, .ipv4net, .ipv6net: .network
    case .uid, .gid, .sockaddr, .socktuple, .fdlist, .sigset, .dynamic, .fd32, .pid32, .sockfamily, .charbufarray,
      .charbufPairArray:
      .opaque
    }
  }
}
