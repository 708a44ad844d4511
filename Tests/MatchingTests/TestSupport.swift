import Foundation

@testable import Matching

/// A small seeded generator (SplitMix64), so that a failing property can be run again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &self)] }

  mutating func text(_ pieces: [String], upTo count: Int) -> String {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in pick(pieces) }.joined()
  }
}

extension String {
  var bytes: [UInt8] { Array(utf8) }
}

extension Substring {
  /// Undoes the `%XX` of the fixtures.
  var percentDecoded: [UInt8] {
    var result: [UInt8] = []
    var rest = self.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      rest = rest.dropFirst(2)
      result.append(UInt8(digits, radix: 16)!)
    }
    return result
  }
}

func fixture(_ name: String, file: String = #filePath) throws -> String {
  let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Fixtures")
  return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
}

// `#expect` cannot hold a span, so the tests hand over arrays.
extension POSIXRegex {
  func matches(_ value: [UInt8], _ scratch: RegexScratch) -> Bool { matchesWholly(value.span, scratch: scratch) }
}

extension Glob {
  func matches(_ value: [UInt8]) -> Bool { matches(value.span) }
}
