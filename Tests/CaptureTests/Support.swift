import Capture
import Foundation
import Runtime
import Schema

/// An event as it was handed over, for comparing.
struct Received: Hashable {
  var time: UInt64
  var threadID: Int64
  var type: UInt16
  var cpu: UInt16
  var isStateOnly: Bool
  /// Bytes of each parameter.
  var parameters: [[UInt8]]
  var bytes: [UInt8]

  init(_ view: borrowing EventView) {
    time = view.time
    threadID = view.threadID
    type = view.type.rawValue
    cpu = view.cpu
    isStateOnly = view.isStateOnly
    parameters = []
    for index in 0..<view.parameterCount {
      guard let parameter = view.parameter(index) else { continue }
      parameters.append(Self.copy(parameter))
    }
    bytes = Self.copy(view.bytes)
  }

  private static func copy(_ span: Span<UInt8>) -> [UInt8] {
    // Safe: the buffer is read before the call ends.
    unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }
}

/// All that a source handed over.
struct Replay {
  var snapshots: [StateSnapshot] = []
  var events: [Received] = []
  /// For each snapshot, how many events came before it.
  var positions: [Int] = []
  var error: CaptureError?
  var counters = CaptureCounters()
  var problems: [String] = []

  init(_ bytes: [UInt8]) {
    do throws(CaptureError) {
      try read(CaptureFile.open(bytes: bytes))
    } catch {
      self.error = error
    }
  }

  init(path: String) {
    do throws(CaptureError) {
      try read(CaptureFile.open(path))
    } catch {
      self.error = error
    }
  }

  private mutating func read(_ opened: consuming CaptureFile) throws(CaptureError) {
    var file = opened
    do throws(CaptureError) {
      while let item = try file.next() {
        switch item {
        case .snapshot(let snapshot):
          snapshots.append(snapshot)
          positions.append(events.count)
        case .event(let view): events.append(Received(view))
        }
      }
    } catch {
      self.error = error
    }
    counters = file.counters
    problems = file.problems.map(\.text)
    // Whatever happened, nothing more comes.
    if try file.next() != nil { error = CaptureError(.damaged, "an item behind the end") }
  }
}

/// Little-endian bytes, for files made by hand.
struct Bytes {
  var all: [UInt8] = []

  mutating func add<N: FixedWidthInteger>(_ number: N) {
    for shift in stride(from: 0, to: N.bitWidth, by: 8) { all.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  mutating func add(_ part: [UInt8]) { all += part }

  /// A length of 16 bits and the text.
  mutating func add(_ text: String) {
    add(UInt16(text.utf8.count))
    all += Array(text.utf8)
  }

  static func make(_ fill: (inout Bytes) -> Void) -> [UInt8] {
    var bytes = Bytes()
    fill(&bytes)
    return bytes.all
  }

  static func block(_ id: UInt32, _ body: [UInt8]) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    return make {
      $0.add(id)
      $0.add(UInt32(padded.count + 12))
      $0.add(padded)
      $0.add(UInt32(padded.count + 12))
    }
  }

  static func section(major: UInt16 = 1) -> [UInt8] {
    block(0x0A0D_0D0A, make {
      $0.add(0x1A2B_3C4D as UInt32)
      $0.add(major)
      $0.add(2 as UInt16)
      $0.add(UInt64.max)
    })
  }

  /// An event with its header of version 2, or of version 1 without the number of parameters.
  static func event(
    _ type: UInt16, _ parameters: [[UInt8]], time: UInt64 = 1, tid: Int64 = 7, isVersion1: Bool = false, wide: Bool = false
  ) -> [UInt8] {
    let size = (isVersion1 ? 22 : 26) + parameters.count * (wide ? 4 : 2) + parameters.reduce(0) { $0 + $1.count }
    return make {
      $0.add(time)
      $0.add(tid)
      $0.add(UInt32(size))
      $0.add(type)
      if !isVersion1 { $0.add(UInt32(parameters.count)) }
      for parameter in parameters {
        if wide { $0.add(UInt32(parameter.count)) } else { $0.add(UInt16(parameter.count)) }
      }
      for parameter in parameters { $0.add(parameter) }
    }
  }

  static func eventBlock(_ event: [UInt8], id: UInt32 = 0x216, cpu: UInt16 = 0, flags: UInt32? = nil) -> [UInt8] {
    block(id, make {
      $0.add(cpu)
      if let flags { $0.add(flags) }
      $0.add(event)
    })
  }
}

func littleEndian<N: FixedWidthInteger>(_ number: N) -> [UInt8] { Bytes.make { $0.add(number) } }

func text(_ text: String) -> [UInt8] { Array(text.utf8) }

func terminated(_ texts: String...) -> [UInt8] { texts.flatMap { Array($0.utf8) + [0] } }

/// gzip, by the system's own tool: an implementation that is not ours to test.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-c"]
  let input = Pipe()
  let output = Pipe()
  process.standardInput = input
  process.standardOutput = output
  try process.run()
  DispatchQueue.global().async {
    input.fileHandleForWriting.write(Data(bytes))
    try? input.fileHandleForWriting.close()
  }
  let result = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return [UInt8](result)
}

/// A path in the temporary folder that nobody uses; removed with `remove`.
struct TemporaryFile {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("rulec-\(UUID().uuidString)").path
  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
