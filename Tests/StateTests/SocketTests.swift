import Matching
import TestSupport
import Testing

@testable import Runtime

/// Sockets: state-engine.md §5.1, §5.2.
@Suite("Sockets")
struct SocketTests {
  private static let ipv4: UInt32 = 2
  private static let ipv6: UInt32 = 10
  private static let unix: UInt32 = 1

  private func socket(_ scene: Scene, _ number: Int64, _ family: UInt32, type: UInt32 = 1, protocol: UInt32 = 0) {
    scene.event("SOCKET_SOCKET_X", [.int64(number), .uint32(family), .uint32(type), .uint32(`protocol`), .uint32(0)])
  }

  private func roles(_ scene: Scene, _ number: Int64) -> DescriptorStatus? {
    scene.descriptor(number)?.status.intersection([.isClient, .isServer])
  }

  @Test("families and protocols", arguments: [
    (2, 1, 0, .ipv4, .tcp), (2, 2, 0, .ipv4, .udp), (2, 3, 0, .ipv4, .raw), (2, 2, 1, .ipv4, .icmp),
    (2, 3, 17, .ipv4, .udp), (10, 0x80801, 0, .ipv6, .tcp), (1, 1, 0, .unix, .unknown), (16, 3, 0, .netlink, .unknown),
    (17, 3, 768, .unknown, .unknown),
  ] as [(UInt32, UInt32, UInt32, DescriptorKind, Layer4)])
  func kinds(family: UInt32, type: UInt32, number: UInt32, kind: DescriptorKind, layer4: Layer4) {
    let scene = Scene()
    socket(scene, 3, family, type: type, protocol: number)
    #expect(scene.descriptor(3).map { $0.kind } == kind)
    #expect(scene.descriptor(3).map { $0.layer4 } == layer4)
    #expect(scene.name(3) == "")
  }

  @Test("a server's address", arguments: [
    (.ipv4("0.0.0.0", port: 8080), .ipv4Server, "0.0.0.0:8080"), (.ipv4("10.1.2.3", port: 0), .ipv4, "10.1.2.3:0"),
    (.ipv6("2001:db8:0:0:0:0:3:1", port: 1234), .ipv6Server, "2001:db8::3:1:1234"),
    (.ipv6("0:0:0:0:0:ffff:0a01:0203", port: 80), .ipv4Server, "::ffff:10.1.2.3:80"),
    (.ipv6("0:0:0:0:0:0:0:0", port: 9090), .ipv4Server, ":::9090"), (.unix("/run/s.sock"), .unix, "/run/s.sock"),
  ] as [(EventBuilder.Parameter, DescriptorKind, String)])
  func bind(address: EventBuilder.Parameter, kind: DescriptorKind, name: String) {
    let scene = Scene()
    let family: UInt32 = switch address {
    case .ipv4: Self.ipv4
    case .ipv6: Self.ipv6
    default: Self.unix
    }
    socket(scene, 3, family)
    let facts = scene.event("SOCKET_BIND_X", [.int64(0), address, .int64(3)])
    #expect(scene.descriptor(3)?.kind == kind)
    #expect(scene.name(facts) == name)
    #expect(facts.changedName)
    #expect(roles(scene, 3) == (name == "10.1.2.3:0" || kind == .unix ? [] : .isServer))
  }

  @Test("a failed bind changes nothing")
  func failedBind() {
    let scene = Scene()
    socket(scene, 3, Self.ipv4)
    scene.event("SOCKET_BIND_X", [.int64(-98), .ipv4("1.2.3.4", port: 5), .int64(3)])
    #expect(scene.name(3) == "")
  }

  @Test("a connection, made or under way; a failed one changes nothing", arguments: [
    (0, "10.1.2.3:40000->93.184.216.34:443"), (-115, "10.1.2.3:40000->93.184.216.34:443"), (-111, ""),
  ] as [(Int64, String)])
  func connect(result: Int64, name: String) {
    let scene = Scene()
    socket(scene, 3, Self.ipv4)
    let facts = scene.event(
      "SOCKET_CONNECT_X",
      [
        .int64(result), .ipv4Tuple("10.1.2.3", 40000, "93.184.216.34", 443), .int64(3),
        .ipv4("93.184.216.34", port: 443),
      ])
    #expect(scene.name(facts) == name)
    #expect(facts.changedName == (name != ""))
    #expect(roles(scene, 3) == (name == "" ? [] : .isClient))
  }

