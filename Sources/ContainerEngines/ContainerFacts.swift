import Diagnostics

/// What is known of a container, whoever told, and its form in metadata events.
struct ContainerFacts {
  var id = ""
  var engine = EngineNumber.docker
  var name = ""
  /// As the container was started with it; repository and tag are parts of it.
  var image = ""
  var imageID = ""
  var imageDigest = ""
  var address = ""
  var podSandboxID = ""
  var isPrivileged = false
  var sharesPIDs = false
  var sharesNetwork = false
  var sharesIPC = false
  var mounts: [Mount] = []
  var labels: [(name: String, value: String)] = []

  struct Mount {
    var source: String
    var destination: String
    var mode: String
    var propagation: String
    var isWritable: Bool
  }

  /// Threads carry the first characters of an id.
  static func short(_ id: String) -> String { String(id.prefix(12)) }

  var notice: ContainerNotice { ContainerNotice(kind: .present, json: json) }

  private var json: [UInt8] {
    let (repository, tag) = Self.parts(of: image)
    var writer = JSONWriter(.oneLine)
    writer.object { json in
      json.field("container") { json in
        json.field("Mounts", mounts) { json, mount in
          json.object { json in
            json.field("Destination", mount.destination)
            json.field("Mode", mount.mode)
            json.field("Propagation", mount.propagation)
            json.field("RW", mount.isWritable)
            json.field("Source", mount.source)
          }
        }
        json.field("full_id", id)
        json.field("host_ipc", sharesIPC)
        json.field("host_network", sharesNetwork)
        json.field("host_pid", sharesPIDs)
        json.field("id", Self.short(id))
        json.field("image", image)
        json.field("imagedigest", imageDigest)
        json.field("imageid", imageID)
        json.field("imagerepo", repository)
        json.field("imagetag", tag)
        json.field("ip", address)
        json.field("labels") { json in for (name, value) in labels { json.field(name, value) } }
        json.field("name", name)
        json.field("pod_sandbox_id", podSandboxID)
        json.field("privileged", isPrivileged)
        json.field("type", engine)
      }
    }
    return writer.bytes.dropLast(while: { $0 == UInt8(ascii: "\n") })
  }

  /// `host:5000/a/b:1@sha256:…` has the repository `host:5000/a/b` and the tag `1`. A colon in front of a slash is a port's.
  static func parts(of image: String) -> (repository: String, tag: String) {
    let name = image.prefix { $0 != "@" }
    let last = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    guard let colon = name[last...].lastIndex(of: ":") else { return (String(name), "") }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }
}

extension [UInt8] {
  fileprivate func dropLast(while isDropped: (UInt8) -> Bool) -> [UInt8] {
    var end = endIndex
    while end > startIndex, isDropped(self[end - 1]) { end -= 1 }
    return Array(self[..<end])
  }
}
