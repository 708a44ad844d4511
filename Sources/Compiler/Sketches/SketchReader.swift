import Parser
import RuleFile

/// The fields that a sketch names, as operands of the conditions; nil for one that could not be read, which was reported.
struct ResolvedSketch {
  var key: [ResolvedOperandID?] = []
  var weight: ResolvedOperandID?
  var owner: ResolvedOperandID?

  static func read(_ settings: SketchSettings, into resolution: inout Resolution) -> ResolvedSketch {
    var sketch = ResolvedSketch()
    for field in settings.key ?? [] { sketch.key.append(operand(of: field, &resolution)) }
    sketch.weight = settings.weight.flatMap { operand(of: $0, &resolution) }
    sketch.owner = settings.quota.flatMap { operand(of: $0.owner, &resolution) }
    return sketch
  }

  private static func operand(of scalar: Scalar, _ resolution: inout Resolution) -> ResolvedOperandID? {
    resolution.operand(of: scalar) { .sketchFieldUnreadable(scalar, because: $0) }
  }
}
