import Schema

/// Rules in any number, after the manner of the stock rules: event types, a comparison of a text with constants of the rule's
/// own, another comparison, and exceptions. All operators take turns; the first comparison has those that a text can begin
/// to be told by. One rule of a hundred is about something that everyday work does.
///
/// A fixed sequence of numbers gives the constants, so that the rules are the same each time.
struct GeneratedRules {
  private var random = FixedNumbers()

  /// - Returns: a rule file.
  static func file(count: Int) -> [UInt8] {
    var rules = GeneratedRules()
    return (0..<count).flatMap { Array(rules.rule($0).utf8) }
  }

  private mutating func rule(_ number: Int) -> String {
    let kind = Kind.allCases[number % Kind.allCases.count]
    let turn = number / Kind.allCases.count
    let isCommon = number % 100 < Kind.allCases.count && number / 100 % Kind.allCases.count == number % 100
    let first = isCommon ? kind.common : comparison(of: kind.field, Self.operatorsOfTexts[turn % Self.operatorsOfTexts.count])
    let second = isCommon ? "proc.name exists" : comparison(Operator.allCases[turn % Operator.allCases.count])
    return """
      - rule: Generated \(number)
        desc: Measures what many rules cost.
        condition: >
          \(kind.events) and \(first) and \(second)
          and not proc.pname in (\(word()), \(word())) and not (proc.name = \(word()) and user.uid = 0)
        output: a file or a program (file=%fd.name command=%proc.cmdline)
        priority: NOTICE

      """
  }

  // MARK: Comparisons

  private static let operatorsOfTexts = Operator.allCases.filter {
    switch $0 {
    case .equal, .contains, .icontains, .startswith, .endswith, .glob, .iglob, .regex, .in, .intersects, .pmatch: true
    case .exists, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .bcontains, .bstartswith: false
    }
  }

  private mutating func comparison(of field: String, _ op: Operator) -> String {
    let value =
      switch op {
      case .startswith: "/srv/\(word())/"
      case .endswith: "/\(word()).conf"
      case .glob, .iglob: "\"/home/*/\(word())*\""
      case .regex: "\"/opt/\(word())/[0-9]+\""
      case .in, .intersects, .pmatch: "(/usr/share/\(word()), /var/lib/\(word()))"
      case .contains, .icontains: word()
      default: "/srv/\(word())/\(word())"
      }
    return "\(field) \(op.spelling) \(value)"
  }

  /// About something else than the file or the program.
  private mutating func comparison(_ op: Operator) -> String {
    switch op {
    case .exists: "not proc.env[\(word())] exists"
    case .less, .lessOrEqual: "proc.pid \(op.spelling) \(4_000_000 + number(in: 1_000_000))"
    case .greater, .greaterOrEqual: "thread.tid \(op.spelling) -\(number(in: 1_000_000))"
    case .notEqual: "proc.cwd != /\(word())/"
    case .bcontains, .bstartswith: "not evt.buffer \(op.spelling) \(bytes())"
    default: "not \(comparison(of: "proc.exe", op))"
    }
  }

  private mutating func number(in count: Int) -> Int { random.next(below: count) }

  private mutating func word() -> String {
    String(decoding: (0..<9).map { _ in UInt8(ascii: "a") + UInt8(random.next(below: 26)) }, as: UTF8.self)
  }

  /// In hex digits, without letters, so that they need no quotes.
  private mutating func bytes() -> String { (0..<12).map { _ in String(random.next(below: 10)) }.joined() }

  /// What a rule is about.
  private enum Kind: CaseIterable {
    case writing, reading, program, removal, connection

    var events: String {
      switch self {
      case .writing: "evt.type in (open, openat, openat2) and evt.is_open_write = true and fd.num >= 0"
      case .reading: "evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.num >= 0"
      case .program: "evt.type in (execve, execveat)"
      case .removal: "evt.type in (unlink, unlinkat, rename, renameat, renameat2)"
      case .connection: "evt.type = connect"
      }
    }

    var field: String {
      switch self {
      case .writing, .reading: "fd.name"
      case .program: "proc.cmdline"
      case .removal: "proc.exepath"
      case .connection: "proc.name"
      }
    }

    /// Holds now and then on a machine at work.
    var common: String {
      switch self {
      case .writing: "fd.name startswith /var/log/"
      case .reading: "fd.name = /etc/passwd"
      case .program: "proc.cmdline startswith \"sh -c\""
      case .removal: "proc.exepath contains python"
      case .connection: "proc.name in (curl, redis-cli)"
      }
    }
  }
}

/// Numbers that are the same on each machine (SplitMix64).
private struct FixedNumbers {
  private var state: UInt64 = 5

  mutating func next(below count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ mixed >> 31) % UInt64(count))
  }
}
