/// `PPM_O_*` bits that mean something to state or fields (scap-format.md §6).
enum OpenFlag {
  static let read: UInt32 = 1
  static let write: UInt32 = 2
  static let create: UInt32 = 4
  static let directory: UInt32 = 0x400
  static let closeOnExec: UInt32 = 0x1000
  static let temporary: UInt32 = 0x2000
  /// The file did not exist before.
  static let created: UInt32 = 0x4000
  static let upperLayer: UInt32 = 0x8000
  static let lowerLayer: UInt32 = 0x1_0000
  /// Known to the exit event only.
  static let ofExit = created | upperLayer | lowerLayer
}
