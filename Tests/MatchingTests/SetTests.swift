import Testing

@testable import Matching

/// Sets hold what they were made of, and nothing else: compared with the standard library's.
@Suite struct SetTests {
  @Test func strings() {
    var random = SeededGenerator(seed: 7)
    for count in [0, 1, 2, 7, 60, 3000] {
      let made = (0..<count).map { _ in random.text(["a", "b", "/usr/lib/", "é", "x y", "0"], upTo: 9).bytes }
      let set = ByteStringSet(made.map { $0[...] })
      let wanted = Set(made)
      for element in made {
        let holds = set.contains(element.span)
        #expect(holds)
      }
      for _ in 0..<2000 {
        let value = random.text(["a", "b", "/usr/lib/", "é", "x y", "0"], upTo: 9).bytes
        let holds = set.contains(value.span)
        if holds != wanted.contains(value) { Issue.record("\(value)") }
      }
    }
  }

  @Test func longStrings() {
    let long = (0..<4).map { [UInt8](repeating: UInt8($0), count: 300) }
    let set = ByteStringSet(long.map { $0[...] })
    for (number, value) in long.enumerated() {
      var other = value
      other[200] = 99
      let prefix = Array(value[..<299])
      let answers = [set.contains(value.span), set.contains(other.span), set.contains(prefix.span)]
      #expect(answers == [true, false, false], "\(number)")
    }
  }

  @Test func numbers() {
    var random = SeededGenerator(seed: 8)
    let kinds: [[UInt64]] = [
      [], [0], [.max], [0, .max], Array(1000..<1100), [5, 70_000, 5_000_000_000], (0..<200).map { _ in random.next() },
      (0..<200).map { _ in random.next() % 4000 },
    ]
    for made in kinds {
      let set = NumberSet(made)
      let wanted = Set(made)
      let asked = made.flatMap { [$0, $0 &+ 1, $0 &- 1] } + [0, 1, .max] + (0..<500).map { _ in random.next() % 6000 }
      for number in asked where set.contains(number) != wanted.contains(number) { Issue.record("\(number) in \(made.count)") }
    }
  }

  @Test func networks() {
    var random = SeededGenerator(seed: 9)
    func address() -> IPAddress {
      random.next() % 2 == 0
        ? .v4(UInt32(truncatingIfNeeded: random.next()) & 0xC0FF_00FF)
        : .v6(high: random.next() & 0xC000_0000_0000_00FF, low: random.next() & 3)
    }
    for _ in 0..<50 {
      let networks = (0..<Int(random.next() % 12)).map { _ in
        let base = address()
        return IPNetwork(base, prefixLength: UInt8(random.next() % (base.isV4 ? 33 : 129)))
      }
      let set = NetworkSet(networks)
      let addresses = AddressSet(networks.map(\.base))
      for value in networks.map(\.base) + (0..<200).map({ _ in address() }) {
        #expect(set.contains(value) == networks.contains { $0.contains(value) })
        #expect(addresses.contains(value) == networks.contains { $0.base == value })
      }
    }
  }

  @Test func searches() {
    var random = SeededGenerator(seed: 10)
    let pieces = ["a", "b", "A", "B", "ab", "\0", "é"]
    for _ in 0..<20_000 {
      let (value, part) = (random.text(pieces, upTo: 40).bytes, random.text(pieces, upTo: 12).bytes)
      let places = (0...value.count).filter { value[$0...].starts(with: part) }
      let (low, lowPart) = (value.map(\.asciiLowercased), part.map(\.asciiLowercased))
      let lowPlace = low.span.firstIndex(of: lowPart.span)
      let (a, b) = (value.span, part.span)
      let found = [
        a.firstIndex(of: b) == places.first, a.hasPrefix(b) == value.starts(with: part),
        a.hasSuffix(b) == value.reversed().starts(with: part.reversed()), a.equals(b) == (value == part),
        a.order(to: b).signum() == (value == part ? 0 : value.lexicographicallyPrecedes(part) ? -1 : 1),
        a.containsIgnoringCase(b) == (lowPlace != nil),
        a.lastIndex(of: UInt8(ascii: "b")) == value.lastIndex(of: UInt8(ascii: "b")),
        a.countBeforeNUL == value.prefix { $0 != 0 }.count,
        a.countWithoutTrailingNULs == value.count - value.reversed().prefix { $0 == 0 }.count,
      ]
      if found.contains(false) { Issue.record("\(value) and \(part): \(found)") }
    }
  }
}
