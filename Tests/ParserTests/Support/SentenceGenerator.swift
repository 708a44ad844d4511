import TestSupport

/// Makes random sentences of a grammar. Tokens (rules in capitals) come from lists of examples.
struct SentenceGenerator {
  let grammar: Grammar
  /// For each token, texts that are one.
  let tokens: [String: [String]]
  /// Rules may be inside one another this deep before the shortest way out is taken.
  let depth: Int
  private var random: SplitMix64
  private var sentence = ""
  /// The last token is a width, which ends where its digits end.
  private var endsInWidth = false

  init(_ grammar: Grammar, tokens: [String: [String]], depth: Int, seed: UInt64) {
    self.grammar = grammar
    self.tokens = tokens
    self.depth = depth
    self.random = SplitMix64(seed: seed)
  }

  mutating func sentence(_ rule: String) -> String {
    sentence = ""
    produce(.name(rule), depth)
    return sentence
  }

  private mutating func produce(_ expression: Grammar.Expression, _ depth: Int) {
    switch expression {
    case .terminal(let text): append(text)
    case .special: preconditionFailure("prose outside tokens")
    case .name(let name):
      if let examples = tokens[name] {
        append(examples.randomElement(using: &random) ?? "")
        endsInWidth = name == "WIDTH"
      } else if let rule = grammar.rules[name] {
        produce(rule, depth - 1)
      } else {
        preconditionFailure("no rule \(name)")
      }
    case .sequence(let parts): for part in parts { produce(part, depth) }
    case .choice(let parts):
      let heights = parts.map { grammar.height(of: $0) ?? .max }
      let lowest = heights.min() ?? 0
      let possible = depth > lowest ? parts.indices.filter { heights[$0] < depth } : []
      let index = possible.randomElement(using: &random) ?? heights.firstIndex(of: lowest) ?? 0
      produce(parts[index], depth)
    case .optional(let part):
      if random.chance(2), depth > (grammar.height(of: part) ?? .max) { produce(part, depth) }
    case .repeated(let part):
      while depth > (grammar.height(of: part) ?? .max), random.chance(3) { produce(part, depth) }
    }
  }

  /// Two tokens that would be read as one are kept apart: where blanks are optional, that is what they are for.
  private mutating func append(_ text: String) {
    if !endsInWidth, let last = sentence.last, let first = text.first, Self.isGluing(last), Self.isGluing(first) {
      sentence += " "
    }
    sentence += text
    endsInWidth = false
  }

  private static func isGluing(_ character: Character) -> Bool {
    !character.isWhitespace && character != "\u{8}" && !"()[]=<>!,\"'%".contains(character)
  }
}
