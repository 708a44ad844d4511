import Diagnostics
import Runtime

/// Docker's and podman's description of a container, as far as metadata has a place for it.
enum DockerAnswer {
  /// Without its algorithm; empty where there is none that can be part of a path.
  static func imageID(in container: [UInt8]) -> String {
    let text = JSONText(container.span)?["Image"].string ?? ""
    let id = text.hasPrefix("sha256:") ? String(text.dropFirst("sha256:".count)) : text
    return id.allSatisfy(\.isHexDigit) ? id : ""
  }

  /// - Parameter image: its own description; empty where there is none.
  /// - Returns: nil where this is none of a container.
  static func notice(_ container: [UInt8], _ image: [UInt8], _ engine: Int) -> ContainerNotice? {
    guard let json = JSONText(container.span), !json["Id"].text.isEmpty else { return nil }
    var facts = ContainerFacts()
    let (settings, host) = (json["Config"], json["HostConfig"])
    facts.id = json["Id"].string
    facts.engine = engine
    facts.name = json["Name"].string.hasPrefix("/") ? String(json["Name"].string.dropFirst()) : json["Name"].string
    facts.image = settings["Image"].string
    facts.imageID = imageID(in: container)
    facts.imageDigest = digest(JSONText(image.span), of: ContainerFacts.parts(of: facts.image).repository)
    facts.address = address(json["NetworkSettings"])
    facts.isPrivileged = host["Privileged"] == .bool(true)
    facts.sharesPIDs = host["PidMode"].string == "host"
    facts.sharesNetwork = host["NetworkMode"].string == "host"
    facts.sharesIPC = host["IpcMode"].string == "host"
    facts.mounts = json["Mounts"].elements.map { mount in
      ContainerFacts.Mount(
        source: mount["Source"].string, destination: mount["Destination"].string, mode: mount["Mode"].string,
        propagation: mount["Propagation"].string, isWritable: mount["RW"] == .bool(true))
    }
    facts.labels = settings["Labels"].texts
    return facts.notice
  }

  static func removal(of id: String) -> ContainerNotice {
    var writer = JSONWriter(.oneLine)
    writer.object { json in json.field("container") { json in json.field("id", ContainerFacts.short(id)) } }
    return ContainerNotice(kind: .removed, json: writer.bytes)
  }

  /// Its own address, or that of a network it is in.
  private static func address(_ network: JSONText) -> String {
    let own = network["IPAddress"].string
    if !own.isEmpty { return own }
    return network["Networks"].members.lazy.map { $0.value["IPAddress"].string }.first { !$0.isEmpty } ?? ""
  }

  /// Of `repository@sha256:…`, the repository's own if the image has several.
  private static func digest(_ image: JSONText?, of repository: String) -> String {
    let names = (image?["RepoDigests"].elements ?? []).map(\.string)
    let name = names.first { $0.hasPrefix(repository + "@") } ?? names.first ?? ""
    return name.firstIndex(of: "@").map { String(name[name.index(after: $0)...]) } ?? ""
  }
}

extension JSONText {
  var string: String { String(decoding: text, as: UTF8.self) }

  /// Members that are texts, by name.
  var texts: [(name: String, value: String)] {
    members.map { (String(decoding: $0.key, as: UTF8.self), $0.value.string) }.sorted { $0.name < $1.name }
  }
}
