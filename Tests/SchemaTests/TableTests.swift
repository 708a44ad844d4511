import Foundation
import Schema
import Testing

@Suite("Flag sets")
struct FlagSetTests {
  @Test("55 sets, none of them empty")
  func unique() {
    #expect(FlagSets.shared.all.count == 55)
    #expect(Set(FlagSets.shared.all.map(\.name)).count == 55)
    #expect(FlagSets.shared.all.allSatisfy { !$0.entries.isEmpty })
  }

  @Test("open flags stand in the order in which text is made")
  func order() throws {
    let set = try #require(FlagSets.shared.set(named: "file_flags"))
    let names = set.entries.map(\.name)
    let create = try #require(names.firstIndex(of: "O_CREAT"))
    let readWrite = try #require(names.firstIndex(of: "O_RDWR"))
    let write = try #require(names.firstIndex(of: "O_WRONLY"))
    // rule-language.md §8.2: O_CREAT comes before O_RDWR, which swallows O_WRONLY.
    #expect(create < readWrite && readWrite < write)
    #expect(set.entries[readWrite].value == 3 && set.kind == .bitmask)
    #expect(FlagSets.shared.set(named: "nosuch") == nil)
  }
}

@Suite("System calls")
struct SyscallTableTests {
  let table = SyscallTable.shared

  @Test("codes are places; names and numbers are unique")
  func unique() {
    #expect(table.all.count == 454)
    #expect(table.all.enumerated().allSatisfy { $0 == Int($1.code.rawValue) })
    #expect(Set(table.all.map(\.name)).count == 454)
    let numbers = table.all.compactMap(\.numberX86_64)
    #expect(Set(numbers).count == numbers.count)
  }

  @Test("numbers of the x86-64 kernel", arguments: [("read", 0), ("execve", 59), ("openat", 257), ("clone3", 435)])
  func numbers(name: String, number: UInt16) throws {
    let code = try #require(table.code(named: name))
    #expect(table[code].numberX86_64 == number)
    #expect(table.code(numberX86_64: number) == code)
  }

  @Test("what is not there")
  func absent() {
    #expect(table.code(named: "bogus") == nil)
    #expect(table.code(numberX86_64: 400) == nil)
    #expect(table.code(numberX86_64: .max) == nil)
  }
}

@Suite("Service names")
struct ServiceNameTests {
  @Test(
    "ports of well-known services",
    arguments: [("https", 443), ("http", 80), ("www", 80), ("ssh", 22), ("domain", 53), ("mysql", 3306), ("x11", 6000)])
  func known(name: String, port: UInt16) {
    #expect(ServiceNames.port(named: name) == port)
  }

  @Test("unknown names", arguments: ["", "nosuchname", "HTTPS", "443", "-1", "http "])
  func unknown(name: String) {
    #expect(ServiceNames.port(named: name) == nil)
  }

  @Test("every name once, each with its port")
  func names() {
    #expect(Set(ServiceNames.names).count == ServiceNames.names.count)
    #expect(ServiceNames.names.allSatisfy { ServiceNames.port(named: $0) != nil })
  }

  @Test(
    "the services database of this host agrees",
    .enabled(if: FileManager.default.fileExists(atPath: "/etc/debian_version"), "needs Debian's /etc/services"))
  func debian() throws {
    guard let text = try? String(contentsOfFile: "/etc/services", encoding: .utf8) else { return }
    var seen: Set<String> = []
    for line in text.split(separator: "\n") {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count >= 2, let port = UInt16(words[1].prefix { $0 != "/" }) else { continue }
      for name in [words[0]] + words[2...] where seen.insert(name).inserted {
        #expect(ServiceNames.port(named: name) == port, "\(name)")
      }
    }
  }
}