  @Test("IPv6 connections, v4-mapped ones as IPv4")
  func connectV6() {
    let scene = Scene()
    socket(scene, 3, Self.ipv6)
    let loopback = EventBuilder.Parameter.groups("0:0:0:0:0:0:0:1")
    scene.event(
      "SOCKET_CONNECT_X", [.int64(0), .ipv6Tuple(loopback, 38255, loopback, 2345), .int64(3), .absent])
    #expect(scene.name(3) == "::1:38255->::1:2345")
    socket(scene, 4, Self.ipv6)
    let own = EventBuilder.Parameter.groups("0:0:0:0:0:ffff:0a01:0203")
    let other = EventBuilder.Parameter.groups("0:0:0:0:0:ffff:0102:0304")
    scene.event("SOCKET_CONNECT_X", [.int64(0), .ipv6Tuple(own, 1, other, 2), .int64(4), .absent])
    #expect(scene.descriptor(4)?.kind == .ipv4)
    // attacks.scap, event 123477.
    #expect(scene.descriptor(3)?.layer4 == .tcp)
    #expect(scene.descriptor(4)?.layer4 == .unknown)
    #expect(scene.name(4) == "<unknown>")
  }

  /// attacks.scap, events 123476 and 131352: a socket that lets go of its peer.
  @Test("connections keep an own address of zeros")
  func connectFromNowhere() {
    let scene = Scene()
    socket(scene, 3, Self.ipv6, type: 2)
    let nowhere = EventBuilder.Parameter.groups("0:0:0:0:0:0:0:0")
    let loopback = EventBuilder.Parameter.groups("0:0:0:0:0:0:0:1")
    scene.event("SOCKET_CONNECT_X", [.int64(0), .ipv6Tuple(nowhere, 0, loopback, 0), .int64(3), .absent])
    #expect(scene.name(3) == ":::0->::1:0")
    socket(scene, 4, Self.ipv4, type: 2)
    scene.event("SOCKET_CONNECT_X", [.int64(0), .ipv4Tuple("0.0.0.0", 0, "10.1.2.9", 0), .int64(4), .absent])
    #expect(scene.name(4) == "0.0.0.0:0->10.1.2.9:0")
  }

