#if canImport(Glibc)
  import Foundation
  import Glibc
  import TestSupport
  import Testing

  /// What a person sees: standard output and standard error are a terminal.
  @Suite("On a terminal")
  struct TerminalTests {
    @Test("a run shows how far it is, erases that at the end, and colours alerts", .timeLimit(.minutes(1)))
    func progress() throws {
      let capture = try Data(contentsOf: PackageLayout.root.appendingPathComponent("demo/attack.scap"))
      // Progress comes after half a second, at the next sixteen-thousandth event: there are three such events.
      let seen = try terminalOutput(
        ["run", "--rules", PackageLayout.root.appendingPathComponent("rules").path, "--source", "-"],
        input: [capture.prefix(capture.count / 2), capture.dropFirst(capture.count / 2)], pause: 0.7)
      let line = /\u{1B}\[2K\r[0-9,]+ MiB, [0-9,]+ events, [0-9,]+ events\/s, [0-9,]+ alerts?\r/
      #expect(seen.contains(line), "\(seen)")
      #expect(seen.contains(/\u{1B}\[2K\r[0-9,]+ alerts in 49,2/), "the summary begins on a line that was erased")
      #expect(seen.contains("\u{1B}[0m"))
    }

    @Test("NO_COLOR is respected", .timeLimit(.minutes(1)))
    func noColor() throws {
      let seen = try terminalOutput(
        ["run", "--rules", PackageLayout.root.appendingPathComponent("rules").path, "--source", "-"],
        input: [Data(contentsOf: PackageLayout.root.appendingPathComponent("demo/attack.scap"))], pause: 0,
        environment: ["NO_COLOR": "1"])
      #expect(seen.contains("alerts in 49,2") && !seen.contains("\u{1B}[0m"))
    }
  }

  /// Runs the program on a terminal of its own and returns all it wrote there.
  private func terminalOutput(
    _ arguments: [String], input: [Data], pause: TimeInterval, environment: [String: String] = [:]
  ) throws -> String {
    var (outer, inner): (Int32, Int32) = (-1, -1)
    try #require(unsafe openpty(&outer, &inner, nil, nil, nil) == 0)
    let slave = FileHandle(fileDescriptor: inner)
    defer { close(outer) }
    let process = Process()
    process.executableURL = RulecProcess.program
    process.arguments = arguments
    process.environment = ["TZ": "UTC", "TERM": "xterm"].merging(environment) { $1 }
    let pipe = Pipe()
    process.standardInput = pipe
    process.standardOutput = slave
    process.standardError = slave
    try process.run()
    try slave.close()
    let feeder = Thread {
      for (index, part) in input.enumerated() {
        if index > 0 { Thread.sleep(forTimeInterval: pause) }
        try? pipe.fileHandleForWriting.write(contentsOf: part)
      }
      try? pipe.fileHandleForWriting.close()
    }
    feeder.start()
    // A terminal that nobody holds any more ends with an error, not with nothing.
    var seen: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe read(outer, &part, part.count), count > 0 { seen += part[..<count] }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: seen, as: UTF8.self)
  }
#endif
