package import Diagnostics
import Dispatch
import Synchronization

/// Everything the inputs of a command say, read and not yet merged.
package struct LoadedFiles: Sendable {
  package var inputs: CollectedInputs
  /// In the order of the inputs.
  package var files: [FileItems]

  package var map: SourceMap { inputs.map }

  /// Merges all files in order. Findings of reading and merging come file by file, as the incumbent works.
  package func merged(in environment: LoaderEnvironment = .standard, _ bag: inout DiagnosticBag) -> RuleSet {
    bag.report(inputs.unreadable.values.sorted { $0.primary.span.start < $1.primary.span.start })
    var builder = RuleSetBuilder(environment: environment)
    for file in files { builder.noteUnreadable(file.wordsInUnreadableParts) }
    for file in files { builder.add(file, to: &bag) }
    return builder.ruleSet
  }
}

/// The way from the arguments of a command to items.
package enum RuleFileLoader {
  /// Below this many bytes a second thread costs more than it saves: to start one, and to run from cold caches, takes
  /// longer than libyaml takes for the three stock files (docs/decisions/004).
  private static let parallelThreshold = 1 << 20

  package static func load(_ inputs: [RuleInput]) -> LoadedFiles {
    let collected = InputCollector.collect(inputs)
    return LoadedFiles(inputs: collected, files: read(collected.files, in: collected.map))
  }

  /// Reads files, several at once. Each is read by itself, so the result does not depend on the threads.
  package static func read(_ ids: [FileID], in map: SourceMap) -> [FileItems] {
    let total = ids.reduce(0) { $0 + map[$1].bytes.count }
    guard ids.count > 1, total >= parallelThreshold else {
      return ids.map { ItemReader.read(map[$0], id: $0) }
    }
    // The largest first, so that no thread is left with it at the end.
    let order = ids.indices.sorted { map[ids[$0]].bytes.count > map[ids[$1]].bytes.count }
    let results = Mutex([FileItems?](repeating: nil, count: ids.count))
    DispatchQueue.concurrentPerform(iterations: order.count) { turn in
      let index = order[turn]
      let items = ItemReader.read(map[ids[index]], id: ids[index])
      results.withLock { $0[index] = items }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
