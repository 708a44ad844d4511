import Compiler
import Runtime
import SystemPackage

extension CheckProfile {
  /// Larger files are no profile: rules of 64 MiB have fewer checks.
  private static let sizeLimit = 256 << 20

  /// Reads what `rulec profile --json` wrote.
  init(recordedIn path: String) throws(CommandFailure) {
    let bytes = try Self.read(path)
    guard let report = JSONText(bytes.span) else { throw CommandFailure(message: "'\(path)' is no profile: it is not JSON") }
    guard case .array(let checks) = report[ProfileKey.checks] else {
      throw CommandFailure(message: "'\(path)' is no profile: it has no list '\(ProfileKey.checks)'")
    }
    var measurements: [String: Measurement] = [:]
    for (index, check) in checks.enumerated() {
      func wrong(_ problem: String) -> CommandFailure {
        CommandFailure(message: "'\(path)' is no profile: \(ProfileKey.checks)[\(index)] \(problem)")
      }
      guard case .string(let text) = check[ProfileKey.check] else { throw wrong("has no text '\(ProfileKey.check)'") }
      guard let evaluated = check[ProfileKey.evaluated].count else { throw wrong("has no count '\(ProfileKey.evaluated)'") }
      guard let held = check[ProfileKey.held].count else { throw wrong("has no count '\(ProfileKey.held)'") }
      guard held <= evaluated else { throw wrong("held more often than it was evaluated") }
      guard let time = check[ProfileKey.nanoseconds].time else { throw wrong("has no time '\(ProfileKey.nanoseconds)'") }
      measurements[String(decoding: text, as: UTF8.self)] = Measurement(evaluated: evaluated, held: held, nanoseconds: time)
    }
    self.init(measurements)
  }

  private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      return try file.closeAfter {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= sizeLimit {
          // Fills the array and no more.
          let count = try unsafe part.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
          if count == 0 { return bytes }
          bytes += part[..<count]
        }
        throw CommandFailure(message: "it is larger than \(sizeLimit >> 20) MiB")
      }
    } catch let failure as CommandFailure {
      throw CommandFailure(message: "cannot read '\(path)': \(failure.message)")
    } catch {
      throw CommandFailure(message: "cannot read '\(path)': \(error)")
    }
  }

  /// Rules change, and a profile of yesterday is still of use.
  func sayWhatIsUnknown(in compilation: Compilation) {
    let unknown = unknownTexts(in: compilation).count
    guard unknown > 0 else { return }
    let all = measurements.count
    Output.message("rulec: \(unknown) of the \(all) check\(all == 1 ? "" : "s") of the profile are in no rule, and left out")
  }
}

extension JSONText {
  private var number: String? { if case .number(let digits) = self { String(decoding: digits, as: UTF8.self) } else { nil } }

  /// A whole number from 0 on.
  fileprivate var count: UInt64? { number.flatMap { UInt64($0) } }

  /// Nanoseconds, up to so many that no answer takes them.
  fileprivate var time: Double? { number.flatMap { Double($0) }.flatMap { (0...1e12).contains($0) ? $0 : nil } }
}
