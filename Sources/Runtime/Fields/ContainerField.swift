import Matching

/// Fields of containers and their pods: `container.*`, `k8s.*` (state-engine.md §12.3). On the host all texts that an
/// engine would tell are empty, which is a value; in a container there is no value until the engine has told.
///
/// `container.healthcheck`, the probes and most of `k8s.*` have had no value since the container engines were moved to
/// a plugin.
package enum ContainerField: String, CaseIterable, Sendable, BitwiseCopyable {
  case id = "container.id"
  case fullID = "container.full_id"
  case name = "container.name"
  case image = "container.image"
  case imageID = "container.image.id"
  case engine = "container.type"
  case isPrivileged = "container.privileged"
  case mounts = "container.mounts"
  case mount = "container.mount"
  case mountSource = "container.mount.source"
  case mountDestination = "container.mount.dest"
  case mountMode = "container.mount.mode"
  case mountIsWritable = "container.mount.rdwr"
  case mountPropagation = "container.mount.propagation"
  case imageRepository = "container.image.repository"
  case imageTag = "container.image.tag"
  case imageDigest = "container.image.digest"
  case startTime = "container.start_ts"
  case duration = "container.duration"
  case address = "container.ip"
  case network = "container.cni.json"
  case sharesPIDs = "container.host_pid"
  case sharesNetwork = "container.host_network"
  case sharesIPC = "container.host_ipc"
  case label = "container.label"
  case labels = "container.labels"
  case podName = "k8s.pod.name"
  case namespaceName = "k8s.ns.name"
  case podID = "k8s.pod.id"
  case podUID = "k8s.pod.uid"
  case podSandboxID = "k8s.pod.sandbox_id"
  case podFullSandboxID = "k8s.pod.full_sandbox_id"
  case podLabel = "k8s.pod.label"
  case podLabels = "k8s.pod.labels"
  case podAddress = "k8s.pod.ip"
  case podNetwork = "k8s.pod.cni.json"

  func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    guard let thread = event.facts.thread else { return .missing }
    let id = state.threads[thread].containerID
    switch self {
    case .id: return .text(.symbol(id == .empty ? Symbol(.host) : id))
    // What the kernel knows, not the engine, and counted from boot as the kernel counts: 0 outside of containers.
    case .startTime: return .observed(state.threads[thread].namespaceStartTime &- state.machine.bootTime)
    case .duration: return .duration(since: state.threads[thread].namespaceStartTime, to: event.view.time)
    default: return state.containerMetadata.find(id).map { read(selector, $0, state, &scratch) } ?? .missing
    }
  }

  private func read(
    _ selector: Selector, _ container: ContainerInfo, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .id, .startTime, .duration: return .missing
    case .fullID: return .text(.symbol(container.fullID))
    case .name: return .text(.symbol(container.name))
    case .image: return .text(.symbol(container.image))
    case .imageID: return .text(.symbol(container.imageID))
    case .imageRepository: return .text(.symbol(container.imageRepository))
    case .imageTag: return .text(.symbol(container.imageTag))
    case .imageDigest: return .text(.symbol(container.imageDigest))
    case .address: return .text(.symbol(container.address))
    case .network: return .text(.symbol(container.network))
    case .engine:
      let start = scratch.mark
      scratch.append(container.engine.name)
      return .text(scratch.text(since: start))
    case .isPrivileged: return .bool(container.isPrivileged)
    case .sharesPIDs: return .bool(container.sharesPIDs)
    case .sharesNetwork: return .bool(container.sharesNetwork)
    case .sharesIPC: return .bool(container.sharesIPC)
    case .mounts: return state.allMounts(of: container, &scratch)
    case .mount, .mountSource, .mountDestination, .mountMode, .mountIsWritable, .mountPropagation:
      return state.mount(self, selector, of: container, &scratch)
    case .label: return state.label(selector, among: container.labels)
    case .labels: return state.allLabels(container.labels, &scratch)
    case .podName: return state.label("io.kubernetes.pod.name", among: container.labels)
    case .namespaceName: return state.label("io.kubernetes.pod.namespace", among: container.labels)
    case .podID, .podUID: return state.label("io.kubernetes.pod.uid", among: container.labels)
    case .podFullSandboxID: return .text(.symbol(container.podSandboxID))
    case .podSandboxID:
      let start = scratch.mark
      scratch.append(state.symbols.bytes(container.podSandboxID).extracting(first: ContainerInfo.shortIDLength))
      return .text(scratch.text(since: start))
    case .podLabel: return state.podLabel(selector, of: container)
    case .podLabels: return state.allLabels(state.sandbox(of: container)?.podLabels ?? container.podLabels, &scratch)
    case .podAddress: return state.pod(of: container).map { .text(.symbol($0.address)) } ?? .missing
    case .podNetwork: return state.pod(of: container).map { .text(.symbol($0.network)) } ?? .missing
    }
  }
}

