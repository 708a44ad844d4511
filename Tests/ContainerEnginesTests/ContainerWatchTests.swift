import Foundation
import Runtime
import TestSupport
import Testing

@testable import ContainerEngines

@Suite("Container engines", .serialized)
struct ContainerWatchTests {
  private static let web = String(repeating: "ab", count: 32)
  private static let other = String(repeating: "cd", count: 32)
  private static let image = String(repeating: "12", count: 32)

  private static func container(_ id: String, name: String) -> String {
    """
    {"Id":"\(id)","Name":"/\(name)","Image":"sha256:\(image)","Config":{"Image":"reg:5000/team/app:1.2","Labels":{"b":"2","a":"1"}},
     "HostConfig":{"Privileged":true,"PidMode":"host","NetworkMode":"bridge","IpcMode":"private"},
     "NetworkSettings":{"IPAddress":"","Networks":{"n":{"IPAddress":"172.17.0.2"}}},
     "Mounts":[{"Type":"bind","Source":"/","Destination":"/host","Mode":"ro","RW":false,"Propagation":"rslave"}]}
    """
  }

  private static let imageAnswer = """
    {"RepoDigests":["else@sha256:1","reg:5000/team/app@sha256:feed"]}
    """

  private static func event(_ action: String, _ id: String) -> String {
    #"{"Type":"container","Action":"\#(action)","Actor":{"ID":"\#(id)","Attributes":{}}}"#
  }

  private static func places(_ path: String) -> EnginePlaces {
    var places = EnginePlaces(root: "/nowhere")
    places.sockets = [(path, EngineNumber.docker)]
    return places
  }

  /// What comes until `isEnough` of it.
  private func notices(_ watch: ContainerWatch, within time: Duration = .seconds(20), until isEnough: ([ContainerNotice]) -> Bool) -> [ContainerNotice] {
    var all: [ContainerNotice] = []
    let deadline = ContinuousClock.now + time
    while !isEnough(all), ContinuousClock.now < deadline {
      all += watch.take()
      usleep(5_000)
    }
    return all
  }

  private func member(_ notice: ContainerNotice?) throws -> JSONText {
    let notice = try #require(notice)
    let json = JSONText(notice.json.span)
    return try #require(json)["container"]
  }

  private func names(_ notices: [ContainerNotice]) -> [String] {
    notices.compactMap { JSONText($0.json.span)?["container"]["name"].string }
  }

  @Test("what an engine says of a container, in the form of metadata events")
  func answer() throws {
    let folder = try ScratchFolder([:])
    let engine = try FakeEngine(at: folder.url.path + "/s") { path in
      switch path {
      case "/containers/json": .json("[{\"Id\":\"\(Self.web)\"}]")
      case "/containers/\(Self.web)/json": .json(Self.container(Self.web, name: "web"))
      case "/images/\(Self.image)/json": .json(Self.imageAnswer)
      case let path where path.hasPrefix("/events"): .stream([])
      default: .status(404)
      }
    }
    let watch = ContainerWatch(Self.places(engine.path))
    let first = notices(watch) { !$0.isEmpty }.first
    let container = try member(first)
    #expect(container["id"].string == String(Self.web.prefix(12)))
    #expect(container["full_id"].string == Self.web)
    #expect(container["name"].string == "web")
    #expect(container["image"].string == "reg:5000/team/app:1.2")
    #expect(container["imagerepo"].string == "reg:5000/team/app")
    #expect(container["imagetag"].string == "1.2")
    #expect(container["imageid"].string == Self.image)
    #expect(container["imagedigest"].string == "sha256:feed")
    #expect(container["ip"].string == "172.17.0.2")
    #expect(container["privileged"] == .bool(true) && container["host_pid"] == .bool(true) && container["host_network"] == .bool(false))
    #expect(container["type"] == .number(Array("0".utf8)))
    #expect(container["labels"].texts.map { $0.name + $0.value } == ["a1", "b2"])
    let mount = try #require(container["Mounts"].elements.first)
    #expect(mount["Source"].string == "/" && mount["Destination"].string == "/host" && mount["RW"] == .bool(false))
    #expect(mount["Mode"].string == "ro" && mount["Propagation"].string == "rslave")
  }

  @Test("a container that is made while it is watched is asked about, and one that is removed is said to be")
  func events() throws {
    let folder = try ScratchFolder([:])
    let engine = try FakeEngine(at: folder.url.path + "/s") { path in
      switch path {
      case "/containers/json": .json("[]")
      case "/containers/\(Self.other)/json": .json(Self.container(Self.other, name: "new"))
      case let path where path.hasPrefix("/events"):
        .stream([Self.event("create", Self.other), "no json", Self.event("exec_start: ls", Self.other), Self.event("destroy", Self.other)])
      default: .status(404)
      }
    }
    let watch = ContainerWatch(Self.places(engine.path))
    let all = notices(watch) { $0.count >= 2 }
    let (present, removed) = (names(all.filter { $0.kind == .present }), try member(all.first { $0.kind == .removed }))
    #expect(present == ["new"])
    #expect(removed["id"].string == String(Self.other.prefix(12)))
  }

