#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Says whether another live source is open. It is only asked in order to warn: several work, each at its own cost.
///
/// A name in the abstract namespace of unix sockets: nothing lies in the file system, nothing stays behind, and whoever
/// has the same network namespace sees it.
final class SourceLock: Sendable {
  let isOwn: Bool
  private let socket: Int32

  init() {
    let socket = openSocket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array("\0rulec-live".utf8)
    // The name is shorter than the path, and the structure is what the call expects for this family.
    let status = unsafe withUnsafeMutableBytes(of: &address) { bytes in
      unsafe bytes.baseAddress!.advanced(by: MemoryLayout<sa_family_t>.size).copyMemory(from: name, byteCount: name.count)
      return unsafe bind(
        socket, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self),
        socklen_t(MemoryLayout<sa_family_t>.size + name.count))
    }
    self.socket = socket
    isOwn = status == 0 || errno != EADDRINUSE
  }

  deinit { if socket >= 0 { close(socket) } }
}

/// `socket`, which in `SourceLock` is its own descriptor.
private func openSocket(_ family: Int32, _ type: Int32, _ number: Int32) -> Int32 { socket(family, type, number) }
