import Capture
import Foundation
import Schema
import TestSupport
import Testing

/// A line of the reference's table, as the file spells it.
private struct Row: CustomTestStringConvertible, Sendable {
  let code: UInt16
  let count: Int
  let action: String
  let target: String
  let instructions: [String]

  var testDescription: String { "\(code) with \(count): \(action)" }

  static let all: [Row] = {
    guard SharedData.isPresent, let table = try? SharedData.text("reference/tables/converter-table.tsv") else { return [] }
    return table.split(separator: "\n").dropFirst().map { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Row(
        code: UInt16(columns[0]) ?? 0, count: Int(columns[2]) ?? 0, action: columns[3], target: columns[4],
        instructions: columns[5].split(separator: " ").map(String.init))
    }
  }()
}

@Suite("Old events", .needsSharedData)
struct ConverterTests {
  private static let types = EventTable.syscall.types

  /// A value whose bytes tell event and place; of the size of its type, or text.
  private static func parameter(_ code: UInt16, _ place: Int) -> [UInt8] {
    let parameters = types[Int(code)].parameters
    let type = place < parameters.count ? parameters[place].type.name : "BYTEBUF"
    let sizes = [
      "INT8": 1, "UINT8": 1, "SIGTYPE": 1, "FLAGS8": 1, "ENUMFLAGS8": 1, "INT16": 2, "UINT16": 2, "SYSCALLID": 2,
      "FLAGS16": 2, "ENUMFLAGS16": 2, "INT32": 4, "UINT32": 4, "FLAGS32": 4, "ENUMFLAGS32": 4, "UID": 4, "GID": 4,
      "SIGSET": 4, "MODE": 4, "INT64": 8, "UINT64": 8, "ERRNO": 8, "FD": 8, "PID": 8, "RELTIME": 8, "ABSTIME": 8,
    ]
    if type == "DYN" { return [0] + littleEndian(UInt64(code) + UInt64(place) << 32) }
    // Small numbers, as the one parameter that gets narrower keeps them.
    if type == "INT64" { return littleEndian(UInt64(code)) }
    if let size = sizes[type] { return (0..<size).map { UInt8(truncatingIfNeeded: Int(code) + 16 * place + $0) } }
    return terminated("\(code)/\(place)")
  }

  private static func event(_ code: UInt16, _ count: Int) -> [[UInt8]] { (0..<count).map { parameter(code, $0) } }

  private static func code(_ symbol: String) -> UInt16? { types.first { $0.symbol == symbol }?.code.rawValue }

  /// The reference's rules (scap-format.md §5), over lists of parameters.
  private struct Model {
    var kept: (code: UInt16, parameters: [[UInt8]])?

    mutating func convert(_ code: UInt16, _ parameters: [[UInt8]]) -> (code: UInt16, parameters: [[UInt8]])? {
      let type = types[Int(code)]
      let isManaged = type.flags.contains(.converted)
      let isOld = type.flags.contains(.oldVersion)
      if type.flags.contains(.unused) || !isManaged && isOld { return nil }
      if !isManaged { return (code, parameters) }
      if code % 2 == 1, !isOld, parameters.count == type.parameters.count { return (code, parameters) }
      guard let row = Row.all.first(where: { $0.code == code && $0.count == parameters.count }) else {
        Issue.record("no row for \(code) with \(parameters.count)")
        return nil
      }
      switch row.action {
      case "STORE", "STORE_AND_PASS":
        kept = (code, parameters)
        return row.action == "STORE" ? nil : (code, parameters)
      case "PASS": return (code, parameters)
      default:
        let target = ConverterTests.code(row.target) ?? code
        var result = row.action == "ADD_PARAMS" ? parameters : []
        let enter = kept?.code == code &- 1 ? kept?.parameters : nil
        for instruction in row.instructions {
          result.append(value(instruction, of: target, place: result.count, parameters, enter))
        }
        if enter != nil, row.instructions.contains(where: { $0.hasPrefix("ENTER") }) { kept = nil }
        return convert(target, result)
      }
    }

    private func value(
      _ instruction: String, of target: UInt16, place: Int, _ old: [[UInt8]], _ enter: [[UInt8]]?
    ) -> [UInt8] {
      let type = types[Int(target)].parameters[place].type
      let zero: [UInt8] = switch type.name {
      case "UID", "GID": [255, 255, 255, 255]
      case "UINT32", "INT32", "FLAGS32", "ENUMFLAGS32", "SIGSET": [0, 0, 0, 0]
      case "UINT64", "INT64", "ERRNO", "FD", "PID", "RELTIME": [UInt8](repeating: 0, count: 8)
      case "UINT16", "ENUMFLAGS16", "FLAGS16", "SYSCALLID": [0, 0]
      case "UINT8", "FLAGS8", "ENUMFLAGS8", "SIGTYPE": [0]
      default: []
      }
      if instruction == "EMPTY" { return [] }
      if instruction == "DEFAULT" { return zero }
      if instruction.hasPrefix("CALLBACK") {
        return terminated("{\"id\":\"228/0\",\"type\":\(0xF7F6_F5F4 as UInt32),\"name\":\"228/2\",\"image\":\"228/3\"}")
      }
      let index = Int(instruction.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
      let source = instruction.hasPrefix("OLD") ? old[index] : enter?[index] ?? (instruction.hasSuffix("/e") ? [] : zero)
      // bpf: the variant of the old result goes, and the command gets 32 bits.
      if source.count == 9, type.name == "FD" { return Array(source.dropFirst()) }
      if source.count == 8, type.name == "ENUMFLAGS32" { return Array(source.prefix(4)) }
      return source
    }
  }

