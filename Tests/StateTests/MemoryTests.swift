import Matching
import TestSupport
import Testing

@testable import Runtime

@Suite("Tables in memory of their own")
struct MemoryTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func expect(
    _ text: String, is symbol: Symbol?, in table: borrowing SymbolTable,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = table.find(bytes(text).span)
    #expect(found == symbol, sourceLocation: sourceLocation)
  }

  @Test("a number map does as a dictionary does", arguments: 0..<10 as Range<UInt64>)
  func numberMap(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var map = NumberMap()
    var model: [Int64: UInt32] = [:]
    // Few keys, so that chains form and break; some of them far apart.
    let keys = (0..<300).map { _ in Bool.random(using: &random) ? Int64.random(in: 0..<400, using: &random) : Int64(bitPattern: random.next()) }
    for _ in 0..<5000 {
      let key = keys[Int.random(in: 0..<keys.count, using: &random)]
      if random.chance(3) {
        map.remove(key)
        model[key] = nil
      } else {
        let value = UInt32.random(in: 0..<1000, using: &random)
        map.set(key, value)
        model[key] = value
      }
      let count = map.count
      #expect(count == model.count)
    }
    for key in keys {
      let value = map[key]
      #expect(value == model[key])
    }
    var values: [UInt32] = []
    map.forEach { values.append($0) }
    #expect(values.sorted() == model.values.sorted())
  }

  @Test("symbols name the same bytes for as long as somebody holds them", arguments: 0..<10 as Range<UInt64>)
  func symbols(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var table = SymbolTable()
    var held: [(text: [UInt8], symbol: Symbol)] = []
    for step in 0..<6000 {
      if held.count > 200 || (!held.isEmpty && random.chance(3)) {
        let entry = held.remove(at: Int.random(in: 0..<held.count, using: &random))
        table.release(entry.symbol)
      } else {
        // Lengths around the size classes, and texts that recur.
        let length = random.chance(4) ? Int.random(in: 0..<700, using: &random) : Int.random(in: 0..<20, using: &random)
        let letter = UInt8.random(in: 0x61...0x63, using: &random)
        let text = [UInt8](repeating: letter, count: length) + (random.chance(2) ? bytes("\(step)") : [])
        held.append((text, table.intern(text.span)))
      }
    }
    for entry in held {
      let hasItsBytes = table.bytes(entry.symbol).equals(entry.text.span)
      let found = table.find(entry.text.span)
      #expect(hasItsBytes)
      #expect(found == entry.symbol)
    }
    #expect(Set(held.map(\.symbol)).count == Set(held.map(\.text)).count)
  }

  @Test("a symbol that nobody holds waits; one that is wanted meanwhile stays")
  func waiting() {
    var table = SymbolTable()
    let first = table.intern(bytes("first").span)
    let generation = table.generation(of: first)
    table.release(first)
    for index in 0..<3000 { table.release(table.intern(bytes("name \(index)").span)) }
    expect("first", is: first, in: table)
    // Wanted again, and released.
    let again = table.intern(bytes("first").span)
    #expect(again == first)
    table.release(first)
    for index in 3000..<6000 { table.release(table.intern(bytes("name \(index)").span)) }
    expect("first", is: first, in: table)
    let later = table.generation(of: first)
    #expect(later == generation)
    for index in 6000..<20_000 { table.release(table.intern(bytes("name \(index)").span)) }
    expect("first", is: nil, in: table)
  }

  @Test("a permanent symbol stays")
  func permanent() {
    var table = SymbolTable()
    let symbol = table.intern(permanent: bytes("constant").span)
    for _ in 0..<3 { table.release(symbol) }
    for index in 0..<20_000 { table.release(table.intern(bytes("name \(index)").span)) }
    expect("constant", is: symbol, in: table)
    let empty = table.intern([UInt8]().span)
    #expect(empty == Symbol(.empty))
  }

  @Test("names that pass through leave no memory behind")
  func flat() {
    var table = SymbolTable()
    func pass(_ range: Range<Int>, _ table: inout SymbolTable) {
      for index in range {
        let name = bytes("/var/lib/some/folder/\(String(repeating: "x", count: index % 90))/file-\(index)")
        table.release(table.intern(name.span))
      }
    }
    pass(0..<20_000, &table)
    let size = table.byteCount
    let ids = table.endIndex
    pass(20_000..<120_000, &table)
    let (laterSize, laterIDs) = (table.byteCount, table.endIndex)
    #expect(laterSize == size)
    #expect(laterIDs <= ids + 16)
  }

  @Test("descriptor tables do as dictionaries do, through forks", arguments: 0..<10 as Range<UInt64>)
  func descriptors(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var symbols = SymbolTable()
    var tables = DescriptorTables()
    var handles = [tables.makeTable()]
    var models: [[Int64: String]] = [[:]]
    for step in 0..<3000 {
      let which = Int.random(in: 0..<handles.count, using: &random)
      let number = random.chance(5) ? Int64.random(in: 0..<1 << 31, using: &random) : Int64.random(in: 0..<40, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0 where handles.count < 8:
        handles.append(tables.copy(handles[which]))
        models.append(models[which])
      case 1 where handles.count > 1:
        tables.release(handles.remove(at: which), &symbols)
        models.remove(at: which)
      case 2...3:
        tables.close(number, in: handles[which], &symbols)
        models[which][number] = nil
      case 4:
        // A change in one process is not seen in another.
        guard let (open, _) = models[which].randomElement(using: &random) else { continue }
        let index = tables.makeUnique(open, in: handles[which], &symbols)
        guard let index else {
          Issue.record("an open descriptor is found")
          return
        }
        let name = symbols.intern(bytes("changed \(step)").span)
        symbols.replace(&tables[index].name, with: name)
        models[which][open] = "changed \(step)"
      case 5:
        guard let (open, name) = models[which].randomElement(using: &random) else { continue }
        let source = tables.find(open, in: handles[which])
        guard let source else {
          Issue.record("an open descriptor is found")
          return
        }
        tables.share(source, as: number, in: handles[which], &symbols)
        models[which][number] = name
      case 6:
        let limit = Int64.random(in: 0..<40, using: &random)
        tables.close(in: handles[which], &symbols) { number, _ in number < limit && number % 3 == 0 }
        models[which] = models[which].filter { !($0.key < limit && $0.key % 3 == 0) }
      default:
        var descriptor = Descriptor(.fileV2)
        descriptor.name = symbols.intern(bytes("file \(step)").span)
        tables.open(number, descriptor, in: handles[which], &symbols)
        models[which][number] = "file \(step)"
      }
    }
    for (handle, model) in zip(handles, models) {
      let count = tables.count(in: handle)
      #expect(count == model.count)
      var seen: [Int64: String] = [:]
      tables.forEach(in: handle) { number, index in
        let name = symbols.bytes(tables[index].name)
        seen[number] = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
        let found = tables.find(number, in: handle)
        #expect(found == index)
      }
      #expect(seen == model)
    }
    let total = tables.count
    #expect(total == models.reduce(0) { $0 + $1.count })
    // All that was held is given back.
    for handle in handles { tables.release(handle, &symbols) }
    let rest = tables.count
    #expect(rest == 0)
  }

  @Test("a full table keeps what it has and counts")
  func fullTable() {
    var symbols = SymbolTable()
    var tables = DescriptorTables(limit: 5)
    let table = tables.makeTable()
    for number in 0..<8 { tables.open(Int64(number), Descriptor(.fifo), in: table, &symbols) }
    let (count, dropped) = (tables.count(in: table), tables.dropped)
    #expect(count == 5)
    #expect(dropped == 3)
    // A number that is open may be opened again.
    let reopened = tables.open(2, Descriptor(.unix), in: table, &symbols)
    let kind = reopened.map { tables[$0].kind }
    #expect(kind == .unix)
    let impossible = [-1, 1 << 31].map { tables.open($0, Descriptor(.fifo), in: table, &symbols) }
    #expect(impossible == [nil, nil])
  }

  @Test("recent exits are found by number and parent, until they are old or many")
  func exits() {
    var exits = RecentExits()
    exits.append(tid: 10, ptid: 5, time: 1000)
    exits.append(tid: 10 + 8192, ptid: 6, time: 1500)
    let answers = [
      exits.contains(tid: 10, ptid: 5, since: 500, before: 1400),
      exits.contains(tid: 10, ptid: 5, since: 500, before: 1500),
      exits.contains(tid: 10, ptid: 6, since: 500, before: 1400),
      exits.contains(tid: 10 + 8192, ptid: 6, since: 500, before: 1600),
    ]
    #expect(answers == [true, false, false, true])
    for tid in 0..<8192 { exits.append(tid: Int64(tid) + 100_000, ptid: 1, time: 1600) }
    let isStillThere = exits.contains(tid: 10, ptid: 5, since: 5000, before: 1700)
    #expect(!isStillThere)
  }
}
