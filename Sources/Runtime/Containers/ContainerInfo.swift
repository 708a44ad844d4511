/// What a container engine told about a container (state-engine.md §12.3). The texts are symbols that it holds.
struct ContainerInfo {
  /// The id that threads carry: its first 12 characters.
  var id: Symbol
  var fullID = Symbol.empty
  var name = Symbol.empty
  var image = Symbol.empty
  var imageID = Symbol.empty
  var imageRepository = Symbol.empty
  var imageTag = Symbol.empty
  var imageDigest = Symbol.empty
  var address = Symbol.empty
  /// What the network plugin reported, as it came.
  var network = Symbol.empty
  var podSandboxID = Symbol.empty
  var engine = ContainerEngine.unknown
  var isPrivileged = false
  var sharesPIDs = false
  var sharesNetwork = false
  var sharesIPC = false
  var mounts: [Mount] = []
  /// In the order of their names.
  var labels: [Label] = []
  var podLabels: [Label] = []

  struct Mount {
    var source: Symbol
    var destination: Symbol
    var mode: Symbol
    var propagation: Symbol
    var isWritable: Bool
  }

  struct Label {
    var name: Symbol
    var value: Symbol
  }
}

/// Engines by the numbers that metadata has.
enum ContainerEngine: UInt16 {
  case docker, lxc, libvirtLXC, mesos, rkt, custom, cri, containerd, crio, bpm, staticID, podman
  case host = 0xFFFE
  case unknown = 0xFFFF

  /// The word of `container.type`.
  var name: StaticString {
    switch self {
    case .docker: "docker"
    case .lxc: "lxc"
    case .libvirtLXC: "libvirt-lxc"
    case .mesos: "mesos"
    case .rkt: "rkt"
    case .cri: "cri"
    case .containerd: "containerd"
    case .crio: "cri-o"
    case .bpm: "bpm"
    case .podman: "podman"
    case .host: "host"
    case .custom, .staticID, .unknown: ""
    }
  }
}

extension ContainerInfo {
  /// From the JSON text of an event: one object `container`. Nil where that has no id.
  init?(_ json: JSONText, _ symbols: inout SymbolTable) {
    let container = json["container"]
    guard case .string(let id) = container["id"], !id.isEmpty else { return nil }
    self.init(id: symbols.intern(id.span))
    fullID = symbols.intern(container["full_id"].text.span)
    name = symbols.intern(container["name"].text.span)
    image = symbols.intern(container["image"].text.span)
    imageID = symbols.intern(container["imageid"].text.span)
    imageRepository = symbols.intern(container["imagerepo"].text.span)
    imageTag = symbols.intern(container["imagetag"].text.span)
    imageDigest = symbols.intern(container["imagedigest"].text.span)
    address = symbols.intern(container["ip"].text.span)
    network = symbols.intern(container["cni_json"].text.span)
    podSandboxID = symbols.intern(container["pod_sandbox_id"].text.span)
    engine = container["type"].integer.flatMap { UInt16(exactly: $0) }.flatMap(ContainerEngine.init) ?? .unknown
    isPrivileged = container["privileged"].isTrue
    sharesPIDs = container["host_pid"].isTrue
    sharesNetwork = container["host_network"].isTrue
    sharesIPC = container["host_ipc"].isTrue
    for mount in container["Mounts"].elements {
      mounts.append(
        Mount(
          source: symbols.intern(mount["Source"].text.span), destination: symbols.intern(mount["Destination"].text.span),
          mode: symbols.intern(mount["Mode"].text.span), propagation: symbols.intern(mount["Propagation"].text.span),
          isWritable: mount["RW"].isTrue))
    }
    labels = Self.labels(container["labels"], &symbols)
    podLabels = Self.labels(container["pod_sandbox_labels"], &symbols)
  }

  private static func labels(_ json: JSONText, _ symbols: inout SymbolTable) -> [Label] {
    let members = json.members.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    return members.map { Label(name: symbols.intern($0.key.span), value: symbols.intern($0.value.text.span)) }
  }

  /// Every symbol it holds, once for each time it does.
  func forEachSymbol(_ body: (Symbol) -> Void) {
    [
      id, fullID, name, image, imageID, imageRepository, imageTag, imageDigest, address, network, podSandboxID,
    ].forEach(body)
    for mount in mounts { [mount.source, mount.destination, mount.mode, mount.propagation].forEach(body) }
    for label in labels + podLabels {
      body(label.name)
      body(label.value)
    }
  }
}
