import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A program from its start to its end, and what it used.
struct ChildProcess {
  let output: [UInt8]
  let elapsed: Double
  let processor: Double
  /// The kernel counts the peak of the process that started it too, up to the start: this one must stay smaller.
  let peakBytes: Int

  /// - Parameter keepsOutput: else standard output goes nowhere. Messages go nowhere in both cases, unless it fails.
  init(_ program: String, _ arguments: [String], keepsOutput: Bool) throws {
    let target = try keepsOutput ? FileDescriptor.pipe() : nil
    let start = ContinuousClock.now
    let process = try Self.start(program, arguments, standardOutput: target?.writeEnd)
    try target?.writeEnd.close()
    output = try target.map { try Self.readAll($0.readEnd) } ?? []
    try target?.readEnd.close()
    var usage = rusage()
    var status: Int32 = 0
    guard unsafe wait4(process, &status, 0, &usage) == process else {
      throw HarnessFailure(message: "cannot wait for \(program): \(Errno(rawValue: errno))")
    }
    elapsed = (ContinuousClock.now - start) / .nanoseconds(1)
    processor = usage.processorNanoseconds
    peakBytes = usage.peakResidentBytes
    guard status == 0 else {
      throw HarnessFailure(message: "status \(status) of: \(program) \(arguments.joined(separator: " "))")
    }
  }

  private static func start(
    _ program: String, _ arguments: [String], standardOutput: FileDescriptor?
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let standardOutput {
      unsafe posix_spawn_file_actions_adddup2(&actions, standardOutput.rawValue, STDOUT_FILENO)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // Copies that live as long as this call, which starts the program before it returns.
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("TZ=UTC"), nil]
    defer { for unsafe word in unsafe words + environment { unsafe free(word) } }
    var process: pid_t = 0
    let status = unsafe posix_spawn(&process, program, &actions, nil, &words, &environment)
    guard status == 0 else { throw HarnessFailure(message: "cannot start \(program): \(Errno(rawValue: status))") }
    return process
  }

  private static func readAll(_ descriptor: FileDescriptor) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}
