import Bytecode
import Schema
import TestSupport

/// Random conditions over all fields, operators, modifiers and transformers. Most of them compile; what does not is left
/// out by the compiler.
struct RandomRules {
  private var random: SplitMix64
  /// Sketches are asked in SketchRuleTests.
  private static let fields = FieldCatalog.syscall.fields.filter {
    $0.isFilterable && $0.origin != .anomalyPlugin && !"\($0.argument)".contains("ketch")
  }

  /// If not empty, the only terms that are asked: conditions about the same values have to do with each other.
  private var terms: [RandomTerm] = []

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// - Parameter count: how many terms all conditions share.
  init(seed: UInt64, terms count: Int) {
    self.init(seed: seed)
    terms = (0..<count).map { _ in term() }
  }

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int(random.next() % UInt64(choices.count))] }
  mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

  /// Words that events and states are made of, too, so that conditions hold now and then.
  static let words = [
    "bash", "init", "Ls.exe", "a", "", "/bin/bash", "/etc/passwd", "/etc", "etc", "x y", "conf", "file", "ipv4", "f", "<NA>",
    "4t", "SUCCESS", "O_RDONLY", "read", "tcp", "host", "root", "/", "*", "b?sh", "[a-l]*", "/*/pass*", "-l", "ENOENT", "<",
  ]
  static let numbers = ["0", "1", "-1", "3", "4", "20", "300", "443", "54321", "4294967295", "7", "1000", "65536"]
  private static let addresses = ["10.0.0.1", "142.251.111.147", "172.40.111.222", "::1", "fe80::1"]
  private static let networks = ["10.0.0.0/8", "142.251.0.0/16", "0.0.0.0/0", "::1/128", "fe80::/10"]
  private static let patterns = ["b.*", ".*sh", "[[:alpha:]]+", "(a|b).*", "/etc/.*", "", ".", "[^/]*", "L(s|t)\\\\..*"]
  private static let hex = ["2f", "00", "4c73", "ff", ""]

  // MARK: Conditions

  mutating func condition(_ depth: Int) -> String {
    switch depth == 0 ? 0 : random.next() % 5 {
    case 0, 1: return check()
    case 2: return "not (\(condition(depth - 1)))"
    case 3: return (0..<2 + random.next() % 2).map { _ in "(\(condition(depth - 1)))" }.joined(separator: " and ")
    default: return (0..<2 + random.next() % 2).map { _ in "(\(condition(depth - 1)))" }.joined(separator: " or ")
    }
  }

  private mutating func check() -> String {
    let left = term()
    let op = pick(operators(left.type, isList: left.isList))
    if op == .exists { return "\(left.text) exists" }
    if chance(12), let right = comparable(left) { return "\(left.text) \(op.spelling) \(right)" }
    switch op.info.rightSide {
    case .list: return "\(left.text) \(op.spelling) (\(list(left, op)))"
    case .string where chance(20): return "\(left.text) \(op.spelling) \(pick(Modifier.allCases).spelling) (\(list(left, op)))"
    default: return "\(left.text) \(op.spelling) \(constant(left, op))"
    }
  }

  private mutating func list(_ left: RandomTerm, _ op: Operator) -> String {
    (0..<Int(random.next() % 4)).map { _ in constant(left, op) }.joined(separator: ", ")
  }

  private func operators(_ type: ValueType, isList: Bool) -> [Operator] {
    if isList { return [.in, .intersects, .exists] }
    switch type.family {
    case .string:
      return Operator.allCases.filter { $0 != .bcontains && $0 != .bstartswith }
    case .buffer: return [.equal, .notEqual, .in, .intersects, .contains, .startswith, .endswith, .bcontains, .bstartswith, .exists]
    case .signed, .unsigned, .port, .duration, .double:
      return [.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .intersects, .exists]
    case .bool, .address, .network: return [.equal, .notEqual, .in, .intersects, .exists]
    case .opaque: return [.exists]
    }
  }

  // MARK: Terms

  struct RandomTerm {
    var text: String
    var type: ValueType
    var isList: Bool
    var name: String
  }

  private mutating func term() -> RandomTerm {
    if !terms.isEmpty { return pick(terms) }
    let field = field()
    guard chance(25), field.type.family == .string || field.isList else { return field }
    switch random.next() % 7 {
    case 0: return RandomTerm(text: "tolower(\(field.text))", type: field.type, isList: field.isList, name: "")
    case 1: return RandomTerm(text: "toupper(\(field.text))", type: field.type, isList: field.isList, name: "")
    case 2: return RandomTerm(text: "basename(\(field.text))", type: field.type, isList: field.isList, name: "")
    case 3: return RandomTerm(text: "b64(\(field.text))", type: field.type, isList: field.isList, name: "")
    case 4: return RandomTerm(text: "len(\(field.text))", type: .uint64, isList: false, name: "")
    case 5: return RandomTerm(text: "concat(\(field.text), \"-\", len(\(field.text)))", type: .charbuf, isList: false, name: "")
    default:
      let list = "(\"-a\", \(field.text), \"-n\", \"5\")"
      return chance(50)
        ? RandomTerm(text: "join(\"/\", \(list))", type: .charbuf, isList: false, name: "")
        : RandomTerm(text: "getopt(\(list), \"an:\")", type: .charbuf, isList: true, name: "")
    }
  }

  private mutating func field() -> RandomTerm {
    let field = pick(Self.fields)
    var text = field.name
    var type = field.type
    switch field.argument {
    case .none: break
    case .optionalIndex: if chance(60) { text += "[\(random.next() % 4)]" }
    case .requiredKey: text += "[HOME]"
    case .optionalKey: if chance(60) { text += "[HOME]" }
    case .requiredIndexOrKey: text += chance(50) ? "[1]" : "[HOME]"
    case .optionalIndexOrKey: if chance(60) { text += chance(50) ? "[1]" : "[HOME]" }
    case .requiredIndexOrParameter:
      text += chance(30) ? "[\(random.next() % 4)]" : ".\(pick(EventTable.syscall.parameterNames))"
    case .requiredParameter:
      let name = pick(EventTable.syscall.parameterNames)
      text += ".\(name)"
      type = EventTable.syscall.rawParameterType(named: name) ?? type
    case .requiredEventName: text += ".\(pick(["open", "read", "connect", "openat"]))"
    case .requiredSubsystem: text += ".cpuset"
    case .requiredTimestamp: text += "[1700000000000000000]"
    case .optionalSuffix: if chance(60) { text += pick([".src", ".dst"]) }
    case .requiredLineage: text += "[\"init > ** > bash\"]"
    case .requiredAncestor: text += "[\"name=b* pid!=300\"]"
    case .requiredSketch, .optionalSketchIndex, .requiredSketchNumber: preconditionFailure("no random condition asks a sketch")
    }
    return RandomTerm(text: text, type: type, isList: field.isList, name: field.name)
  }

  /// Something else of the same type.
  private mutating func comparable(_ left: RandomTerm) -> String? {
    for _ in 0..<200 {
      let other = term()
      guard other.type == left.type, other.isList == left.isList else { continue }
      return other.text.last == ")" ? other.text : "val(\(other.text))"
    }
    return nil
  }

  private mutating func constant(_ left: RandomTerm, _ op: Operator) -> String {
    if left.name == "evt.type" { return pick(["open", "read", "openat", "connect", "sysinfo", "execve"]) }
    switch left.type.family {
    case .string, .buffer:
      if op == .regex { return "\"\(pick(Self.patterns))\"" }
      if op == .bcontains || op == .bstartswith { return "\"\(pick(Self.hex))\"" }
      // Behind `<` and its like the grammar wants a number, also for strings.
      if op.info.rightSide == .number { return pick(["5", "300", "0"]) }
      return "\"\(pick(Self.words))\""
    case .signed, .double: return pick(Self.numbers.filter { $0.count < 8 })
    case .unsigned, .duration, .port: return pick(Self.numbers.filter { left.type.family != .port || !$0.hasPrefix("-") })
    case .bool: return pick(["true", "false"])
    case .address: return pick(Self.addresses)
    case .network: return pick(Self.networks)
    case .opaque: return "0"
    }
  }
}
