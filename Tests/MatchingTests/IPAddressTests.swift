import Foundation
import Testing

@testable import Matching

@Suite struct IPAddressTests {
  private func parse(_ text: String) -> IPAddress? { IPAddress(parsing: text.bytes.span) }

  private func fromBytes(_ bytes: [UInt8]) -> IPAddress? { IPAddress(networkOrder: bytes.span) }

  private func network(_ text: String) -> Result<IPNetwork, IPNetwork.ParseError> {
    IPNetwork.parse(text.bytes.span)
  }

  private func print(_ address: IPAddress) -> String {
    var bytes: [UInt8] = []
    address.append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Edge-case rows 59 and 61.
  @Test(arguments: ["localhost", "::ffff:1.2.3.4", "10.0.0.0/8", "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "fe80::1%eth0", ":::", "1:2", " ::1"])
  func refuses(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func parses() {
    #expect(parse("1.2.3.4") == .v4(0x0102_0304))
    #expect(parse("::") == .v6(high: 0, low: 0))
    #expect(parse("2001:db8::1") == .v6(high: 0x2001_0db8_0000_0000, low: 1))
    #expect(parse("1::") == .v6(high: 1 << 48, low: 0))
    #expect(fromBytes([10, 0, 0, 1]) == .v4(0x0A00_0001))
    #expect(parse("0.0.0.1") != parse("::1"))
  }

  /// Edge-case row 60.
  @Test func networks() throws {
    #expect(network("10.0.0.0") == .failure(.missingPrefix))
    #expect(network("10.0.0.0/33") == .failure(.badPrefix(allowed: 0...32)))
    #expect(network("::/0") == .failure(.badPrefix(allowed: 1...128)))
    #expect(network("::/129") == .failure(.badPrefix(allowed: 1...128)))
    for bad in ["10.0.0.0/", "10.0.0.0/a", "10.0.0.0/8/8", "10.0.0.0/99999999999999999999", "10.0.0.0/-1"] {
      #expect(network(bad) == .failure(.badPrefix(allowed: 0...32)), "\(bad)")
    }
    #expect(network("::ffff:1.2.3.4/96") == .failure(.badAddress))
    #expect(network("/8") == .failure(.badAddress))
    let all = try network("0.0.0.0/0").get()
    #expect(all.contains(.v4(0xFFFF_FFFF)))
    #expect(!all.contains(.v6(high: 0, low: 0)))
    let private10 = try network("10.1.2.3/8").get()
    #expect(private10.contains(.v4(0x0AFF_0000)) && !private10.contains(.v4(0x0B00_0000)))
    let sixes = try network("2001:db8::/33").get()
    #expect(sixes.contains(.v6(high: 0x2001_0db8_7FFF_0000, low: 5)))
    #expect(!sixes.contains(.v6(high: 0x2001_0db8_8000_0000, low: 5)))
    let host = try network("::1/128").get()
    #expect(host.contains(.v6(high: 0, low: 1)) && !host.contains(.v6(high: 0, low: 0)))
  }

  /// The address as inet_pton stores it; nil if refused.
  private func libcParse(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    // inet_pton writes 4 or 16 bytes.
    guard unsafe inet_pton(family, text, &bytes) == 1 else { return nil }
    return Array(bytes.prefix(count))
  }

  @Test func agreesWithInetPton() {
    var random = SeededGenerator(seed: 41)
    var accepted = 0
    for round in 0..<20_000 {
      let isV4 = round % 3 == 0
      let text =
        isV4
        ? random.text(["1.", "2.", "0.", "255.", "25", "6", "0", "99.", "7"], upTo: 6)
        : random.text([":", ":", "1:", "ab:", "FFff:", "0:", "::", "1", "0", "12345", "g"], upTo: 9)
      guard isV4 == text.contains(".") else { continue }
      let libc = libcParse(text, isV4 ? AF_INET : AF_INET6, isV4 ? 4 : 16)
      let expected = libc.flatMap(fromBytes)
      if parse(text) != expected { Issue.record("'\(text)': inet_pton says \(expected as Any)") }
      if libc != nil { accepted += 1 }
    }
    #expect(accepted > 700)
  }

  @Test func printsAsInetNtop() throws {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<20_000 {
      let bytes: [UInt8] = (0..<16).map { _ in random.pick([0, 0, 0, 0, 0xFF, 1, 0xA0]) }
      let address = try #require(fromBytes(bytes))
      var text = [CChar](repeating: 0, count: 64)
      // 64 bytes are more than INET6_ADDRSTRLEN.
      unsafe inet_ntop(AF_INET6, bytes, &text, 64)
      let expected = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      #expect(print(address) == expected)
      #expect(expected.contains(".") || parse(expected) == address)
      let four = try #require(fromBytes(Array(bytes.prefix(4))))
      #expect(print(four) == bytes.prefix(4).map(String.init).joined(separator: "."))
    }
    #expect(print(.v6(high: 0, low: 0x0000_FFFF_0102_0304)) == "::ffff:1.2.3.4")
    #expect(print(.v6(high: 0, low: 0)) == "::")
  }
}