  @Test("every row of the table is ours, and no other")
  func rows() {
    #expect(ConversionTable.shared.all.count == 253 && Row.all.count == 253)
    #expect(ConversionTable.shared.all.map { "\($0.type.rawValue) \($0.parameterCount)" } == Row.all.map { "\($0.code) \($0.count)" })
  }

  /// With the enter event, of as many parameters as its own row has, and without.
  @Test("an event for every row becomes what the row says", arguments: Row.all)
  private func row(row: Row) throws {
    for hasEnter in [true, false] {
      var model = Model()
      var file = Bytes.section()
      var expected: [(code: UInt16, parameters: [[UInt8]])] = []
      func add(_ code: UInt16, _ parameters: [[UInt8]]) {
        file += Bytes.eventBlock(Bytes.event(code, parameters, tid: 5, wide: code == 324))
        if let converted = model.convert(code, parameters) { expected.append(converted) }
      }
      if hasEnter, row.code % 2 == 1, let enter = Row.all.last(where: { $0.code == row.code - 1 }) {
        add(enter.code, Self.event(enter.code, enter.count))
      }
      add(row.code, Self.event(row.code, row.count))
      // An event behind everything, because a capture without events is none.
      add(93, Self.event(93, 2))
      let replay = Replay(file)
      #expect(replay.error == nil && replay.counters.malformed == 0)
      #expect(replay.events.map(\.type) == expected.map(\.code))
      #expect(replay.events.map(\.parameters) == expected.map(\.parameters))
      #expect(replay.events.allSatisfy { $0.threadID == 5 && $0.time == 1 })
    }
  }

  @Test("the longest chain: the first execve becomes the current one")
  func chain() throws {
    let replay = Replay(Bytes.section() + Bytes.eventBlock(Bytes.event(13, Self.event(13, 8))))
    let event = try #require(replay.events.first)
    #expect(event.type == 293 && event.parameters.count == 31)
    #expect(Array(event.parameters[..<8]) == Self.event(13, 8))
    #expect(event.parameters[8...].allSatisfy { $0.isEmpty })
  }

  @Test("the enter event of another thread or call is none")
  func strangers() throws {
    func close(_ enterType: UInt16, tid: Int64) throws -> [UInt8] {
      let enter = Bytes.eventBlock(Bytes.event(enterType, Self.event(enterType, Self.types[Int(enterType)].parameters.count), tid: tid))
      let exit = Bytes.eventBlock(Bytes.event(5, [littleEndian(0 as Int64)], tid: 5))
      return try #require(Replay(Bytes.section() + enter + exit).events.last).parameters[1]
    }
    #expect(try close(4, tid: 5) == Self.parameter(4, 0))
    #expect(try close(4, tid: 6) == littleEndian(0 as Int64))
    #expect(try close(6, tid: 5) == littleEndian(0 as Int64))
  }

  @Test("an enter event serves one exit")
  func usedOnce() {
    let enter = Bytes.eventBlock(Bytes.event(4, [littleEndian(9 as Int64)]))
    let exit = Bytes.eventBlock(Bytes.event(5, [littleEndian(0 as Int64)]))
    let replay = Replay(Bytes.section() + enter + exit + exit)
    #expect(replay.events.map { $0.parameters[1] } == [littleEndian(9 as Int64), littleEndian(0 as Int64)])
  }

  @Test("what has no conversion is malformed", arguments: [(3, 3), (3, 7), (5, 0), (293, 5)] as [(UInt16, Int)])
  func none(code: UInt16, count: Int) {
    let parameters = [[UInt8]](repeating: [], count: count)
    let replay = Replay(Bytes.section() + Bytes.eventBlock(Bytes.event(code, parameters)))
    #expect(replay.events.isEmpty && replay.counters.malformed == 1)
  }

  @Test("kept events are bounded: a hundred thousand threads that never come back")
  func bounded() {
    var file = Bytes.section()
    for tid in 0..<100_000 { file += Bytes.eventBlock(Bytes.event(4, [littleEndian(Int64(tid))], tid: Int64(tid))) }
    file += Bytes.eventBlock(Bytes.event(5, [littleEndian(0 as Int64)], tid: 99_999))
    let replay = Replay(file)
    #expect(replay.counters.absorbed == 100_000)
    #expect(replay.events.map { $0.parameters[1] } == [littleEndian(99_999 as Int64)])
  }
}
