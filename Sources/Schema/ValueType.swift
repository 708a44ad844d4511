// Schema: the vocabulary both halves of rulec share: types, operators, transformers, fields, events, flags.
//
// What a field *is* stands here; how it is *read* stands in Runtime. Tables are text blocks parsed once at first
// use, because large literals make the type checker slow. Not here: syntax, YAML, events' bytes.

/// The type of a field, a parameter or a value. Source: `PT_*` of the event schema (reference/param-types.json).
package enum ValueType: UInt8, Sendable, CaseIterable {
  case charbuf, fspath, fsrelpath, bytebuf
  case int8, int16, int32, int64, errno, fd, pid
  case uint8, uint16, uint32, uint64, l4proto, flags8, flags16, flags32, enumflags8, enumflags16, enumflags32
  case mode, uid, gid, port, syscallid, sigtype
  case bool, double, reltime, abstime
  case ipaddr, ipnet, ipv4addr, ipv6addr, ipv4net, ipv6net
  case sockaddr, socktuple, fdlist, sigset
  /// Takes the type of whatever it is about (`evt.rawarg`).
  case dynamic

  /// As the reference spells it: "CHARBUF", "UINT64".
  package var name: String {
    switch self {
    case .dynamic: "DYN"
    default: "\(self)".uppercased()
    }
  }

  /// How values of the type are written and compared. Operator rules and constant parsing hang on this.
  package enum Family: Sendable {
    case string, buffer, signed, unsigned, port, duration, bool, double, address, network
    /// Only `exists` is defined (addresses with ports, descriptor lists, signal sets).
    case opaque
  }

  package var family: Family {
    switch self {
    case .charbuf, .fspath, .fsrelpath: .string
    case .bytebuf: .buffer
    case .int8, .int16, .int32, .int64, .errno, .fd, .pid: .signed
    case .uint8, .uint16, .uint32, .uint64, .l4proto, .flags8, .flags16, .flags32, .enumflags8, .enumflags16,
      .enumflags32, .mode, .uid, .gid, .syscallid, .sigtype:
      .unsigned
    case .port: .port
    case .reltime, .abstime: .duration
    case .bool: .bool
    case .double: .double
    case .ipaddr, .ipv4addr, .ipv6addr: .address
    case .ipnet, .ipv4net, .ipv6net: .network
    case .sockaddr, .socktuple, .fdlist, .sigset, .dynamic: .opaque
    }
  }
}
