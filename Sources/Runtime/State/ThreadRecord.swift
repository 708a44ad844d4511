/// The place of a thread in the table. Valid until the thread is removed, which happens between events only.
package struct ThreadIndex: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A process's table of descriptors; threads that share descriptors share the table.
package struct DescriptorTableIndex: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The threads that share a pid.
struct GroupIndex: Hashable, Sendable, RawRepresentable, BitwiseCopyable {
  let rawValue: UInt32
}

/// What is known of one thread (state-engine.md §3.1).
///
/// Texts are symbols that the record holds a count of. `args`, `env` and `cgroups` are blobs of NUL-terminated strings
/// (scap-format.md §4.4), kept as one symbol each: most processes share theirs with others.
package struct ThreadRecord: BitwiseCopyable, Sendable {
  // What most events need.
  package var tid: Int64
  package var pid: Int64 = -1
  /// The parent as the kernel named it; 0 where it is gone.
  package var ptid: Int64 = -1
  /// A live or closed record of another thread's number would be a mistake: goes up with every use of the place.
  var generation: UInt32 = 0
  /// The period in which the record was last known to be right (`State.question`); 0 for never.
  var knownIn: UInt32 = 0
  /// The type of the last enter event, and the descriptor number that events left behind (state-engine.md §2).
  var lastEnterType: UInt16 = .max
  var lastDescriptorNumber: Int64 = -1
  package var lastEventTime: UInt64 = 0
  /// The record of the thread group's leader, itself for a leader; nil where there is none.
  package var main: ThreadIndex? = nil
  package var descriptors: DescriptorTableIndex? = nil
  /// `PPM_CL_*` bits.
  package var flags: ThreadFlags = []
  /// Nothing is known but the number: the thread was never announced (state-engine.md §2).
  package var isPlaceholder = false
  package var comm = Symbol.empty
  package var exe = Symbol.empty
  package var exepath = Symbol.empty
  package var args = Symbol.empty
  package var env = Symbol.empty
  package var cgroups = Symbol.empty
  /// Of the main thread; ends with a slash (state-engine.md §4.1).
  package var cwd = Symbol.empty
  package var root = Symbol.empty
  /// What the container plugin derives from `cgroups`; empty means the host (state-engine.md §12).
  package var containerID = Symbol.empty

  // Identity.
  package var uid: UInt32 = .max
  package var gid: UInt32 = .max
  package var loginuid: UInt32 = .max
  package var tty: UInt32 = 0
  package var vtid: Int64 = -1
  package var vpid: Int64 = -1
  package var sid: Int64 = -1
  package var vpgid: Int64 = -1
  package var pgid: Int64 = -1
  package var reaper: Int64 = -1
  package var capPermitted: UInt64 = 0
  package var capInheritable: UInt64 = 0
  package var capEffective: UInt64 = 0

  // The executable.
  package var executable: ExecutableFlags = []
  package var exeInode: UInt64 = 0
  package var exeChangeTime: UInt64 = 0
  package var exeModificationTime: UInt64 = 0
  package var changeTimeBeforeClone: UInt64 = 0
  package var changeTimeAfterNamespace: UInt64 = 0

  // Times, in nanoseconds since the epoch; 0 where not observed.
  package var cloneTime: UInt64 = 0
  package var execTime: UInt64 = 0
  package var namespaceStartTime: UInt64 = 0

  // Resources.
  package var descriptorLimit: Int64 = 0
  package var vmSize: UInt32 = 0
  package var vmResident: UInt32 = 0
  package var vmSwap: UInt32 = 0
  package var majorFaults: UInt64 = 0
  package var minorFaults: UInt64 = 0

  // Relatives, as lists through the records.
  var group: GroupIndex? = nil
  var nextInGroup: ThreadIndex? = nil
  var previousInGroup: ThreadIndex? = nil
  /// Whose list of children the thread is in.
  var parent: ThreadIndex? = nil
  var firstChild: ThreadIndex? = nil
  var nextSibling: ThreadIndex? = nil
  var previousSibling: ThreadIndex? = nil
  /// The enter event that waits for its exit: an index into `State.enters`.
  var enter: UInt32? = nil

  package init(tid: Int64) { self.tid = tid }
}

extension ThreadRecord {
  /// Too little is known to give the thread relatives.
  var isInvalid: Bool { tid < 0 || pid < 0 || ptid < 0 }
  package var isMain: Bool { tid == pid }
  package var isClosed: Bool { flags.contains(.closed) }
  /// The numbers it has in its own namespace are others.
  package var isInPIDNamespace: Bool { tid != vtid || pid != vpid }
}

/// `PPM_CL_*` (scap-format.md §6).
package struct ThreadFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let files = ThreadFlags(rawValue: 1 << 0)
  package static let newPIDNamespace = ThreadFlags(rawValue: 1 << 6)
  package static let parent = ThreadFlags(rawValue: 1 << 8)
  package static let thread = ThreadFlags(rawValue: 1 << 13)
  package static let inverted = ThreadFlags(rawValue: 1 << 16)
  package static let nameChanged = ThreadFlags(rawValue: 1 << 17)
  package static let closed = ThreadFlags(rawValue: 1 << 18)
  package static let active = ThreadFlags(rawValue: 1 << 19)
  package static let newUserNamespace = ThreadFlags(rawValue: 1 << 20)
  package static let pipeSource = ThreadFlags(rawValue: 1 << 21)
  package static let pipeDestination = ThreadFlags(rawValue: 1 << 22)
  package static let vfork = ThreadFlags(rawValue: 1 << 27)
  package static let childInPIDNamespace = ThreadFlags(rawValue: 1 << 29)
  package static let isMainThread = ThreadFlags(rawValue: 1 << 30)
}

/// The flags of execve (scap-format.md §6).
package struct ExecutableFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let isWritable = ExecutableFlags(rawValue: 1)
  package static let isInUpperLayer = ExecutableFlags(rawValue: 2)
  package static let isFromMemfd = ExecutableFlags(rawValue: 4)
  package static let isInLowerLayer = ExecutableFlags(rawValue: 8)
}
