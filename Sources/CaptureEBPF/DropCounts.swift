/// Events that the programs in the kernel lost, since they were loaded.
package struct DropCounts: Hashable, Sendable {
  /// Why there was no event. The values are the rows of `drops` in maps.h.
  package enum Cause: Int, CaseIterable, Sendable {
    /// The buffer for what concerns processes was full.
    case processBufferFull
    /// The buffer for all the rest was full.
    case bufferFull
    /// The event is larger than events may be.
    case tooLarge
  }

  package struct Entry: Hashable, Sendable {
    package let cause: Cause
    /// The name of the system call; `procexit` and `signaldeliver` for what is none. A 32-bit call has the name of the
    /// 64-bit call that does the same.
    package let syscall: String
    /// Above 0.
    package let count: UInt64
  }

  /// By cause, then in the order of the calls' numbers.
  package let entries: [Entry]

  package var total: UInt64 { entries.reduce(0) { $0 &+ $1.count } }
  package var isEmpty: Bool { entries.isEmpty }

  /// For each call, whatever the cause.
  package var bySyscall: [(syscall: String, count: UInt64)] {
    var sums: [(syscall: String, count: UInt64)] = []
    for entry in entries {
      if let index = sums.firstIndex(where: { $0.syscall == entry.syscall }) {
        sums[index].count &+= entry.count
      } else {
        sums.append((entry.syscall, entry.count))
      }
    }
    return sums
  }

  /// - Parameter numbers: the rows of `drops`, one behind the other.
  init(_ numbers: [UInt64]) {
    entries = Cause.allCases.flatMap { cause in
      (0..<SyscallSelection.count).compactMap { number in
        let count = numbers[cause.rawValue * SyscallSelection.count + number]
        return count == 0 ? nil : Entry(cause: cause, syscall: SyscallSelection.name(of: number), count: count)
      }
    }
  }
}
