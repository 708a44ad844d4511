import Runtime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A folder with a folder for each container, as engines keep them while containers run.
package struct BundleFolder: Sendable {
  var path: String
  /// Where in a container's folder its configuration lies.
  var suffix: String
  /// The number of the engine in metadata.
  var engine: Int
}

/// Engines whose socket speaks another protocol (containerd, cri-o): what they keep on disk says most of it. The digest and id of
/// an image, and a container's address, are not there.
struct BundleScan {
  private static let longestFile = 1 << 20

  private let folders: [BundleFolder]
  /// By folder: the containers that were there.
  private var known: [Set<String>]

  init(_ folders: [BundleFolder]) {
    self.folders = folders
    known = folders.map { _ in [] }
  }

  /// What has come and gone since the last look.
  mutating func look() -> [ContainerNotice] {
    var notices: [ContainerNotice] = []
    for (index, folder) in folders.enumerated() {
      let names = Set(Self.names(in: folder.path))
      for name in names.subtracting(known[index]).sorted() {
        // Where the file is not there yet it is looked for again.
        guard let notice = Self.notice(Self.read("\(folder.path)/\(name)\(folder.suffix)"), name, folder.engine) else { continue }
        known[index].insert(name)
        notices.append(notice)
      }
      for name in known[index].subtracting(names).sorted() {
        known[index].remove(name)
        notices.append(DockerAnswer.removal(of: name))
      }
    }
    return notices
  }

  /// From an OCI configuration. Names stand in annotations, each engine's own.
  static func notice(_ bytes: [UInt8], _ id: String, _ engine: Int) -> ContainerNotice? {
    guard let json = JSONText(bytes.span) else { return nil }
    var facts = ContainerFacts()
    facts.id = id
    facts.engine = engine
    let annotations = json["annotations"].texts
    func annotation(_ names: String...) -> String {
      names.lazy.compactMap { name in annotations.first { $0.name == name }?.value }.first ?? ""
    }
    facts.name = annotation("io.kubernetes.cri.container-name", "io.kubernetes.container.name", "nerdctl/name")
    facts.image = annotation("io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName", "io.kubernetes.cri-o.Image")
    facts.podSandboxID = ContainerFacts.short(annotation("io.kubernetes.cri.sandbox-id", "io.kubernetes.cri-o.SandboxID"))
    facts.address = annotation("io.kubernetes.cri-o.IP.0")
    facts.labels = annotations
    let namespaces = json["linux"]["namespaces"].elements.map { $0["type"].string }
    facts.sharesPIDs = !namespaces.contains("pid")
    facts.sharesNetwork = !namespaces.contains("network")
    facts.sharesIPC = !namespaces.contains("ipc")
    // Nothing says so but what follows from it: no device and no path is kept from it.
    facts.isPrivileged =
      json["process"]["capabilities"]["bounding"].elements.contains { $0.string == "CAP_SYS_ADMIN" }
      && json["linux"]["maskedPaths"].elements.isEmpty && json["linux"]["readonlyPaths"].elements.isEmpty
    facts.mounts = json["mounts"].elements.filter { $0["type"].string == "bind" }.map { mount in
      let options = mount["options"].elements.map(\.string)
      return ContainerFacts.Mount(
        source: mount["source"].string, destination: mount["destination"].string, mode: "",
        propagation: options.first { $0.hasSuffix("private") || $0.hasSuffix("shared") || $0.hasSuffix("slave") } ?? "",
        isWritable: !options.contains("ro"))
    }
    return facts.notice
  }

  private static func names(in path: String) -> [String] {
    guard let directory = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      // The name ends with a NUL inside its array.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if !name.hasPrefix("."), !name.contains("/") { names.append(name) }
    }
    return names
  }

  private static func read(_ path: String) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return [] }
    defer { close(file) }
    return unsafe [UInt8](unsafeUninitializedCapacity: longestFile) { buffer, count in
      // Each call fills no more than what is left.
      while count < longestFile {
        let part = unsafe readBytes(file, UnsafeMutableRawPointer(buffer.baseAddress! + count), longestFile - count)
        if part <= 0 { break }
        count += part
      }
    }
  }
}

/// `read`, which in `BundleScan` is its own function.
private func readBytes(_ file: Int32, _ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
  unsafe read(file, target, count)
}
