import Schema

/// Types that fields treat in a way of their own. A test compares them with the table.
extension EventCode {
  static let generic = EventCode(rawValue: 1)
  static let open = EventCode(rawValue: 3)
  static let socket = EventCode(rawValue: 19)
  static let connect = EventCode(rawValue: 23)
  static let creat = EventCode(rawValue: 59)
  static let pipe = EventCode(rawValue: 61)
  static let eventfd = EventCode(rawValue: 63)
  static let poll = EventCode(rawValue: 81)
  static let signalfd = EventCode(rawValue: 127)
  static let timerfdCreate = EventCode(rawValue: 137)
  static let inotifyInit = EventCode(rawValue: 139)
  static let rename = EventCode(rawValue: 175)
  static let renameat = EventCode(rawValue: 177)
  static let symlink = EventCode(rawValue: 179)
  static let symlinkat = EventCode(rawValue: 181)
  static let quotactl = EventCode(rawValue: 191)
  static let procinfo = EventCode(rawValue: 234)
  static let accept = EventCode(rawValue: 247)
  static let ppoll = EventCode(rawValue: 255)
  static let mount = EventCode(rawValue: 257)
  static let mkdir = EventCode(rawValue: 277)
  static let rmdir = EventCode(rawValue: 279)
  static let infrastructure = EventCode(rawValue: 286)
  static let unlink = EventCode(rawValue: 301)
  static let unlinkat = EventCode(rawValue: 303)
  static let mkdirat = EventCode(rawValue: 305)
  static let openat = EventCode(rawValue: 307)
  static let link = EventCode(rawValue: 309)
  static let linkat = EventCode(rawValue: 311)
  static let fchmodat = EventCode(rawValue: 313)
  static let chmod = EventCode(rawValue: 315)
  static let fchmod = EventCode(rawValue: 317)
  static let renameat2 = EventCode(rawValue: 319)
  static let openat2 = EventCode(rawValue: 327)
  static let openByHandleAt = EventCode(rawValue: 337)
  static let chown = EventCode(rawValue: 379)
  static let lchown = EventCode(rawValue: 381)
  static let fchown = EventCode(rawValue: 383)
  static let fchownat = EventCode(rawValue: 385)
  static let umount = EventCode(rawValue: 387)
  static let accept4 = EventCode(rawValue: 389)
  static let umount2 = EventCode(rawValue: 391)
  static let pipe2 = EventCode(rawValue: 393)
  static let inotifyInit1 = EventCode(rawValue: 395)
  static let eventfd2 = EventCode(rawValue: 397)
  static let signalfd4 = EventCode(rawValue: 399)
  static let async = EventCode(rawValue: 402)
}

/// `PPM_O_*` (scap-format.md §6).
enum OpenFlag {
  static let read: UInt32 = 1
  static let write: UInt32 = 2
  static let create: UInt32 = 4
  static let temporary: UInt32 = 0x2000
  /// The file did not exist before.
  static let created: UInt32 = 0x4000
}
