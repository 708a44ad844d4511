package import Matching

/// All state at one moment, as a capture carries it in front of its events (scap-format.md §2): what a source hands over
/// before its first event and at a restart, what a live source reads from /proc, what a writer puts into a file.
package struct StateSnapshot: Sendable {
  package var machine = MachineFacts()
  package var interfaces: [NetworkInterface] = []
  package var users: [UserRecord] = []
  package var groups: [GroupRecord] = []
  package var threads: [Thread] = []
  /// In the order of the file; a thread without a list shares its leader's.
  package var descriptors: [DescriptorList] = []

  package init() {}

  /// One entry of a process list; defaults are those of fields that older versions lack.
  package struct Thread: Sendable {
    package var tid: Int64
    package var pid: Int64
    package var ptid: Int64
    package var sid: Int64 = -1
    package var vpgid: Int64 = -1
    package var comm: [UInt8] = []
    package var exe: [UInt8] = []
    package var exepath: [UInt8] = []
    /// NUL-terminated strings.
    package var args: [UInt8] = []
    package var cwd: [UInt8] = []
    package var descriptorLimit: Int64 = 0
    /// `PPM_CL_*`.
    package var flags: UInt32 = 0
    package var uid: UInt32 = 0
    package var gid: UInt32 = 0
    package var vmSize: UInt32 = 0
    package var vmResident: UInt32 = 0
    package var vmSwap: UInt32 = 0
    package var majorFaults: UInt64 = 0
    package var minorFaults: UInt64 = 0
    package var env: [UInt8] = []
    package var vtid: Int64 = -1
    package var vpid: Int64 = -1
    package var cgroups: [UInt8] = []
    package var root: [UInt8] = []
    package var namespaceStartTime: UInt64 = 0
    package var tty: UInt32 = 0
    package var loginuid: UInt32 = .max
    package var exeIsWritable = false
    package var capInheritable: UInt64 = 0
    package var capPermitted: UInt64 = 0
    package var capEffective: UInt64 = 0
    package var exeIsInUpperLayer = false
    package var exeInode: UInt64 = 0
    package var exeChangeTime: UInt64 = 0
    package var exeModificationTime: UInt64 = 0
    package var exeIsFromMemfd = false
    package var exeIsInLowerLayer = false
    package var pgid: Int64 = -1
    /// When the thread began, in nanoseconds since the epoch; 0 if not known. Captures have no place for it.
    package var cloneTime: UInt64 = 0

    package init(tid: Int64, pid: Int64, ptid: Int64) {
      self.tid = tid
      self.pid = pid
      self.ptid = ptid
    }
  }

  package struct DescriptorList: Sendable {
    package var tid: UInt64
    package var entries: [DescriptorEntry]

    package init(tid: UInt64, entries: [DescriptorEntry]) {
      self.tid = tid
      self.entries = entries
    }
  }

  package struct DescriptorEntry: Sendable {
    package var number: Int64
    package var inode: UInt64
    package var body: Body

    package init(number: Int64, inode: UInt64, body: Body) {
      self.number = number
      self.inode = inode
      self.body = body
    }

    package enum Body: Sendable {
      /// Everything that is only a name; `kind` is none of the kinds below.
      case named(DescriptorKind, [UInt8])
      case file(openFlags: UInt32, path: [UInt8], device: UInt32)
      case connection(SocketTuple, Layer4)
      case server(address: IPAddress, port: UInt16, Layer4)
      case unix(source: UInt64, destination: UInt64, path: [UInt8])
      /// A type that this version does not know.
      case unknownType(UInt8)
    }
  }
}

package struct MachineFacts: Sendable, Hashable {
  package var cpuCount: UInt32 = 0
  package var memoryBytes: UInt64 = 0
  package var maximumPID: UInt64 = 0
  package var hostName: [UInt8] = []
  /// Nanoseconds since the epoch; 0 if not known.
  package var bootTime: UInt64 = 0

  package init() {}
}

package struct NetworkInterface: Sendable, Hashable {
  package var name: [UInt8]
  package var address: IPAddress
  package var netmask: IPAddress
  package var broadcast: IPAddress
  /// Bits per second; nil where the file does not say.
  package var linkSpeed: UInt64?

  package init(name: [UInt8], address: IPAddress, netmask: IPAddress, broadcast: IPAddress, linkSpeed: UInt64?) {
    self.name = name
    self.address = address
    self.netmask = netmask
    self.broadcast = broadcast
    self.linkSpeed = linkSpeed
  }
}

/// A user of the host or, where `containerID` is not empty, of a container.
package struct UserRecord: Sendable, Hashable {
  package var containerID: [UInt8] = []
  package var uid: UInt32
  package var gid: UInt32
  package var name: [UInt8]
  package var home: [UInt8]
  package var shell: [UInt8]

  package init(uid: UInt32, gid: UInt32, name: [UInt8], home: [UInt8], shell: [UInt8]) {
    self.uid = uid
    self.gid = gid
    self.name = name
    self.home = home
    self.shell = shell
  }
}

package struct GroupRecord: Sendable, Hashable {
  package var containerID: [UInt8] = []
  package var gid: UInt32
  package var name: [UInt8]

  package init(gid: UInt32, name: [UInt8]) {
    self.gid = gid
    self.name = name
  }
}

/// The two ends of an IP connection: source first, as in the event or file (scap-format.md §4.2).
package struct SocketTuple: Hashable, Sendable, BitwiseCopyable {
  package var sourceAddress: IPAddress
  package var sourcePort: UInt16
  package var destinationAddress: IPAddress
  package var destinationPort: UInt16

  package init(sourceAddress: IPAddress, sourcePort: UInt16, destinationAddress: IPAddress, destinationPort: UInt16) {
    self.sourceAddress = sourceAddress
    self.sourcePort = sourcePort
    self.destinationAddress = destinationAddress
    self.destinationPort = destinationPort
  }
}
