import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `accept`, which in `FakeEngine` is its own function.
private func acceptConnection(_ listener: Int32) -> Int32 { accept(listener, nil, nil) }

/// A container engine for tests: a unix socket, and what is answered to each path.
final class FakeEngine: Sendable {
  /// The bytes of an answer, as they go over the socket, and whether the connection stays open after them.
  struct Answer: Sendable {
    var bytes: [UInt8]
    var staysOpen = false

    static func json(_ text: String) -> Answer { Answer(bytes: head(200, text.utf8.count) + Array(text.utf8)) }
    static func status(_ code: Int) -> Answer { Answer(bytes: head(code, 2) + Array("{}".utf8)) }
    /// Nothing, and no end.
    static let silence = Answer(bytes: [], staysOpen: true)

    /// A stream that goes on: lines in chunks that do not end where lines do.
    static func stream(_ lines: [String]) -> Answer {
      let text = Array(lines.map { $0 + "\n" }.joined().utf8)
      var bytes = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
      for start in stride(from: 0, to: text.count, by: 7) {
        let part = text[start..<min(start + 7, text.count)]
        bytes += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
      }
      return Answer(bytes: bytes, staysOpen: true)
    }

    static func head(_ code: Int, _ length: Int) -> [UInt8] {
      Array("HTTP/1.1 \(code) X\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\nConnection: close\r\n\r\n".utf8)
    }
  }

  let path: String
  private let listener: Int32
  private let answer: @Sendable (String) -> Answer
  private let asked = Mutex<[String]>([])

  init(at path: String, answer: @escaping @Sendable (String) -> Answer) throws {
    self.path = path
    self.answer = answer
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // The path of a test's folder is shorter than the array.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0, listen(listener, 16) == 0 else { throw POSIXError(.EIO) }
    Thread.detachNewThread { self.accept() }
  }

  deinit { close(listener) }

  /// The paths that were asked for so far.
  var requests: [String] { asked.withLock { $0 } }

  private func accept() {
    while true {
      let connection = acceptConnection(listener)
      if connection < 0 { return }
      Thread.detachNewThread { self.serve(connection) }
    }
  }

  private func serve(_ connection: Int32) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !request.contains(13) {
      let count = unsafe recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { break }
      request += buffer[..<count]
    }
    let words = String(decoding: request, as: UTF8.self).split(separator: " ")
    let path = words.count > 1 ? String(words[1]) : ""
    asked.withLock { $0.append(path) }
    let answer = answer(path)
    var sent = 0
    while sent < answer.bytes.count {
      let part = Array(answer.bytes[sent...])
      let count = unsafe send(connection, part, part.count, Int32(MSG_NOSIGNAL))
      if count <= 0 { break }
      sent += count
    }
    // Until the other side ends it.
    if answer.staysOpen { _ = unsafe recv(connection, &buffer, buffer.count, 0) }
    close(connection)
  }
}
