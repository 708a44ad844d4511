/// The place of a descriptor's entry. Valid during one event.
package struct DescriptorIndex: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What a descriptor is. The numbers are those of capture files (scap-format.md §2.3).
package enum DescriptorKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case unknown, file, directory, ipv4, ipv6, ipv4Server, ipv6Server, fifo, unix, event, unsupported, signalfd
  case eventpoll, inotify, timerfd, netlink, fileV2, bpf, userfaultfd, ioUring, memfd, pidfd
}

/// The protocol above IP. The numbers are those of capture files.
package enum Layer4: UInt8, Sendable, BitwiseCopyable {
  case unknown, notApplicable, tcp, udp, icmp, raw
}

/// One open descriptor (state-engine.md §5).
package struct Descriptor: BitwiseCopyable, Sendable {
  package var kind: DescriptorKind
  package var layer4: Layer4 = .unknown
  package var status: DescriptorStatus = []
  /// `PPM_O_*` bits, with those of the overlay layers.
  package var openFlags: UInt32 = 0
  package var name = Symbol.empty
  /// As passed to the call.
  package var rawName = Symbol.empty
  /// The ends of a connection, a server socket's own end, or a unix socket's addresses: `SocketTuple` as bytes. Empty
  /// for everything else.
  package var tuple = Symbol.empty
  package var device: UInt32 = 0
  package var inode: UInt64 = 0
  /// Of a pidfd.
  package var pid: Int64 = 0

  package init(_ kind: DescriptorKind) { self.kind = kind }
}

package struct DescriptorStatus: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let isClient = DescriptorStatus(rawValue: 1 << 0)
  package static let isServer = DescriptorStatus(rawValue: 1 << 1)
  package static let isConnected = DescriptorStatus(rawValue: 1 << 2)
  package static let isInUpperLayer = DescriptorStatus(rawValue: 1 << 3)
  package static let isInLowerLayer = DescriptorStatus(rawValue: 1 << 4)
  /// Read from /proc or the header of a capture.
  package static let isFromSnapshot = DescriptorStatus(rawValue: 1 << 5)
  package static let isCloned = DescriptorStatus(rawValue: 1 << 6)
}
