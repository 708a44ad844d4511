import CBPF
import Schema

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The programs in the kernel and what is shared with them. They end with this object.
@safe
final class Collector {
  private let object: OpaquePointer
  private var links: [OpaquePointer] = unsafe []
  private let options: LiveOptions
  /// Types of events that were asked for and that no program makes.
  private(set) var missing: [String] = []

  /// What libbpf said last; the first lines of it explain a failure.
  nonisolated(unsafe) private static var messages: [String] = []

  init(_ options: LiveOptions, _ clock: BootClock) throws(LiveError) {
    self.options = options
    // One source at a time is opened, by one thread.
    unsafe Self.messages = []
    _ = unsafe libbpf_set_print { level, format, arguments in
      if let arguments = unsafe arguments, level.rawValue <= LIBBPF_INFO.rawValue, unsafe Collector.messages.count < 64 {
        unsafe Collector.messages.append(Collector.text(format, arguments))
      }
      return 0
    }
    let image = Base64.decode(collectorObject)
    let opened = unsafe image.withUnsafeBytes { unsafe bpf_object__open_mem($0.baseAddress, $0.count, nil) }
    guard let opened = unsafe opened else { throw Self.failure("the programs cannot be read") }
    unsafe object = opened
    try configure(clock)
    try load()
    try want(options.events)
    try attach()
  }

  deinit {
    for unsafe link in unsafe links { unsafe bpf_link__destroy(link) }
    unsafe bpf_object__close(object)
  }

  /// A message as the library would print it, cut off where it is long.
  private static func text(_ format: UnsafePointer<CChar>?, _ arguments: CVaListPointer) -> String {
    guard let format = unsafe format else { return "" }
    // The log of a program that is refused has up to 16 MiB, and its end is what matters.
    let isLog = unsafe strstr(format, "LOG --") != nil
    var text = [CChar](repeating: 0, count: isLog ? 17 << 20 : 1 << 14)
    // Writes at most as many bytes as there are, the NUL among them.
    _ = unsafe vsnprintf(&text, text.count, format, arguments)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  // MARK: Before loading

  /// Layout: `config` in maps.h.
  private func configure(_ clock: BootClock) throws(LiveError) {
    var bytes: [UInt8] = []
    Self.append(clock.bootTime, to: &bytes)
    Self.append(UInt32(bitPattern: getpid()), to: &bytes)
    Self.append(0 as UInt32, to: &bytes)
    for number in SyscallSelection.from32Bit { Self.append(number, to: &bytes) }
    for number in SyscallSelection.fromSocketcall { Self.append(number, to: &bytes) }
    for code in SyscallSelection.codes { Self.append(code, to: &bytes) }
    let settings = unsafe try map(named: ".rodata.config")
    guard unsafe bpf_map__set_initial_value(settings, bytes, bytes.count) == 0 else { throw Self.failure("their settings have another size") }
    let sizes = [("processes", options.processBuffer), ("others", options.buffer), ("scratches", Int(libbpf_num_possible_cpus()))]
    for (name, size) in sizes {
      let map = unsafe try map(named: name)
      guard unsafe bpf_map__set_max_entries(map, UInt32(clamping: size)) == 0 else {
        throw Self.failure("'\(name)' cannot have the size \(size)")
      }
    }
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Loads the programs of all calls: which are wanted may change.
  private func load() throws(LiveError) {
    guard unsafe bpf_object__load(object) == 0 else {
      throw Self.failure("the kernel refuses the programs")
    }
    let handlers = unsafe try bpf_map__fd(map(named: "handlers"))
    for (name, number) in SyscallSelection.allNumbers {
      guard let program = unsafe bpf_object__find_program_by_name(object, SyscallSelection.program(of: name)) else { continue }
      var (key, value) = (UInt32(number), unsafe bpf_program__fd(program))
      guard unsafe bpf_map_update_elem(handlers, &key, &value, 0) == 0 else { throw Self.failure("the program for \(name) cannot be used") }
    }
  }

  /// Which calls' events are collected from now on. Layout: `wanted` in maps.h.
  func want(_ events: EventSet) throws(LiveError) {
    let calls = SyscallSelection(events: events) {
      unsafe bpf_object__find_program_by_name(object, $0) != nil
    }
    missing = calls.missing
    var words = [UInt64](repeating: 0, count: SyscallSelection.count / 64)
    for (_, number) in calls.numbers { words[Int(number) / 64] |= 1 << UInt64(number % 64) }
    var key: UInt32 = 0
    // The one value of the map is as long as the words.
    guard unsafe try bpf_map_update_elem(bpf_map__fd(map(named: ".data.wanted")), &key, &words, 0) == 0 else {
      throw Self.failure("what is wanted cannot be set")
    }
  }

  private func attach() throws(LiveError) {
    for name in ["process_exec", "process_exit", "signal_delivered", "syscall_exit"] {
      guard let program = unsafe bpf_object__find_program_by_name(object, name), let link = unsafe bpf_program__attach(program) else {
        throw Self.failure("the program '\(name)' cannot be attached")
      }
      unsafe links.append(link)
    }
  }

  // MARK: While running

  func ring(named name: String) throws(LiveError) -> Ring {
    let map = unsafe try map(named: name)
    let (descriptor, size) = unsafe (bpf_map__fd(map), Int(bpf_map__max_entries(map)))
    guard let ring = Ring(descriptor: descriptor, size: size) else { throw Self.failure("the buffer '\(name)' cannot be read") }
    return ring
  }

  /// Layout: `drops` in maps.h.
  var drops: DropCounts {
    var counts = [UInt64](repeating: 0, count: DropCounts.Cause.allCases.count * SyscallSelection.count)
    var key: UInt32 = 0
    // The one value of the map is as long as the counts; where it cannot be read they stay 0.
    if let map = unsafe bpf_object__find_map_by_name(object, ".data.drops") {
      _ = unsafe bpf_map_lookup_elem(bpf_map__fd(map), &key, &counts)
    }
    return DropCounts(counts)
  }

  private func map(named name: String) throws(LiveError) -> OpaquePointer {
    guard let map = unsafe bpf_object__find_map_by_name(object, name) else { throw Self.failure("they have no map '\(name)'") }
    return unsafe map
  }

  /// With what the library said: of the verifier's log the end, where the reason stands.
  private static func failure(_ problem: String) -> LiveError {
    let lines = unsafe messages.joined().split(separator: "\n").map(String.init).filter { !$0.contains("-- BEGIN") && !$0.contains("-- END") }
    let log = lines.filter { !$0.hasPrefix("libbpf:") }.suffix(4)
    let said = lines.filter { $0.hasPrefix("libbpf:") }.prefix(3) + log
    return LiveError("live events cannot be collected: \(problem)\(said.isEmpty ? "" : " (\(said.joined(separator: "; ")))")")
  }
}
