/// What a container runtime told, as JSON (state-engine.md §12.3): the members at the top or in a member "container".
struct ContainerNotice {
  /// In order of appearance; a later one of the same name wins.
  private(set) var texts: [(key: [UInt8], value: [UInt8])] = []
  private(set) var type: Int64?
  private(set) var bools: [(key: [UInt8], value: Bool)] = []
  private(set) var labels: [UInt8] = []
  private(set) var mounts: [UInt8] = []
  private(set) var probes: [(key: [UInt8], value: [UInt8])] = []

  /// Strings and lists that are together longer than this are refused.
  private static let byteLimit = 1 << 20

  /// Nil for what is not JSON, or no object.
  init?(_ json: Span<UInt8>) {
    guard json.count <= Self.byteLimit else { return nil }
    var scanner = JSONScanner(json)
    readMembers(&scanner, isTop: true)
    guard scanner.isAtEnd() else { return nil }
  }

  func text(_ key: StaticString) -> [UInt8] { texts.last { $0.key.span.equals(key) }?.value ?? [] }
  func bool(_ key: StaticString) -> Bool { bools.last { $0.key.span.equals(key) }?.value ?? false }
  func probe(_ key: StaticString) -> [UInt8] { probes.last { $0.key.span.equals(key) }?.value ?? [] }

  private mutating func readMembers(_ scanner: inout JSONScanner, isTop: Bool) {
    guard scanner.enter(.object) else { return }
    var isFirst = true
    var key: [UInt8] = []
    while scanner.nextKey(&isFirst, into: &key) {
      switch scanner.peek() {
      case .string:
        var value: [UInt8] = []
        if scanner.string(into: &value) { texts.append((key, value)) }
      case .bool: if let value = scanner.bool() { bools.append((key, value)) }
      case .number: if key.span.equals("type") { type = scanner.integer() } else { scanner.skip() }
      case .object where isTop && key.span.equals("container"): readMembers(&scanner, isTop: false)
      case .object where key.span.equals("labels"): readLabels(&scanner)
      case .object
      where key.span.equals("Healthcheck") || key.span.equals("LivenessProbe") || key.span.equals("ReadinessProbe"):
        probes.append((key, readProbe(&scanner)))
      case .array where key.span.equals("Mounts"): readMounts(&scanner)
      default: scanner.skip()
      }
    }
  }

  private mutating func readLabels(_ scanner: inout JSONScanner) {
    guard scanner.enter(.object) else { return }
    var isFirst = true
    var key: [UInt8] = []
    while scanner.nextKey(&isFirst, into: &key) {
      guard scanner.peek() == .string else {
        scanner.skip()
        continue
      }
      var value: [UInt8] = []
      guard scanner.string(into: &value) else { return }
      labels += key + [UInt8(ascii: ":")] + value + [0]
    }
  }

  private mutating func readMounts(_ scanner: inout JSONScanner) {
    guard scanner.enter(.array) else { return }
    var isFirst = true
    while scanner.nextElement(&isFirst) {
      var source: [UInt8] = []
      var destination: [UInt8] = []
      var mode: [UInt8] = []
      var isWritable = false
      var propagation: [UInt8] = []
      guard scanner.enter(.object) else { return }
      var isFirstMember = true
      var key: [UInt8] = []
      while scanner.nextKey(&isFirstMember, into: &key) {
        if key.span.equals("Source"), scanner.peek() == .string {
          _ = scanner.string(into: &source)
        } else if key.span.equals("Destination"), scanner.peek() == .string {
          _ = scanner.string(into: &destination)
        } else if key.span.equals("Mode"), scanner.peek() == .string {
          _ = scanner.string(into: &mode)
        } else if key.span.equals("Propagation"), scanner.peek() == .string {
          _ = scanner.string(into: &propagation)
        } else if key.span.equals("RW"), scanner.peek() == .bool {
          isWritable = scanner.bool() ?? false
        } else {
          scanner.skip()
        }
      }
      let parts = [source, destination, mode, Array((isWritable ? "true" : "false").utf8), propagation]
      mounts += parts.joined(separator: [UInt8(ascii: ":")]) + [0]
    }
  }

  /// An object with a program and its arguments.
  private func readProbe(_ scanner: inout JSONScanner) -> [UInt8] {
    var program: [UInt8] = []
    var arguments: [UInt8] = []
    guard scanner.enter(.object) else { return [] }
    var isFirst = true
    var key: [UInt8] = []
    while scanner.nextKey(&isFirst, into: &key) {
      if key.span.equals("exe"), scanner.peek() == .string {
        _ = scanner.string(into: &program)
      } else if key.span.equals("args"), scanner.peek() == .array {
        guard scanner.enter(.array) else { return [] }
        var isFirstArgument = true
        while scanner.nextElement(&isFirstArgument) {
          guard scanner.peek() == .string, scanner.string(into: &arguments) else { return [] }
          arguments.append(0)
        }
      } else {
        scanner.skip()
      }
    }
    return program.isEmpty ? [] : program + [0] + arguments
  }
}

extension State {
  /// - Returns: false when it does not read.
  mutating func noteContainer(_ json: Span<UInt8>) -> Bool {
    guard let metadata = ContainerNotice(json) else { return false }
    let fullID = metadata.text("full_id")
    var id = metadata.text("id")
    if id.isEmpty { id = Array(fullID.prefix(ContainerID.length)) }
    guard !id.isEmpty else { return false }
    let symbol = symbols.intern(id.span)
    let known = containers.find(symbol)
    let type = metadata.type.flatMap { UInt8(exactly: $0) }.flatMap { ContainerType(rawValue: $0) }
    var record = ContainerRecord(id: symbol, type: type ?? known?.type ?? .docker)
    record.hasMetadata = true
    record.fullID = symbols.intern(fullID.span)
    record.name = symbols.intern(metadata.text("name").span)
    record.image = symbols.intern(metadata.text("image").span)
    record.imageID = symbols.intern(metadata.text("imageid").span)
    record.imageRepository = symbols.intern(metadata.text("imagerepo").span)
    record.imageTag = symbols.intern(metadata.text("imagetag").span)
    record.imageDigest = symbols.intern(metadata.text("imagedigest").span)
    record.ip = symbols.intern(metadata.text("ip").span)
    record.cni = symbols.intern(metadata.text("cni_json").span)
    record.sandboxID = symbols.intern(metadata.text("pod_sandbox_id").span)
    record.labels = symbols.intern(metadata.labels.span)
    record.mounts = symbols.intern(metadata.mounts.span)
    record.healthcheck = symbols.intern(metadata.probe("Healthcheck").span)
    record.livenessProbe = symbols.intern(metadata.probe("LivenessProbe").span)
    record.readinessProbe = symbols.intern(metadata.probe("ReadinessProbe").span)
    record.isPrivileged = metadata.bool("privileged")
    record.usesHostPID = metadata.bool("host_pid")
    record.usesHostNetwork = metadata.bool("host_network")
    record.usesHostIPC = metadata.bool("host_ipc")
    record.isPodSandbox = metadata.bool("is_pod_sandbox")
    containers.insert(record, &symbols)
    return true
  }
}