  @Test("the destination that the kernel was asked for, where user memory was read after the call")
  func connectEnter() {
    let scene = Scene()
    func connect(_ tuple: EventBuilder.Parameter, _ address: EventBuilder.Parameter, _ scene: Scene) -> String? {
      socket(scene, 3, Self.ipv4)
      scene.event("SOCKET_CONNECT_E", [.int64(3), .ipv4("1.1.1.1", port: 53)])
      return scene.name(scene.event("SOCKET_CONNECT_X", [.int64(-115), tuple, .int64(3), address]))
    }
    #expect(
      connect(.ipv4Tuple("10.1.2.3", 9, "8.8.8.8", 53), .ipv4("8.8.8.8", port: 53), scene) == "10.1.2.3:9->1.1.1.1:53")
    #expect(
      connect(.ipv4Tuple("10.1.2.3", 9, "8.8.8.8", 53), .ipv4("9.9.9.9", port: 53), scene) == "10.1.2.3:9->8.8.8.8:53")
    #expect(connect(.absent, .absent, scene) == "0.0.0.0:0->1.1.1.1:53")
  }

  @Test("unix connections")
  func connectUnix() {
    let scene = Scene()
    socket(scene, 3, Self.unix)
    scene.event("SOCKET_CONNECT_X", [.int64(0), .unixTuple(0xAB00, 0, "/run/x"), .int64(3), .unix("/run/x")])
    #expect(scene.name(3) == "ab00->0 /run/x")
    #expect(roles(scene, 3) == .isClient)
  }

  @Test("an accepted connection: the client first")
  func accept() throws {
    let scene = Scene()
    let facts = scene.event(
      "SOCKET_ACCEPT4_6_X",
      [
        .int64(7), .ipv4Tuple("10.9.9.9", 5555, "10.1.2.3", 80), .uint8(0), .uint32(0), .uint32(0), .int32(0x1000),
      ])
    #expect(facts.descriptorNumber == 7)
    #expect(scene.name(facts) == "10.9.9.9:5555->10.1.2.3:80")
    let descriptor = try #require(scene.descriptor(7))
    #expect((descriptor.kind, descriptor.layer4, descriptor.status) == (.ipv4, .tcp, [.isServer, .isConnected]))
    #expect(descriptor.openFlags == 0x1000)
    scene.event("SOCKET_ACCEPT_5_X", [.int64(8), .unixTuple(1, 2, ""), .uint8(0), .uint32(0), .uint32(0)])
    #expect(scene.name(8) == "1->2 ")
    // Nothing is known without a tuple.
    scene.event("SOCKET_ACCEPT_5_X", [.int64(9), .absent, .uint8(0), .uint32(0), .uint32(0)])
    #expect(scene.descriptor(9) == nil)
    #expect(scene.event("SOCKET_ACCEPT_5_X", [.int64(-11), .absent, .uint8(0)]).descriptorNumber == -1)
  }

  private func send(_ scene: Scene, _ tuple: EventBuilder.Parameter, on number: Int64 = 3) -> EventFacts {
    scene.event("SOCKET_SENDTO_X", [.int64(4), .bytes([1]), .int64(number), .uint32(4), tuple])
  }

  private func receive(_ scene: Scene, _ tuple: EventBuilder.Parameter, on number: Int64 = 3) -> EventFacts {
    scene.event("SOCKET_RECVFROM_X", [.int64(4), .bytes([1]), tuple, .int64(number), .uint32(4)])
  }

  @Test("datagrams: who sends first is the client, and stays first in the name")
  func datagrams() {
    let scene = Scene()
    socket(scene, 3, Self.ipv4, type: 2)
    let first = send(scene, .ipv4Tuple("10.1.2.3", 6000, "8.8.8.8", 53))
    #expect(scene.name(first) == "10.1.2.3:6000->8.8.8.8:53")
    #expect(first.changedName)
    let answer = receive(scene, .ipv4Tuple("8.8.8.8", 53, "10.1.2.3", 6000))
    #expect(scene.name(answer) == "10.1.2.3:6000->8.8.8.8:53")
    #expect(!answer.changedName)
    let next = send(scene, .ipv4Tuple("10.1.2.3", 6000, "9.9.9.9", 53))
    #expect(scene.name(next) == "10.1.2.3:6000->9.9.9.9:53")
    #expect(next.changedName)
  }

  @Test("datagrams: who receives first is the server")
  func datagramServer() {
    let scene = Scene()
    socket(scene, 3, Self.ipv4, type: 2)
    let request = receive(scene, .ipv4Tuple("10.9.9.9", 1234, "10.1.2.3", 53))
    #expect(scene.name(request) == "10.9.9.9:1234->10.1.2.3:53")
    #expect(roles(scene, 3) == .isServer)
    #expect(scene.name(send(scene, .ipv4Tuple("10.1.2.3", 53, "10.9.9.9", 1234))) == "10.9.9.9:1234->10.1.2.3:53")
  }

  @Test("a named TCP connection is not renamed by its data")
  func stream() {
    let scene = Scene()
    socket(scene, 3, Self.ipv4)
    scene.event("SOCKET_CONNECT_X", [.int64(0), .ipv4Tuple("10.1.2.3", 1, "1.2.3.4", 2), .int64(3), .absent])
    _ = send(scene, .ipv4Tuple("10.1.2.3", 1, "9.9.9.9", 9))
    #expect(scene.name(3) == "10.1.2.3:1->1.2.3.4:2")
  }

  @Test("0.0.0.0 as the own address", arguments: [
    ("127.0.0.1", "127.0.0.1"), ("127.0.0.9", "127.0.0.1"), ("10.1.2.99", "10.1.2.3"), ("8.8.8.8", "10.1.2.3"),
  ])
  func ownAddress(destination: String, own: String) {
    let scene = Scene()
    socket(scene, 3, Self.ipv4, type: 2)
    #expect(scene.name(send(scene, .ipv4Tuple("0.0.0.0", 6000, destination, 53))) == "\(own):6000->\(destination):53")
  }

  /// test_ipv6_client, event 201.
  @Test("the same for IPv6")
  func ownAddressV6() {
    var snapshot = StateSnapshot.small
    snapshot.interfaces.append(
      NetworkInterface(
        name: Array("lo".utf8), address: .v6(high: 0, low: 1), netmask: .v6(high: .max, low: .max),
        broadcast: .v6(high: 0, low: 0), linkSpeed: nil))
    let scene = Scene(snapshot)
    socket(scene, 3, Self.ipv6, type: 2)
    let any = EventBuilder.Parameter.groups("0:0:0:0:0:0:0:0")
    let loopback = EventBuilder.Parameter.groups("0:0:0:0:0:0:0:1")
    #expect(scene.name(send(scene, .ipv6Tuple(any, 0, loopback, 2345))) == "::1:0->::1:2345")
  }

  @Test("a message to an address through an unknown descriptor makes a socket")
  func inferred() {
    let scene = Scene()
    let facts = send(scene, .ipv4Tuple("10.1.2.3", 6000, "8.8.8.8", 53), on: 33)
    #expect(scene.name(facts) == "10.1.2.3:6000->8.8.8.8:53")
    #expect(scene.descriptor(33)?.layer4 == .udp)
    #expect(roles(scene, 33) == .isClient)
    // Nothing is made for a failed one, or for one that only receives.
    scene.event("SOCKET_SENDTO_X", [.int64(-1), .absent, .int64(34), .uint32(4), .ipv4Tuple("1.1.1.1", 1, "2.2.2.2", 2)])
    _ = receive(scene, .ipv4Tuple("8.8.8.8", 53, "10.1.2.3", 6000), on: 35)
    #expect(scene.numbers() == [33])
  }

  /// attacks.scap, event 141164: the number was another descriptor's before, and nobody saw the socket come.
  @Test("a message between unix sockets makes one of whatever its descriptor was")
  func unixMessageThroughOther() {
    let scene = Scene()
    scene.event("SYSCALL_INOTIFY_INIT1_X", [.int64(3), .uint16(0)])
    let facts = scene.event(
      "SOCKET_SENDMSG_X", [.int64(4), .bytes([1]), .int64(3), .uint32(4), .unixTuple(1, 0xFF, "/tmp/pty.sock")])
    #expect(scene.name(facts) == "1->ff /tmp/pty.sock")
    #expect(scene.descriptor(3)?.kind == .unix)
  }

  @Test("messages between unix sockets name them")
  func unixMessages() {
    let scene = Scene()
    socket(scene, 3, Self.unix, type: 2)
    scene.event("SOCKET_SENDMSG_X", [.int64(4), .bytes([1]), .int64(3), .uint32(4), .unixTuple(0, 0xFF, "/run/log")])
    #expect(scene.name(3) == "0->ff /run/log")
  }

  @Test("a pair of sockets")
  func pair() {
    let scene = Scene()
    let facts = scene.event(
      "SOCKET_SOCKETPAIR_X",
      [.int64(0), .int64(3), .int64(4), .uint64(0xA), .uint64(0xB), .uint32(1), .uint32(1), .uint32(0)])
    #expect(facts.descriptorNumber == 4)
    #expect([3, 4].map { scene.descriptor($0)?.kind } == [.unix, .unix])
    #expect(scene.name(4) == "")
    #expect(scene.descriptor(3).map { scene.state.ends(of: $0) } == .unix(source: 0xA, destination: 0xB))
  }

  /// Descriptors of a capture's head: state-engine.md §5.2.
  @Test("roles of connections that were there before")
  func snapshotRoles() {
    func tuple(_ port: UInt16, _ other: UInt16) -> SocketTuple {
      SocketTuple(
        sourceAddress: .v4(0x0A01_0203), sourcePort: port, destinationAddress: .v4(0x0102_0304), destinationPort: other)
    }
    var snapshot = StateSnapshot.small
    snapshot.descriptors = [
      StateSnapshot.DescriptorList(tid: 100, entries: [
        .init(number: 3, inode: 1, body: .connection(tuple(80, 5000), .tcp)),
        .init(number: 4, inode: 2, body: .connection(tuple(6000, 443), .tcp)),
        .init(number: 5, inode: 3, body: .unix(source: 1, destination: 2, path: Array("/run/x".utf8))),
        .init(number: 6, inode: 4, body: .unix(source: 1, destination: 2, path: [])),
      ]),
      StateSnapshot.DescriptorList(tid: 50, entries: [
        .init(number: 9, inode: 5, body: .server(address: .v4(0), port: 80, .tcp)),
        .init(number: 10, inode: 6, body: .unknownType(99)),
      ]),
    ]
    let scene = Scene(snapshot)
    #expect(scene.name(3) == "1.2.3.4:5000->10.1.2.3:80")
    #expect(roles(scene, 3) == .isServer)
    #expect(scene.name(4) == "10.1.2.3:6000->1.2.3.4:443")
    #expect(roles(scene, 4) == .isClient)
    #expect([5, 6].map { roles(scene, $0) } == [.isServer, .isClient])
    #expect(scene.name(9, of: 50) == "0.0.0.0:80")
    #expect(scene.name(10, of: 50) == "unknown-type:[99]")
  }
}
