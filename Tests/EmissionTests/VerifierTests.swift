import Bytecode
import Compiler
import CompilerSupport
import Matching
import Schema
import Testing

/// The verifier refuses every program in which one thing is wrong. The programs are made sound, and then damaged.
struct VerifierTests {
  private static func program() throws -> Program {
    let text = """
      - rule: one
        desc: d
        condition: >
          evt.type in (open, openat) and proc.name = bash and tolower(fd.name) regex "a.*" and fd.snet = 10.0.0.0/8
          and fd.sip = ::1 and len(proc.args) > 3 and evt.rawarg.flags = 5 and proc.env[HOME] = x and evt.arg.name exists
          and proc.exe startswith anyof (a, b) and proc.name = val(proc.exe) and proc.is_exe_writable = true
          and proc.fdusage > 5 and join(",", ("a", proc.name)) = b and proc.aname[1] = x and not proc.pid = 1
        output: a %proc.name
        priority: INFO
      """
    let compiled = CompiledText(text)
    #expect(compiled.errors == [])
    return try #require(compiled.compilation.sources.first).program.program
  }

  private static func problem(_ program: Program) -> String? {
    do throws(VerificationError) {
      _ = try Verifier.verify(program, catalog: .syscall, events: .syscall)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func soundProgramsPass() throws {
    #expect(Self.problem(try Self.program()) == nil)
  }

  /// Each replaces one thing.
  private typealias Damage = @Sendable (inout Program) -> Void

  private static func check(_ program: Program, _ op: Operator) -> Int {
    program.checks.firstIndex { $0.op == op } ?? 0
  }

  private static let damages: [(String, Damage)] = [
    ("another operator for a network", { $0.checks[index($0, .network)].op = .contains }),
    ("a number for a string", { p in
      p.constants.append(.unsigned(1))
      p.checks[check(p, .regex)].right = .constants(TableRange(start: p.constants.count - 1, count: 1))
    }),
    ("a pattern that does not compile", { p in
      let id = p.strings.intern("a(")
      p.constants.append(.string(id))
      p.checks[check(p, .regex)].right = .constants(TableRange(start: p.constants.count - 1, count: 1))
    }),
    ("exists with a right side", { $0.checks[check($0, .exists)].right = .constants(TableRange(start: 0, count: 1)) }),
    ("no right side", { $0.checks[check($0, .regex)].right = .none }),
    ("two constants for one", { $0.checks[check($0, .regex)].right = .constants(TableRange(start: 0, count: 2)) }),
    ("constants outside the table", { $0.checks[check($0, .regex)].right = .constants(TableRange(start: 9999, count: 1)) }),
    ("a term that is not there", { p in
      guard let index = p.checks.firstIndex(where: { if case .term = $0.right { true } else { false } }) else { return }
      p.checks[index].right = .term(TermID(rawValue: 9999))
    }),
    ("a modifier with a list operator", { $0.checks[check($0, .in)].modifier = .anyof }),
    ("a term of another type", { p in
      guard let index = p.checks.firstIndex(where: { if case .term = $0.right { true } else { false } }),
        let number = p.termInfo.firstIndex(where: { $0.type == .uint64 })
      else { return }
      p.checks[index].right = .term(TermID(rawValue: UInt32(number)))
    }),
    ("a field that is not there", { $0.terms[0] = .field(FieldID(rawValue: 60_000), .none) }),
    ("a field without its selector", { p in
      for (index, term) in p.terms.enumerated() {
        if case .field(let id, .name) = term { p.terms[index] = .field(id, .none) }
      }
    }),
    ("a parameter that no event has", { p in
      let id = p.strings.intern("nosuch")
      for (index, term) in p.terms.enumerated() {
        if case .field(let field, .name) = term { p.terms[index] = .field(field, .name(id)) }
      }
    }),
    ("a type that is not the field's", { $0.termInfo[0].type = .double }),
    ("a list that is none", { $0.termInfo[0].isList.toggle() }),
    ("a call with too few arguments", { p in
      for (index, term) in p.terms.enumerated() {
        if case .call(let transformer, let arguments, let selector) = term {
          p.terms[index] = .call(transformer, arguments: TableRange(start: Int(arguments.start), count: 0), selector: selector)
        }
      }
    }),
    ("a call that uses itself", { p in
      for (index, term) in p.terms.enumerated() {
        if case .call(_, let arguments, _) = term { p.termLists[arguments.range.lowerBound] = TermID(rawValue: UInt32(index)) }
      }
    }),
    ("an output of no term", { $0.rules[0].output.append(.term(TermID(rawValue: 9999), width: nil)) }),
    ("a name that is no string", { $0.rules[0].name = StringID(rawValue: 99_999) }),
    ("a rule without condition", { $0.rules[0].condition = SubconditionID(rawValue: 9999) }),
    ("a jump backward", { p in
      for (index, instruction) in p.code.enumerated() {
        if case .require(let id, _) = instruction { p.code[index] = .require(id, else: CodeOffset(rawValue: 0)) }
      }
    }),
    ("no end", { $0.code[$0.code.count - 1] = .match(RuleID(rawValue: 0)) }),
    ("a check that is not there", { p in
      for (index, instruction) in p.code.enumerated() {
        if case .require(_, let other) = instruction { p.code[index] = .require(CheckID(rawValue: 9999), else: other) }
      }
    }),
    ("a rule that is not there", { p in
      for (index, instruction) in p.code.enumerated() {
        if case .match = instruction { p.code[index] = .match(RuleID(rawValue: 9999)) }
      }
    }),
    ("code of a rule that is another's", { $0.ruleStarts[0].rule = RuleID(rawValue: 7) }),
    ("code of a rule outside the entries", { $0.ruleStarts[0].offset = CodeOffset(rawValue: 0) }),
    ("code of a rule behind its match", { $0.ruleStarts[0].offset = CodeOffset(rawValue: UInt32($0.code.count)) }),
    ("a subcondition behind the entries", { p in
      p.subconditions[0] = CodeOffset(rawValue: UInt32(p.code.count - 1))
    }),
    ("facts missing", { $0.checkInfo.removeLast() }),
  ]

  private static func index(_ program: Program, _ family: ValueType.Family) -> Int {
    program.checks.firstIndex { program.termInfo[Int($0.left.rawValue)].type.family == family } ?? 0
  }

  @Test(arguments: damages.indices)
  func damagedProgramsAreRefused(_ index: Int) throws {
    var program = try Self.program()
    Self.damages[index].1(&program)
    #expect(Self.problem(program) != nil, "\(Self.damages[index].0)")
  }
}
