package import Diagnostics
import Dispatch
import Synchronization

extension ItemReader {
  /// Reads files side by side, one thread for each core: nothing in one file hangs on another until items are merged.
  ///
  /// - Returns: the items of each file, in the order of `ids`, whatever thread was done first.
  package static func read(_ ids: [FileID], of map: SourceMap) -> [FileItems] {
    guard ids.count > 1 else { return ids.map { read(map[$0], id: $0) } }
    let results = Mutex<[FileItems?]>(Array(repeating: nil, count: ids.count))
    DispatchQueue.concurrentPerform(iterations: ids.count) { index in
      let items = read(map[ids[index]], id: ids[index])
      results.withLock { $0[index] = items }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
