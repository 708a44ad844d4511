import Bytecode
import Runtime
import Sketches
import Synchronization

/// What sketches have counted, from one input to the next and from one run to the next.
///
/// An engine borrows the sketches for the time of an input. Without a directory they end with the run.
final class SketchKeeper: Sendable {
  private let bank: Mutex<SketchBank>
  private let directory: String?
  private let key: SketchKey
  /// Whether there is anything to keep; engines may then not run side by side.
  let hasSketches: Bool

  /// Reads what was counted before.
  init(_ program: Program, key: SketchKey, directory: String?) throws(CommandFailure) {
    var bank = SketchBank(program, key: key)
    hasSketches = bank.count > 0
    self.directory = directory
    self.key = key
    for id in bank.ids {
      let name = bank.name(id)
      if let directory {
        try bank.withSketch(id) { sketch throws(CommandFailure) in try Self.restore(&sketch, named: name, key, from: directory) }
      }
      guard let base = program.sketches[Int(id.rawValue)]?.base.map({ program.strings.text($0) }) else { continue }
      try bank.withSketch(id) { sketch throws(CommandFailure) in try Self.addBaseline(&sketch, named: name, key, from: base) }
    }
    self.bank = Mutex(bank)
  }

  private static func restore(
    _ sketch: inout Sketch, named name: String, _ key: SketchKey, from directory: String
  ) throws(CommandFailure) {
    do throws(SketchFileError) {
      var restored = try SketchFile.restore(sketch.definition, key: key, from: path(of: name, in: directory))
      for problem in restored.problems { Output.message("rulec: \(problem.description)") }
      switch restored.origin {
      case .file, .nothing: break
      case .previous: Output.message("rulec: sketch '\(name)' goes on with the file before")
      case .unusable: Output.message("rulec: sketch '\(name)' begins anew: what it counted before cannot be used")
      }
      swap(&sketch, &restored.sketch)
    } catch {
      throw CommandFailure(
        message: "\(error.description); move the file away to begin anew, or give the sketch another name")
    }
  }

  private static func addBaseline(
    _ sketch: inout Sketch, named name: String, _ key: SketchKey, from path: String
  ) throws(CommandFailure) {
    let base: Sketch
    do throws(SketchFileError) {
      base = try SketchFile.read(path, key: key)
    } catch {
      throw CommandFailure(message: "sketch '\(name)' cannot use its base: \(error.description)")
    }
    do throws(SketchMismatch) {
      try sketch.setBaseline(base)
    } catch {
      throw CommandFailure(message: "sketch '\(name)' cannot use its base '\(path)': \(error.description)")
    }
  }

  /// Letters, digits, `_`, `-` and `.` of a name as they are, other bytes as `%XX`.
  static func path(of name: String, in directory: String) -> String {
    var file = ""
    for byte in name.utf8 {
      let isPlain = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "_-.".utf8.contains(byte)
      if isPlain {
        file.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        file += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return "\(directory)/\(file.hasPrefix(".") ? "%2E" + file.dropFirst() : file).rsk"
  }

  // MARK: Engines

  /// The engine counts in these sketches from now on, until it gives them back.
  func lend(to engine: inout Engine) {
    guard hasSketches else { return }
    bank.withLock { engine.exchangeSketches(&$0) }
    engine.beginInput()
  }

  func takeBack(from engine: inout Engine) {
    guard hasSketches else { return }
    bank.withLock { engine.exchangeSketches(&$0) }
  }

  // MARK: Files

  func withSketches(_ body: (String, borrowing Sketch) throws(CommandFailure) -> Void) throws(CommandFailure) {
    let failure = bank.withLock { bank -> CommandFailure? in
      do throws(CommandFailure) {
        for id in bank.ids {
          let name = bank.name(id)
          try bank.withSketch(id) { sketch throws(CommandFailure) in try body(name, sketch) }
        }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  /// Saves what was counted; of an engine that has borrowed the sketches, what it has.
  func save(_ engine: inout Engine) throws(CommandFailure) {
    guard let directory else { return }
    for (id, name) in engine.sketchNames {
      try engine.withSketch(id) { sketch throws(CommandFailure) in try Self.save(sketch, named: name, in: directory) }
    }
  }

  /// Of sketches that other rules have brought, what was counted in an earlier run.
  func restoreNew(_ engine: inout Engine) throws(CommandFailure) {
    guard let directory else { return }
    for (id, name) in engine.sketchNames {
      try engine.withSketch(id) { sketch throws(CommandFailure) in
        if sketch.events == 0 { try Self.restore(&sketch, named: name, key, from: directory) }
      }
    }
  }

  func save() throws(CommandFailure) {
    guard let directory, hasSketches else { return }
    try withSketches { name, sketch throws(CommandFailure) in try Self.save(sketch, named: name, in: directory) }
  }

  private static func save(_ sketch: borrowing Sketch, named name: String, in directory: String) throws(CommandFailure) {
    do throws(SketchFileError) {
      try SketchFile.save(sketch, to: path(of: name, in: directory))
    } catch {
      throw CommandFailure(message: error.description)
    }
  }
}
