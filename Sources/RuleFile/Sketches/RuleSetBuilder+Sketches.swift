import Diagnostics
import Schema

extension RuleSetBuilder {
  mutating func add(_ sketch: SketchItem, _ item: RuleFileItem, _ bag: inout DiagnosticBag) {
    let name = sketch.name.text.bytes
    let index = takeIndex()
    switch sketch.operation {
    case .define:
      var declaration = SketchDeclaration(
        origin: origin(sketch.name, item, index), settings: sketch.settings, isBroken: item.isBroken)
      if let at = sketches.index(of: name.span) {
        declaration.origin = redefined(ruleSet.sketches[at].origin, by: declaration.origin)
        ruleSet.sketches[at] = declaration
      } else {
        _ = sketches.insert(name.span)
        ruleSet.sketches.append(declaration)
      }
    case .override(let appended, let replaced):
      guard let at = sketches.index(of: name.span) else {
        return reportMissingTarget(
          sketch.name, kind: "sketch", item, among: ruleSet.sketches.lazy.map(\.origin.name), appended.isEmpty ? .replace : .append,
          &bag)
      }
      for key in appended { ruleSet.sketches[at].settings.append(key, of: sketch.settings) }
      for key in replaced { ruleSet.sketches[at].settings.replace(key, by: sketch.settings) }
      ruleSet.sketches[at].origin.visibility = index
      if item.isBroken { ruleSet.sketches[at].isBroken = true }
    }
    if let at = sketches.index(of: name.span) { reportSharedIndex(at, item, sketch.name, &bag) }
  }

  private mutating func reportSharedIndex(_ at: Int, _ item: RuleFileItem, _ name: Scalar, _ bag: inout DiagnosticBag) {
    guard let index = ruleSet.sketches[at].settings.index,
      let other = ruleSet.sketches.indices.first(where: { $0 != at && ruleSet.sketches[$0].settings.index == index })
    else { return }
    ruleSet.sketches[at].isBroken = true
    let diagnostic = Diagnostic.sameSketchIndex(index, name.string, at: name.span, first: ruleSet.sketches[other].origin)
    report([diagnostic], about: item, name, kind: "sketch", &bag)
  }
}

extension SketchSettings {
  fileprivate mutating func append(_ key: SketchItemKey, of other: SketchSettings) {
    switch key {
    case .condition: RuleFile.append(other.condition, to: &condition)
    case .description: RuleFile.append(other.description, to: &description)
    case .key: self.key = (self.key ?? []) + (other.key ?? [])
    default: preconditionFailure("only texts and lists are appended to")
    }
  }

  fileprivate mutating func replace(_ key: SketchItemKey, by other: SketchSettings) {
    switch key {
    case .index: index = other.index
    case .description: description = other.description
    case .condition: condition = other.condition
    case .key: self.key = other.key
    case .normalize: normalizations = other.normalizations
    case .each: each = other.each
    case .weight: weight = other.weight
    case .memory, .error, .size: (size, sizeSpan) = (other.size, other.sizeSpan)
    case .backend: backend = other.backend
    case .counter: counterBits = other.counterBits
    case .window: window = other.window
    case .learn: learning = other.learning
    case .countOncePer: countOncePer = other.countOncePer
    case .learnFrom: learnsFromUnmatchedOnly = other.learnsFromUnmatchedOnly
    case .quota: quota = other.quota
    case .top: top = other.top
    case .base: base = other.base
    case .tags: tags = other.tags
    case .decay: (halves, decaySpan) = (other.halves, other.decaySpan)
    case .alertWhileLearning: alertsWhileLearning = other.alertsWhileLearning
    }
  }
}
