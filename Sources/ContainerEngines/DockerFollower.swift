import NIOCore
import Runtime

/// Follows one engine that speaks docker's protocol: its events first, so that nothing is missed, then all containers that
/// are there. A container is asked about when it is made, before anything runs in it, and again when it starts: only then it
/// has an address.
///
/// Lives on its event loop, which keeps it.
final class DockerFollower {
  private static let answerTime = TimeAmount.seconds(5)
  /// Containers that may wait to be asked about.
  private static let mostWaiting = 4096
  /// `{"type":["container"]}`.
  private static let events = "/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D"

  private let socket: String
  private let engine: Int
  private let loop: any EventLoop
  private let pause: TimeAmount
  private let tell: @Sendable (ContainerNotice) -> Void
  private var waiting: [String] = []
  private var isAsking = false

  init(
    _ socket: String, _ engine: Int, _ loop: any EventLoop, pause: TimeAmount, tell: @escaping @Sendable (ContainerNotice) -> Void
  ) {
    self.socket = socket
    self.engine = engine
    self.loop = loop
    self.pause = pause
    self.tell = tell
  }

  /// From here on; where the engine is not there, or goes, it is looked for again after a pause.
  func start() {
    let follower = NIOLoopBound(self, eventLoop: loop)
    let end = EngineRequest.follow(
      Self.events, from: socket, on: loop, begun: { follower.value.askAboutAll() }, line: { follower.value.take($0) })
    end.whenComplete { _ in
      let follower = follower.value
      follower.loop.assumeIsolated().scheduleTask(in: follower.pause) { follower.start() }
    }
  }

  private func askAboutAll() {
    let follower = NIOLoopBound(self, eventLoop: loop)
    EngineRequest.get("/containers/json", from: socket, on: loop, within: Self.answerTime).whenSuccess { answer in
      for container in JSONText(answer.span)?.elements ?? [] {
        follower.value.ask(about: String(decoding: container["Id"].text, as: UTF8.self))
      }
    }
  }

  /// One event: newer engines name what it is about in `Actor`.
  private func take(_ line: [UInt8]) {
    guard let event = JSONText(line.span) else { return }
    let id = event["Actor"]["ID"].text.isEmpty ? event["id"].text : event["Actor"]["ID"].text
    let text = String(decoding: id, as: UTF8.self)
    let action = event["Action"].text.isEmpty ? event["status"].text : event["Action"].text
    switch String(decoding: action, as: UTF8.self) {
    case "create", "start", "rename", "update": ask(about: text)
    case "destroy", "remove": if Self.isID(text) { tell(DockerAnswer.removal(of: text)) }
    default: break
    }
  }

  /// What comes from the engine becomes part of a path.
  private static func isID(_ text: String) -> Bool { text.utf8.count == 64 && text.allSatisfy(\.isHexDigit) }

  // MARK: One container after the other

  private func ask(about id: String) {
    guard Self.isID(id), waiting.count < Self.mostWaiting, !waiting.contains(id) else { return }
    waiting.append(id)
    if !isAsking { askNext() }
  }

  private func askNext() {
    isAsking = !waiting.isEmpty
    if waiting.isEmpty { return }
    let id = waiting.removeFirst()
    let follower = NIOLoopBound(self, eventLoop: loop)
    let container = EngineRequest.get("/containers/\(id)/json", from: socket, on: loop, within: Self.answerTime)
    let answer = container.flatMap { [socket, loop] container -> EventLoopFuture<([UInt8], [UInt8])> in
      // The image is only asked for its digest; without it the rest is still true.
      let image = DockerAnswer.imageID(in: container)
      if image.isEmpty { return loop.makeSucceededFuture((container, [])) }
      return EngineRequest.get("/images/\(image)/json", from: socket, on: loop, within: Self.answerTime)
        .recover { _ in [] }.map { (container, $0) }
    }
    answer.whenComplete { result in
      let follower = follower.value
      if case .success(let (container, image)) = result, let notice = DockerAnswer.notice(container, image, follower.engine) {
        follower.tell(notice)
      }
      follower.askNext()
    }
  }
}
