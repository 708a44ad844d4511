import Schema

extension ValueType {
  /// Bytes of a parameter of this type (scap-format.md §4); nil where they vary.
  var encodedSize: Int? {
    switch self {
    case .int8, .uint8, .sigtype, .l4proto, .sockfamily, .flags8, .enumflags8: 1
    case .int16, .uint16, .syscallid, .port, .flags16, .enumflags16: 2
    case .int32, .uint32, .bool, .ipv4addr, .flags32, .enumflags32, .uid, .gid, .sigset, .mode, .fd32, .pid32: 4
    case .int64, .uint64, .errno, .fd, .pid, .reltime, .abstime, .double: 8
    case .ipv6addr: 16
    case .charbuf, .fspath, .fsrelpath, .bytebuf, .sockaddr, .socktuple, .fdlist, .dynamic, .charbufarray,
      .charbufPairArray, .ipaddr, .ipnet, .ipv4net, .ipv6net:
      nil
    }
  }
}
