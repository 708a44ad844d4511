/// Where the parameters stand that a new process and a new program have in common (state-engine.md §3.2, §3.5).
enum ProcessPlace {
  static let exe = 1
  static let args = 2
  static let pid = 4
  static let ptid = 5
  static let descriptorLimit = 7
  static let majorFaults = 8
  static let minorFaults = 9
  static let vmSize = 10
  static let vmResident = 11
  static let vmSwap = 12
  static let comm = 13
  static let cgroups = 14
}

extension ThreadRecord {
  /// The limit of descriptors, and what memory is used.
  mutating func readResources(_ event: borrowing EventView) {
    descriptorLimit = event.number(ProcessPlace.descriptorLimit) ?? 0
    majorFaults = event.number(ProcessPlace.majorFaults) ?? 0
    minorFaults = event.number(ProcessPlace.minorFaults) ?? 0
    vmSize = event.number(ProcessPlace.vmSize) ?? 0
    vmResident = event.number(ProcessPlace.vmResident) ?? 0
    vmSwap = event.number(ProcessPlace.vmSwap) ?? 0
  }
}
