import NIOCore
import NIOHTTP1
import NIOPosix

/// Why an engine gave no answer. Nobody is told: engines come and go, and what they would have said is `<NA>`.
enum EngineFailure: Error {
  case status(UInt)
  case tooLong
  case timeout
  case closed
}

/// One question to an engine, over its socket: a connection for each.
enum EngineRequest {
  /// More is no answer about a container.
  static let longestAnswer = 4 << 20
  private static let connectTimeout = TimeAmount.seconds(2)

  /// The whole answer.
  static func get(_ path: String, from socket: String, on loop: any EventLoop, within time: TimeAmount) -> EventLoopFuture<[UInt8]> {
    let promise = loop.makePromise(of: [UInt8].self)
    let channel = connect(to: socket, on: loop, path) { AnswerHandler(promise) }
    channel.whenFailure { promise.fail($0) }
    let timeout = loop.scheduleTask(in: time) { promise.fail(EngineFailure.timeout) }
    promise.futureResult.whenComplete { _ in
      timeout.cancel()
      channel.whenSuccess { $0.close(promise: nil) }
    }
    return promise.futureResult
  }

  /// An answer that does not end, line by line.
  ///
  /// - Parameters:
  ///   - begun: it has begun.
  ///   - line: is called for each.
  /// - Returns: is fulfilled when it has ended after all.
  static func follow(
    _ path: String, from socket: String, on loop: any EventLoop, begun: @escaping @Sendable () -> Void,
    line: @escaping @Sendable ([UInt8]) -> Void
  ) -> EventLoopFuture<Void> {
    let promise = loop.makePromise(of: Void.self)
    let channel = connect(to: socket, on: loop, path) { LineHandler(promise, begun: begun, line: line) }
    channel.whenFailure { promise.fail($0) }
    promise.futureResult.whenComplete { _ in channel.whenSuccess { $0.close(promise: nil) } }
    return promise.futureResult
  }

  private static func connect(
    to socket: String, on loop: any EventLoop, _ path: String, _ handler: @escaping @Sendable () -> some ChannelInboundHandler
  ) -> EventLoopFuture<any Channel> {
    let bootstrap = ClientBootstrap(group: loop).connectTimeout(connectTimeout).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHTTPClientHandlers()
        try channel.pipeline.syncOperations.addHandler(handler())
      }
    }
    return bootstrap.connect(unixDomainSocketPath: socket).map { channel in
      var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path)
      head.headers = ["Host": "localhost", "Connection": "close"]
      channel.write(HTTPClientRequestPart.head(head), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      return channel
    }
  }
}

/// Puts an answer together.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private let promise: EventLoopPromise<[UInt8]>
  private var bytes: [UInt8] = []

  init(_ promise: EventLoopPromise<[UInt8]>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): if head.status != .ok { promise.fail(EngineFailure.status(head.status.code)) }
    case .body(let part):
      if bytes.count + part.readableBytes > EngineRequest.longestAnswer { return promise.fail(EngineFailure.tooLong) }
      bytes += part.readableBytesView
    case .end: promise.succeed(bytes)
    }
  }

  func channelInactive(context: ChannelHandlerContext) { promise.fail(EngineFailure.closed) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }
}

/// Takes an answer apart into lines.
private final class LineHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  private static let longestLine = 1 << 20
  private let promise: EventLoopPromise<Void>
  private let begun: @Sendable () -> Void
  private let line: @Sendable ([UInt8]) -> Void
  private var bytes: [UInt8] = []

  init(_ promise: EventLoopPromise<Void>, begun: @escaping @Sendable () -> Void, line: @escaping @Sendable ([UInt8]) -> Void) {
    self.promise = promise
    self.begun = begun
    self.line = line
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): if head.status == .ok { begun() } else { promise.fail(EngineFailure.status(head.status.code)) }
    case .body(let part):
      bytes += part.readableBytesView
      while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        line(Array(bytes[..<end]))
        bytes.removeFirst(end + 1)
      }
      if bytes.count > Self.longestLine { promise.fail(EngineFailure.tooLong) }
    case .end: promise.succeed(())
    }
  }

  func channelInactive(context: ChannelHandlerContext) { promise.fail(EngineFailure.closed) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }
}
