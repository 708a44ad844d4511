import Diagnostics

/// The words in stretches of a file.
func words(in spans: [SourceSpan], of file: SourceFile) -> Set<String> {
  var found: Set<String> = []
  for span in spans {
    found.formUnion(words(in: file.bytes[Int(span.start - file.base)..<Int(span.end - file.base)]))
  }
  return found
}

/// The words of a text: runs of letters, digits, `_`, `.` and `-`, of which names consist.
func words(in bytes: some Sequence<UInt8>) -> Set<String> {
  var words: Set<String> = []
  var word: [UInt8] = []
  for byte in bytes {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
      word.append(byte)
    // Every second byte of UTF-16.
    case 0: continue
    default:
      if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
  }
  if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
  return words
}
