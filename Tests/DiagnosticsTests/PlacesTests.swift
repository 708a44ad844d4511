import Diagnostics
import Testing

@Suite("Lines and columns")
struct SourceLocatorTests {
  @Test("offsets of two files", arguments: [
    (0, 0, 1, 1), (2, 0, 1, 3), (3, 0, 2, 1), (5, 0, 2, 2), (6, 0, 2, 3), (7, 1, 1, 1), (8, 1, 2, 1),
  ])
  func location(offset: UInt32, file: UInt32, line: Int, column: Int) {
    var map = SourceMap()
    _ = map.add(name: "a", bytes: Array("ab\né!".utf8))
    _ = map.add(name: "b", bytes: Array("\n".utf8))
    var locator = SourceLocator(map)
    let found = locator.location(of: offset)
    #expect(found.file.rawValue == file)
    #expect(found.line == line)
    #expect(found.column == column)
  }

  /// The locator counts in blocks; every column near their seams must come out as if it counted one by one.
  @Test func columnsOfALongLine() {
    let bytes = Array(String(repeating: "aé日", count: 1500).utf8)
    var map = SourceMap()
    _ = map.add(name: "a", bytes: bytes)
    var locator = SourceLocator(map)
    var scalars = 0
    for offset in 0..<bytes.count {
      #expect(locator.location(of: UInt32(offset)).column == scalars + 1)
      if bytes[offset] & 0xC0 != 0x80 { scalars += 1 }
    }
  }

  @Test func anEmptyFileHasAPlace() {
    var map = SourceMap()
    #expect(map.add(name: "a", bytes: []) != nil)
    #expect(map.files[0].span == SourceSpan(start: 0, length: 0))
    #expect(map.file(containing: 0) == FileID(rawValue: 0))
  }
}

@Suite("Texts that know their places")
struct EmbeddedTextTests {
  /// `a \n  b` folded to `a b`: the line break of the file stands for one blank.
  private let folded = EmbeddedText(
    bytes: Array("ab cd".utf8),
    segments: [
      .init(decodedStart: 0, decodedLength: 2, source: SourceSpan(start: 10, length: 2)),
      .init(decodedStart: 2, decodedLength: 1, source: SourceSpan(start: 12, length: 5)),
      .init(decodedStart: 3, decodedLength: 2, source: SourceSpan(start: 17, length: 2)),
    ], span: SourceSpan(start: 8, length: 12))

  @Test("decoded ranges and their places", arguments: [
    (0..<2, 10, 12), (1..<2, 11, 12), (2..<3, 12, 17), (1..<4, 11, 18), (0..<5, 10, 19), (4..<4, 18, 18), (5..<5, 19, 19),
  ])
  func span(range: Range<Int>, start: UInt32, end: UInt32) {
    #expect(folded.span(of: range) == SourceSpan(from: start, to: end))
  }

  @Test func aSliceKeepsItsPlaces() {
    let slice = folded.slice(1..<4)
    #expect(slice.string == "b c")
    for index in 0..<3 { #expect(slice.span(of: index..<index + 1) == folded.span(of: index + 1..<index + 2)) }
  }

  @Test func aRangeOverASeamEndsWithItsPiece() {
    var text = EmbeddedText(verbatim: Array("ab".utf8), at: SourceSpan(start: 0, length: 2))
    text.append(EmbeddedText(verbatim: Array("cd".utf8), at: SourceSpan(start: 100, length: 2)))
    #expect(text.string == "ab cd")
    #expect(text.span(of: 0..<5) == SourceSpan(start: 0, length: 2))
    #expect(text.span(of: 3..<5) == SourceSpan(start: 100, length: 2))
  }
}

@Suite("Names that were meant")
struct NearestNameTests {
  @Test("the nearest of fields", arguments: [
    ("proc.nmae", "proc.name"), ("PROC.NAME", "proc.name"), ("fd.nam", "fd.name"), ("proc.pname", "proc.name"),
  ])
  func near(name: String, expected: String) {
    #expect(nearestName(to: name, among: ["proc.name", "fd.name", "evt.type"]) == expected)
  }

  @Test("nothing near", arguments: ["", "x", "container.image", "proc.name"])
  func far(name: String) {
    #expect(nearestName(to: name, among: ["proc.name"]) == nil)
  }
}

@Suite("Codes")
struct CodesTests {
  @Test func namesAreUniqueAndTellTheirOrigin() {
    let names = DiagnosticCode.allCases.map(\.rawValue)
    #expect(Set(names).count == names.count)
    for code in DiagnosticCode.allCases {
      #expect(code.rawValue.hasPrefix(code.origin == .falco ? "LOAD_" : "RULEC_"))
      #expect((code.severity == .error) == code.rawValue.hasPrefix("LOAD_ERR_") || code.origin == .rulec)
    }
  }
}