extension ContainerInfo {
  fileprivate static let shortIDLength = 12
}

extension State {
  // MARK: Labels

  fileprivate func label(_ selector: Selector, among labels: [ContainerInfo.Label]) -> Value {
    guard case .key(let name) = selector, let label = labels.first(where: { $0.name == name }) else { return .missing }
    return .text(.symbol(label.value))
  }

  fileprivate func label(_ name: StaticString, among labels: [ContainerInfo.Label]) -> Value {
    guard let label = labels.first(where: { symbols.bytes($0.name).equals(name) }) else { return .missing }
    return .text(.symbol(label.value))
  }

  /// `name:value`, separated by a comma and a blank; the name alone where the value is empty. Annotations and what the
  /// kubelet notes for itself are left out.
  fileprivate func allLabels(_ labels: [ContainerInfo.Label], _ scratch: inout Scratch) -> Value {
    let start = scratch.mark
    for label in labels {
      let name = symbols.bytes(label.name)
      guard !name.hasPrefix("annotation."), !name.hasPrefix("io.kubernetes.") else { continue }
      if scratch.mark > start { scratch.append(", ") }
      scratch.append(name)
      guard label.value != .empty else { continue }
      scratch.append(UInt8(ascii: ":"))
      scratch.append(symbols.bytes(label.value))
    }
    return .text(scratch.text(since: start))
  }

  // MARK: Pods

  /// The container that holds the pod's own data, unless the container has it itself.
  fileprivate func sandbox(of container: ContainerInfo) -> ContainerInfo? {
    guard container.network == .empty else { return nil }
    let id = symbols.bytes(container.podSandboxID).extracting(first: ContainerInfo.shortIDLength)
    return symbols.find(id).flatMap { containerMetadata.find($0) }
  }

  fileprivate func pod(of container: ContainerInfo) -> ContainerInfo? {
    container.network == .empty ? sandbox(of: container) : container
  }

  fileprivate func podLabel(_ selector: Selector, of container: ContainerInfo) -> Value {
    let ofSandbox = sandbox(of: container).map { label(selector, among: $0.podLabels) } ?? .missing
    return ofSandbox == .missing ? label(selector, among: container.podLabels) : ofSandbox
  }

  // MARK: Mounts

  fileprivate func allMounts(of container: ContainerInfo, _ scratch: inout Scratch) -> Value {
    let start = scratch.mark
    for mount in container.mounts {
      if scratch.mark > start { scratch.append(UInt8(ascii: ",")) }
      append(mount, &scratch)
    }
    return .text(scratch.text(since: start))
  }

  /// One mount, by its place, or by a glob: of the destination where the source is wanted, of the source else.
  fileprivate func mount(
    _ field: ContainerField, _ selector: Selector, of container: ContainerInfo, _ scratch: inout Scratch
  ) -> Value {
    let found: ContainerInfo.Mount? =
      switch selector {
      case .index(let index): index < container.mounts.count ? container.mounts[Int(index)] : nil
      case .glob(let pattern):
        container.mounts.first { mount in
          patterns[pattern].matches(symbols.bytes(field == .mountSource ? mount.destination : mount.source))
        }
      default: nil
      }
    guard let found else { return .missing }
    switch field {
    case .mountSource: return .text(.symbol(found.source))
    case .mountDestination: return .text(.symbol(found.destination))
    case .mountMode: return .text(.symbol(found.mode))
    case .mountPropagation: return .text(.symbol(found.propagation))
    default: break
    }
    let start = scratch.mark
    if field == .mountIsWritable {
      scratch.append(found.isWritable ? "true" : "false")
    } else {
      append(found, &scratch)
    }
    return .text(scratch.text(since: start))
  }

  private func append(_ mount: ContainerInfo.Mount, _ scratch: inout Scratch) {
    scratch.append(symbols.bytes(mount.source))
    scratch.append(UInt8(ascii: ":"))
    scratch.append(symbols.bytes(mount.destination))
    scratch.append(UInt8(ascii: ":"))
    scratch.append(symbols.bytes(mount.mode))
    scratch.append(mount.isWritable ? ":true:" : ":false:")
    scratch.append(symbols.bytes(mount.propagation))
  }
}

extension Span<UInt8> {
  @_lifetime(copy self)
  fileprivate func extracting(first length: Int) -> Span<UInt8> { extracting(0..<Swift.min(length, count)) }
}