  @Test("what an engine should not answer is no notice, and what it answers next is", arguments: [
    FakeEngine.Answer.status(404), .status(500), .silence, FakeEngine.Answer(bytes: Array("\u{0}\u{1}garbage\r\n\r\n".utf8)),
    .json("{\"Id\":"), .json("[]"), .json("{\"Id\":5}"), FakeEngine.Answer(bytes: []),
    FakeEngine.Answer(bytes: FakeEngine.Answer.head(200, 100) + Array("{\"Id\"".utf8)),
    FakeEngine.Answer(bytes: FakeEngine.Answer.head(200, 64 << 20) + [UInt8](repeating: 0x20, count: 8 << 20)),
  ])
  func badAnswers(_ bad: FakeEngine.Answer) throws {
    let folder = try ScratchFolder([:])
    let engine = try FakeEngine(at: folder.url.path + "/s") { path in
      switch path {
      case "/containers/json": .json("[{\"Id\":\"\(Self.other)\"},{\"Id\":\"../../etc\"},{\"Id\":\"\(Self.web)\"}]")
      case "/containers/\(Self.other)/json": bad
      case "/containers/\(Self.web)/json": .json(Self.container(Self.web, name: "web"))
      case let path where path.hasPrefix("/events"): .stream([])
      default: bad
      }
    }
    let watch = ContainerWatch(Self.places(engine.path))
    let came = names(notices(watch) { !$0.isEmpty })
    #expect(came == ["web"])
    #expect(!engine.requests.contains { $0.contains("etc") }, "what is no id is not part of a path")
  }

  @Test("nobody who asks for notices waits for an engine")
  func takes() throws {
    let folder = try ScratchFolder([:])
    let engine = try FakeEngine(at: folder.url.path + "/s") { _ in .silence }
    let watch = ContainerWatch(Self.places(engine.path))
    let start = ContinuousClock.now
    for _ in 0..<1000 { #expect(watch.take().isEmpty) }
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test("an engine that comes later, or goes and comes back, is found")
  func restarts() throws {
    let folder = try ScratchFolder([:])
    let path = folder.url.path + "/s"
    let watch = ContainerWatch(Self.places(path), pause: .milliseconds(20))
    usleep(100_000)
    let engine = try FakeEngine(at: path) { path in
      switch path {
      case "/containers/json": .json("[{\"Id\":\"\(Self.web)\"}]")
      case "/containers/\(Self.web)/json": .json(Self.container(Self.web, name: "web"))
      // The connection ends at once.
      case let path where path.hasPrefix("/events"): FakeEngine.Answer(bytes: FakeEngine.Answer.head(200, 0))
      default: .status(404)
      }
    }
    let came = names(notices(watch) { $0.count >= 3 })
    #expect(came.prefix(3) == ["web", "web", "web"])
    #expect(engine.requests.count { $0.hasPrefix("/events") } >= 3)
  }

  @Test("more than there is room for is dropped and counted")
  func bound() throws {
    let folder = try ScratchFolder([:])
    let engine = try FakeEngine(at: folder.url.path + "/s") { path in
      path.hasPrefix("/events") ? .stream(Array(repeating: Self.event("destroy", Self.web), count: 6000)) : .status(404)
    }
    let watch = ContainerWatch(Self.places(engine.path))
    let deadline = ContinuousClock.now + .seconds(30)
    while watch.dropped < 1904, ContinuousClock.now < deadline { usleep(10_000) }
    #expect(watch.dropped == 1904)
    #expect(watch.take().count == 4096)
  }

  @Test("repository and tag of an image", arguments: [
    ("nginx", "nginx", ""), ("nginx:1", "nginx", "1"), ("h:5/a/b", "h:5/a/b", ""), ("h:5/a/b:1@sha256:00", "h:5/a/b", "1"), ("", "", ""),
  ])
  func images(_ image: String, _ repository: String, _ tag: String) {
    let parts = ContainerFacts.parts(of: image)
    #expect(parts.repository == repository && parts.tag == tag)
  }

  @Test("containers of engines that are not asked, from what lies on disk")
  func bundles() throws {
    let configuration = """
      {"process":{"capabilities":{"bounding":["CAP_CHOWN"]}},
       "mounts":[{"type":"proc","source":"proc","destination":"/proc"},
                 {"type":"bind","source":"/etc","destination":"/host","options":["rbind","rprivate","ro"]}],
       "linux":{"namespaces":[{"type":"pid"},{"type":"ipc"}],"maskedPaths":["/proc/kcore"]},
       "annotations":{"io.kubernetes.cri.container-name":"app","io.kubernetes.cri.image-name":"docker.io/library/app:3",
                      "io.kubernetes.cri.sandbox-id":"\(Self.other)"}}
      """
    let folder = try ScratchFolder(["\(Self.web)/config.json": configuration, "broken/config.json": "{"])
    var scan = BundleScan([BundleFolder(path: folder.url.path, suffix: "/config.json", engine: EngineNumber.cri)])
    let first = scan.look()
    #expect(first.count == 1)
    let container = try member(first.first)
    #expect(container["id"].string == String(Self.web.prefix(12)) && container["name"].string == "app")
    #expect(container["imagerepo"].string == "docker.io/library/app" && container["imagetag"].string == "3")
    #expect(container["pod_sandbox_id"].string == String(Self.other.prefix(12)) && container["type"] == .number(Array("6".utf8)))
    #expect(container["host_network"] == .bool(true) && container["host_pid"] == .bool(false) && container["privileged"] == .bool(false))
    #expect(container["Mounts"].elements.map { $0["Source"].string } == ["/etc"])
    #expect(scan.look() == [])
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent(Self.web))
    #expect(scan.look().map(\.kind) == [.removed])
  }
}
