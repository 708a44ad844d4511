import NIOCore
import NIOPosix
import Synchronization

// ContainerEngines: what the engines of this machine tell about their containers. In: their sockets, and what they keep on
// disk. Out: JSON texts in the form of captures (state-engine.md §12.3). Not here: which process is in which container.

/// Where engines are asked. The root is for tests.
package struct EnginePlaces: Sendable {
  /// Sockets that speak docker's protocol, with the number of their engine in metadata.
  package var sockets: [(path: String, engine: Int)]
  /// Folders with one folder for each container that runs, which holds its OCI configuration.
  package var bundles: [BundleFolder]

  package init(root: String = "") {
    sockets = [(root + "/run/docker.sock", EngineNumber.docker), (root + "/run/podman/podman.sock", EngineNumber.podman)]
    bundles = [
      BundleFolder(path: root + "/run/containerd/io.containerd.runtime.v2.task/k8s.io", suffix: "/config.json", engine: EngineNumber.cri),
      BundleFolder(
        path: root + "/run/containerd/io.containerd.runtime.v2.task/default", suffix: "/config.json", engine: EngineNumber.containerd),
      BundleFolder(
        path: root + "/run/containers/storage/overlay-containers", suffix: "/userdata/config.json", engine: EngineNumber.crio),
    ]
  }
}

/// Engines as metadata numbers them.
enum EngineNumber {
  static let docker = 0
  static let cri = 6
  static let containerd = 7
  static let crio = 8
  static let podman = 11
}

/// What an engine said of one container.
package struct ContainerNotice: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// It is there, or something about it has changed.
    case present
    case removed
  }

  package let kind: Kind
  /// An object `container`, as metadata events have it.
  package let json: [UInt8]
}

/// Follows the engines on a thread of its own. Whoever takes events never waits for it: what is known lies ready.
package final class ContainerWatch: Sendable {
  /// Notices that may wait, and their bytes.
  private static let capacity = (count: 4096, bytes: 8 << 20)
  /// How long an engine that does not answer is left alone.
  private static let pause = TimeAmount.seconds(5)

  private struct Contents {
    var waiting: [ContainerNotice] = []
    var bytes = 0
    var dropped: UInt64 = 0
  }

  private let group: MultiThreadedEventLoopGroup
  private let contents = Mutex(Contents())

  /// - Parameter pause: shorter in tests.
  package init(_ places: EnginePlaces, pause: Duration? = nil) {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let pause = pause.map { TimeAmount.nanoseconds(Int64($0 / .nanoseconds(1))) } ?? Self.pause
    for (path, engine) in places.sockets {
      loop.execute { DockerFollower(path, engine, loop, pause: pause) { [weak self] in self?.add($0) }.start() }
    }
    loop.execute {
      let scan = NIOLoopBoundBox(BundleScan(places.bundles), eventLoop: loop)
      _ = loop.scheduleRepeatedTask(initialDelay: .zero, delay: .seconds(1)) { [weak self] _ in
        for notice in scan.value.look() { self?.add(notice) }
      }
    }
  }

  deinit { group.shutdownGracefully { _ in } }

  /// What was learned since the last call, in its order.
  package func take() -> [ContainerNotice] {
    contents.withLock { contents in
      if contents.waiting.isEmpty { return [] }
      defer { contents = Contents(dropped: contents.dropped) }
      return contents.waiting
    }
  }

  /// Notices that nobody took in time.
  package var dropped: UInt64 { contents.withLock { $0.dropped } }

  private func add(_ notice: ContainerNotice) {
    contents.withLock { contents in
      guard contents.waiting.count < Self.capacity.count, contents.bytes + notice.json.count <= Self.capacity.bytes else {
        contents.dropped &+= 1
        return
      }
      contents.bytes += notice.json.count
      contents.waiting.append(notice)
    }
  }
}
