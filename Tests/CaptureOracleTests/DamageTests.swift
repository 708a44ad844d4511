import Capture
import Foundation
import Runtime
import Schema
import TestSupport
import Testing

/// What a reader made of damaged bytes, against what a walker finds in them.
@Suite("Damaged captures", .needsSharedData)
struct DamageTests {
  /// tiny.scap, decompressed by gzip itself.
  private static let tiny: [UInt8] = (try? decompressed("captures/lab/tiny.scap")) ?? []

  /// Reads `bytes` and compares each event with the block that it came from.
  ///
  /// - Parameter flipped: the place of a changed byte. It may have made its event one of an old type, which is then handed
  ///   over in another form than it has in its block.
  /// - Returns: events that were handed over, and blocks of events that none was made of.
  private func check(
    _ bytes: [UInt8], _ walker: BlockWalker, _ what: String, flipped: Int? = nil
  ) throws -> (events: Int, leftOut: Int) {
    var next = 0
    var handedOver = 0
    var leftOut = 0
    var isDamaged = false
    var counters = CaptureCounters()
    do throws(CaptureError) {
      var file = try CaptureFile.open(bytes: bytes)
      do throws(CaptureError) {
        while let item = try file.next() {
          guard case .event(let view) = item else { continue }
          while next < walker.events.count, !isEqual(view, bytes, walker.events[next]) {
            let isFlipped = flipped.map { walker.events[next].contains($0) } ?? false
            let isOfNext = next + 1 < walker.events.count && isEqual(view, bytes, walker.events[next + 1])
            if isFlipped, !isOfNext { break }
            next += 1
            leftOut += 1
          }
          next += 1
          handedOver += 1
        }
      } catch {
        isDamaged = true
        counters = file.counters
        throw error
      }
      counters = file.counters
    } catch {
      isDamaged = true
    }
    leftOut += max(walker.events.count - next, 0)
    #expect(next <= walker.events.count, "\(what): an event that is in no block")
    #expect(isDamaged == walker.isDamaged, "\(what): damage is seen or not")
    let counted = counters.events + counters.absorbed + counters.malformed + counters.unknownTypes
    if counted != walker.events.count || counters.events != handedOver {
      Issue.record("\(what): \(walker.events.count) blocks of events, \(counters)")
    }
    return (handedOver, leftOut)
  }

  /// Events of current types are handed over as they stand in the file, behind the CPU and perhaps a word of flags.
  private func isEqual(_ view: borrowing EventView, _ bytes: [UInt8], _ block: Range<Int>) -> Bool {
    let id = bytes[block.lowerBound]
    let start = block.lowerBound + (id == 0x17 || id == 0x22 ? 14 : 10)
    let count = view.bytes.count
    guard start + count + 4 <= block.upperBound else { return false }
    return unsafe bytes.withUnsafeBufferPointer { file in
      unsafe view.bytes.withUnsafeBufferPointer { event in
        guard let file = file.baseAddress, let event = event.baseAddress else { return false }
        return unsafe memcmp(file + start, event, count) == 0
      }
    }
  }

  @Test("cut at each border between blocks")
  func borders() throws {
    let whole = BlockWalker(Self.tiny)
    #expect(whole.events.count == 15_601 && !whole.isDamaged)
    for border in whole.borders.dropLast() {
      let bytes = Array(Self.tiny[..<border])
      let walker = BlockWalker(bytes)
      let result = try check(bytes, walker, "cut at \(border)")
      #expect(result.events == walker.events.count && result.leftOut == 0)
    }
  }

  @Test("cut at a thousand places")
  func offsets() throws {
    var random = SplitMix64(seed: 2026)
    for _ in 0..<1000 {
      let bytes = Array(Self.tiny[..<Int.random(in: 0..<Self.tiny.count, using: &random)])
      let walker = BlockWalker(bytes)
      let result = try check(bytes, walker, "cut at \(bytes.count)")
      #expect(result.events == walker.events.count && result.leftOut == 0)
    }
  }

  @Test("ten thousand flips of a bit cost at most the event that they hit, or what is behind them")
  func flips() throws {
    var random = SplitMix64(seed: 1126)
    var bytes = Self.tiny
    var touched = 0
    for _ in 0..<10_000 {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      bytes[place] ^= bit
      let walker = BlockWalker(bytes)
      let result = try check(bytes, walker, "bit \(bit) of byte \(place)", flipped: place)
      #expect(result.leftOut <= 1, "bit \(bit) of byte \(place)")
      touched += result.leftOut
      bytes[place] ^= bit
    }
    // That some flips do make an event unusable: the test would see it.
    #expect(touched > 100)
  }

  @Test("tables that would fill memory are refused")
  func tooLarge() {
    func words(_ words: UInt32...) -> [UInt8] { words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } } }
    let section = words(0x0A0D_0D0A, 28, 0x1A2B_3C4D, 1, .max, .max, 28)
    // Descriptors without a name: 19 bytes each in the file, several times that in memory.
    let entries = [UInt8](repeating: 0, count: 16) + [9, 0, 0]
    let body = words(1, 0) + Array(repeatElement(entries, count: 500_000).joined())
    let list = words(0x203, UInt32(body.count + 12)) + body + words(UInt32(body.count + 12))
    let error = #expect(throws: CaptureError.self) {
      var file = try CaptureFile.open(bytes: section + Array(repeatElement(list, count: 10).joined()))
      while try file.next() != nil {}
    }
    #expect(error?.cause == .damaged && error?.problem.contains("more than 256 MiB") == true)
  }
}
