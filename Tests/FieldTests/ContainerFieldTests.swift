import Testing

@testable import Runtime

@Suite("Fields of containers")
struct ContainerFieldTests {
  private static let id = String(repeating: "0f", count: 32)

  private static let metadata = """
    {"container":{"id":"0f0f0f0f0f0f","full_id":"\(id)","type":0,"name":"web","image":"nginx:1.27","imageid":"e0f1",
    "imagerepo":"docker.io/nginx","imagetag":"1.27","imagedigest":"sha256:00","privileged":true,"ip":"172.17.0.2",
    "host_pid":false,"host_network":true,"host_ipc":false,"cni_json":"","pod_sandbox_id":"1234567890abcdef",
    "Mounts":[{"Source":"/var/www","Destination":"/srv","Mode":"ro","RW":false,"Propagation":"rprivate"},
    {"Source":"/etc/x","Destination":"/etc/y","Mode":"","RW":true,"Propagation":""}],
    "labels":{"maintainer":"A \\u0026 B","io.kubernetes.pod.name":"web-0","io.kubernetes.pod.namespace":"shop",
    "io.kubernetes.pod.uid":"u-1","app":"","annotation.x":"y"},"pod_sandbox_labels":null}}
    """

  private static let sandbox = """
    {"container":{"id":"1234567890ab","type":6,"ip":"10.0.0.9","cni_json":"{\\"a\\":1}","is_pod_sandbox":true,
    "pod_sandbox_labels":{"tier":"front"}}}
    """

  private func sample(_ containers: String...) -> ProcessSample {
    var sample = ProcessSample(
      StateSnapshot.Thread.process(100, "nginx", parent: 1).with {
        $0.cgroups = Array("cpu=/docker/\(Self.id)\0".utf8)
      }, .process(200, "bash", parent: 1))
    sample.containers = containers
    return sample
  }

  @Test("what the engine told", arguments: [
    ("container.id", "0f0f0f0f0f0f"), ("container.full_id", id), ("container.name", "web"),
    ("container.image", "nginx:1.27"), ("container.image.id", "e0f1"), ("container.image.repository", "docker.io/nginx"),
    ("container.image.tag", "1.27"), ("container.image.digest", "sha256:00"), ("container.type", "docker"),
    ("container.privileged", "true"), ("container.host_pid", "false"), ("container.host_network", "true"),
    ("container.host_ipc", "false"), ("container.ip", "172.17.0.2"), ("container.cni.json", ""),
    ("container.mounts", "/var/www:/srv:ro:false:rprivate,/etc/x:/etc/y::true:"),
    ("container.mount[0]", "/var/www:/srv:ro:false:rprivate"), ("container.mount[/etc/*]", "/etc/x:/etc/y::true:"),
    ("container.mount[2]", nil), ("container.mount[/nowhere]", nil), ("container.mount[/srv]", nil),
    ("container.mount.source[/srv]", "/var/www"), ("container.mount.dest[/var/www]", "/srv"),
    ("container.mount.mode[0]", "ro"), ("container.mount.rdwr[1]", "true"), ("container.mount.propagation[0]", "rprivate"),
    ("container.label[maintainer]", "A & B"), ("container.label[app]", ""), ("container.label[none]", nil),
    ("container.labels", "app, maintainer:A & B"), ("k8s.pod.name", "web-0"), ("k8s.ns.name", "shop"),
    ("k8s.pod.id", "u-1"), ("k8s.pod.uid", "u-1"), ("k8s.pod.sandbox_id", "1234567890ab"),
    ("k8s.pod.full_sandbox_id", "1234567890abcdef"), ("k8s.pod.ip", "10.0.0.9"), ("k8s.pod.cni.json", "{\"a\":1}"),
    ("k8s.pod.label[tier]", "front"), ("k8s.pod.labels", "tier:front"), ("k8s.pod.label[x]", nil),
  ] as [(String, String?)])
  func told(field: String, expected: String?) { #expect(sample(Self.metadata, Self.sandbox).field(field) == expected) }

  @Test("until the engine has told, nothing but the id", arguments: [
    ("container.id", "0f0f0f0f0f0f"), ("container.name", nil), ("container.image.repository", nil),
    ("container.privileged", nil), ("container.labels", nil), ("k8s.pod.name", nil), ("container.mount[0]", nil),
  ] as [(String, String?)])
  func unknown(field: String, expected: String?) {
    #expect(sample().field(field) == expected)
    #expect(sample("{\"container\":{\"id\":5}}", "[", "", "{\"container\":{\"id\":\"\"}}").field(field) == expected)
  }

  @Test("the host is a container of its own, with empty texts", arguments: [
    ("container.id", "host"), ("container.name", "host"), ("container.type", "host"), ("container.image.repository", ""),
    ("container.privileged", "false"), ("k8s.ns.name", nil), ("container.labels", ""), ("container.mount[0]", nil),
  ] as [(String, String?)])
  func host(field: String, expected: String?) { #expect(sample(Self.metadata).field(field, tid: 200) == expected) }

  @Test("JSON that is none is refused, however deep it nests", .timeLimit(.minutes(1)))
  func hostileJSON() {
    for text in ["{", "{\"a\"}", "{\"a\":}", "[1,]", "\"\\x\"", "\"\\u12\"", "\"", "tru", "{} x", "", "nul"] {
      #expect(JSONText(Array(text.utf8).span) == nil, "\(text)")
    }
    #expect(JSONText([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000).span) == nil)
    #expect(JSONText(Array("\"\\ud83d\\ude00\\ud83d\\n\"".utf8).span) == .string(Array("😀\u{FFFD}\n".utf8)))
    #expect(JSONText(Array(" {\"a\": [1, -2.5e3, true, null]} \0junk".utf8).span)?["a"].elements.count == 4)
  }

  @Test("what is removed is forgotten; texts are held and given back in pairs")
  func removal() throws {
    var table = ContainerMetadata()
    var symbols = SymbolTable()
    let json = Array(Self.metadata.utf8)
    // A symbol that is given back more often than it was held ends the test.
    for _ in 0..<100 {
      let first = table.add(json.span, &symbols)
      let again = table.add(json.span, &symbols)
      let id = try #require(first)
      #expect(again == first)
      let known = table.find(id) != nil
      #expect(known)
      table.remove(json.span, &symbols)
      table.remove(json.span, &symbols)
      let isKnown = table.find(id) != nil
      #expect(!isKnown)
    }
  }
}
