/// A secret in a file: one line, `rulec-sketch-key 1 ` and 32 hex digits. Mode 0600; whoever else may read it is refused.
package enum SketchKeyFile {
  private static let head = "rulec-sketch-key 1 "
  private static let byteLimit = 4096

  package static func read(_ path: String) throws(SketchFileError) -> SketchKey {
    let bytes: [UInt8]
    do throws(SystemFile.Failure) {
      bytes = try SystemFile.read(path, limit: byteLimit, trust: .secret)
    } catch {
      throw SketchFileError(path, error)
    }
    func fail(_ what: String) -> SketchFileError { SketchFileError(path, .notAKey(what)) }
    guard bytes.starts(with: head.utf8) else { throw fail("it does not begin with '\(head)'") }
    var digits = Array(bytes.dropFirst(head.utf8.count))
    if digits.last == UInt8(ascii: "\n") { digits.removeLast() }
    guard digits.count == 32 else { throw fail("there are \(digits.count) characters where 32 hex digits belong") }
    var key: [UInt64] = [0, 0]
    for (index, digit) in digits.enumerated() {
      guard let value = UInt64(hexDigit: digit) else { throw fail("character \(index + 1) of the key is no hex digit") }
      // Bytes in order, each with its high digit first; the halves are little-endian.
      key[index / 16] |= value << UInt64((index % 16 / 2) * 8 + (index % 2 == 0 ? 4 : 0))
    }
    return SketchKey(first: key[0], second: key[1])
  }

  /// - Returns: false where there is a file already, which stays as it is.
  package static func create(_ key: SketchKey, at path: String) throws(SketchFileError) -> Bool {
    do throws(SystemFile.Failure) {
      return try SystemFile.createNew(path, Array("\(head)\(key.bytes.hexText)\n".utf8))
    } catch {
      throw SketchFileError(path, error)
    }
  }

  /// The secret of a file, which is made at the first start.
  package static func readOrCreate(_ path: String) throws(SketchFileError) -> (key: SketchKey, isNew: Bool) {
    do throws(SketchFileError) {
      return (try read(path), false)
    } catch {
      guard error.problem == .missing else { throw error }
    }
    let isNew = try create(.random(), at: path)
    return (try read(path), isNew)
  }
}

extension UInt64 {
  fileprivate init?(hexDigit: UInt8) {
    switch hexDigit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self = UInt64(hexDigit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self = UInt64(hexDigit - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self = UInt64(hexDigit - UInt8(ascii: "A") + 10)
    default: return nil
    }
  }
}
