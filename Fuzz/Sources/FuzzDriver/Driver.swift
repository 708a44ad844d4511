import CLibFuzzer
import Glibc

// FuzzDriver: libFuzzer around a target, and bugs on demand. Only fuzzers import it.

/// The C callback has no context, so the target stands here; set once, before libFuzzer starts, in one thread.
nonisolated(unsafe) private var currentTarget: ([UInt8]) throws -> Void = { _ in }

/// Hands the process over to libFuzzer.
package func fuzz(_ target: @escaping ([UInt8]) throws -> Void) -> Never {
  currentTarget = target
  var argumentCount = CommandLine.argc
  var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
  let status = LLVMFuzzerRunDriver(&argumentCount, &arguments) { data, size in
    do {
      try currentTarget(Array(UnsafeBufferPointer(start: data, count: size)))
    } catch {
      fatalError("violation: \(error)")
    }
    return 0
  }
  exit(status)
}
