import Diagnostics
import Foundation
import FuzzDriver
import RuleFile
import Schema

// Makes the seeds that are not ours to keep, and the dictionary that would grow stale:
//
//     MakeSeeds FOLDER FILE…
//
// takes the rule files apart. FOLDER/RuleFile gets their items, one to a file; FOLDER/Condition their conditions, outputs
// and list items; FOLDER/condition.dict the words of the language.

struct SeedFolder {
  let url: URL
  /// How many seeds each target has.
  private(set) var counts: [String: Int] = [:]

  init(_ url: URL) { self.url = url }

  mutating func add(_ bytes: some Sequence<UInt8>, for target: String) throws {
    let directory = url.appendingPathComponent(target)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let number = counts[target, default: 0] + 1
    counts[target] = number
    try Data(bytes).write(to: directory.appendingPathComponent("corpus-\(number)"))
  }
}

func addSeeds(from path: String, to folder: inout SeedFolder) throws {
  var map = SourceMap()
  guard let id = map.add(name: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))) else { return }
  let items = ItemReader.read(map[id], id: id)
  for item in items.items { try folder.add("- ".utf8 + map.bytes(of: item.span), for: "RuleFile") }

  var ignored = DiagnosticBag()
  var builder = RuleSetBuilder()
  builder.add(items, to: &ignored)
  var texts = builder.ruleSet.macros.compactMap(\.condition)
  for rule in builder.ruleSet.rules { texts += [rule.condition, rule.output].compactMap { $0 } }
  texts += builder.ruleSet.lists.compactMap(\.items.first?.text)
  for text in Set(texts.map(\.bytes)).sorted(by: { $0.lexicographicallyPrecedes($1) }) { try folder.add(text, for: "Condition") }
}

/// libFuzzer's format: a quoted string to a line.
func dictionary() -> String {
  let operators = Operator.allCases.map { " \($0.spelling) " }
  let modifiers = Modifier.allCases.map { " \($0.spelling) (" }
  let transformers = Transformer.allCases.map { "\($0.spelling)(" }
  let fields = FieldCatalog.syscall.fields.map(\.name)
  let others = [
    " and ", " or ", "not ", "val(", "(", ")", ", ", "[0]", "['", "\\\"", "\\x41", "%", "%5", "<NA>", "10.0.0.0/8", "::1",
    "spawned", "shells", "ports", "input_list", "input_macro",
  ]
  return (operators + modifiers + transformers + fields + others).map { word in
    "\"" + word.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"") + "\"\n"
  }.joined()
}

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first else { fatalError("usage: MakeSeeds FOLDER FILE…") }
var folder = SeedFolder(URL(fileURLWithPath: path))
for path in arguments.dropFirst() { try addSeeds(from: path, to: &folder) }
try Data(dictionary().utf8).write(to: folder.url.appendingPathComponent("condition.dict"))
print(folder.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "), "seeds")
