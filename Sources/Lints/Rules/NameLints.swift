import Bytecode
import Compiler
import Diagnostics
import Lexer
import Parser
import Schema

/// What the kernel keeps of a process's name: 16 bytes with the terminator.
private let keptBytes = 15

/// Fields with that name.
private let nameFields = ["proc.name", "proc.pname", "proc.aname", "proc.sname", "proc.vpgid.name", "proc.pgid.name"]

/// One use of a text that is longer than a name.
private struct LongText {
  var place: Place
  /// Into the values of the conditions.
  var index: Int
  var check: ResolvedCheckID
  var isOfName: Bool
}

extension Lint {
  /// Texts that a process's name can never be, since it is cut (ecosystem.md §2, row 17).
  static let longNames = Lint(codes: [.longName]) { context, bag in
    let conditions = context.conditions
    let names = nameFields.compactMap { conditions.strings.find(ArraySlice($0.utf8)) }
    guard !names.isEmpty else { return }
    // A text has at least as many bytes as what it stands for.
    var long: [Int] = []
    for index in conditions.values.indices {
      let range = conditions.values[index].place.range
      if range.end &- range.start > keptBytes { long.append(index) }
    }
    var found: [LongText] = []
    for check in context.soundChecks {
      let range = conditions.constants(of: check)
      let values = long[long.firstPlace(from: range.lowerBound)...].prefix { $0 < range.upperBound }
      guard !values.isEmpty else { continue }
      var isOfName = false
      if conditions[check].op.looksAtBeginning, case .field(let name, _) = conditions[conditions[check].left] { isOfName = names.contains(name) }
      for index in values {
        let value = conditions.values[index]
        guard conditions.strings[value.string].count > keptBytes else { continue }
        found.append(LongText(place: value.place, index: index, check: check, isOfName: isOfName))
      }
    }
    guard found.contains(where: \.isOfName) else { return }
    found.sort { ($0.place.text, $0.place.range.start, $0.index) < ($1.place.text, $1.place.range.start, $1.index) }
    var next = 0
    while next < found.count {
      let first = found[next]
      let uses = found[next...].prefix { $0.place == first.place }
      next = uses.endIndex
      // A list may be meant for another field, too.
      guard uses.allSatisfy(\.isOfName) else { continue }
      let text = conditions.strings.text(conditions.values[first.index].string)
      guard !text.hasPrefix("kworker/") else { continue }
      bag.report(
        context.placed(
          .longName(
            text, field: conditions.fieldName(of: first.check) ?? "", at: conditions.span(of: first.place),
            use: conditions.values[first.index].use.map { conditions.span(of: $0) }), in: first.place))
    }
  }

  /// `!=` on all ancestors at once (rule-language.md §5.4).
  static let anyAncestors = Lint(codes: [.anyAncestor]) { context, bag in
    let conditions = context.conditions
    let fields = [
      "proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid", "proc.aenv", "proc.aargs",
    ].compactMap { conditions.strings.find(ArraySlice($0.utf8)) }
    for check in context.soundChecks where conditions[check].op == .notEqual {
      guard case .field(let name, nil) = conditions[conditions[check].left], fields.contains(name) else {
        continue
      }
      bag.report(context.placed(.anyAncestor(conditions.strings.text(name), check, conditions), in: conditions[check].place))
    }
  }
}

extension [Int] {
  /// Of ascending numbers, the place of the first that is not less.
  fileprivate func firstPlace(from number: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Operator {
  /// A text that is longer than the value fails it.
  fileprivate var looksAtBeginning: Bool {
    switch self {
    case .equal, .notEqual, .in, .intersects, .startswith, .endswith, .contains, .icontains: true
    default: false
    }
  }
}

extension Diagnostic {
  /// `'systemd-networkd' is longer than a process name can be`
  fileprivate static func longName(_ text: String, field: String, at span: SourceSpan, use: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .longName, "'\(text)' never equals '\(field)': the kernel keeps \(keptBytes) bytes of a name", at: Label(span),
      secondary: use.map { [Label($0, "compared here")] } ?? [],
      help: [
        "write the part that is kept, '\(String(decoding: text.utf8.prefix(keptBytes), as: UTF8.self))', or compare the path of the program, '\(field.replacingName)'"
      ])
  }

  /// `'proc.aname !=' holds as soon as one ancestor differs`
  fileprivate static func anyAncestor(_ field: String, _ check: ResolvedCheckID, _ conditions: ResolvedConditions) -> Diagnostic {
    let place = conditions[check].place
    let start = SourceSpan(start: conditions.span(of: place).start, length: 0)
    let op = conditions.span(of: conditions[check].opPlace)
    return Diagnostic(
      .anyAncestor, "'\(field) !=' holds as soon as one ancestor differs, and nearly always one does", at: Label(conditions.span(of: place)),
      help: ["to say that no ancestor is the one, write 'not \(field) = …'"],
      fix: Fix("negate the comparison with 'not'", [Fix.Edit(start, "not "), Fix.Edit(op, "=")], keepsMeaning: false))
  }
}

extension String {
  /// `proc.pexepath` for `proc.pname`.
  fileprivate var replacingName: String { hasSuffix("name") ? String(dropLast(4)) + "exepath" : self }
}
