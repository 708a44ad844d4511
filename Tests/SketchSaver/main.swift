import Sketches

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// SketchSaver: counts one key after the other and saves after each hundred, until it is killed. In: a key file and the path of
// a sketch, which it goes on with. Out: a line with the number of events after each save that has ended.

let arguments = CommandLine.arguments
let schema = SketchSchema(name: "killed", key: [.init("fd.name", .event)], condition: "always")
let definition = SketchDefinition(schema, try .table(memory: 1024, generations: 1))
let key = try SketchKeyFile.read(arguments[1])
var restored = try SketchFile.restore(definition, key: key, from: arguments[2])
guard restored.origin != .unusable, let hasher = restored.sketch.hasher() else { throw restored.problems[0] }
while true {
  for _ in 0..<100 {
    var state = hasher.start
    hasher.add(restored.sketch.events % 40, to: &state)
    _ = restored.sketch.observe(state.key())
  }
  try SketchFile.save(restored.sketch, to: arguments[2])
  print(restored.sketch.events)
  // So that the line is out before the next save begins.
  fflush(nil)
}
