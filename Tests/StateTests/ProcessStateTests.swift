import TestSupport
import Testing

@testable import Runtime

/// Ids, directories, users, containers: state-engine.md §3.8, §4, §10, §12.
@Suite("What processes are and where")
struct ProcessStateTests {
  @Test("ids follow the effective one", arguments: [
    ("SYSCALL_SETUID_X", [7], 7, 1000), ("SYSCALL_SETRESUID_X", [1, 7, 2], 7, 1000),
    ("SYSCALL_SETREUID_X", [1, 7], 7, 1000), ("SYSCALL_SETGID_X", [7], 1000, 7),
    ("SYSCALL_SETRESGID_X", [1, 7, 2], 1000, 7), ("SYSCALL_SETREGID_X", [1, 7], 1000, 7),
    ("SYSCALL_SETRESUID_X", [1, UInt32.max, 2], .max, 1000), ("SYSCALL_SETRESGID_X", [1, UInt32.max, 2], 1000, .max),
  ] as [(String, [UInt32], UInt32, UInt32)])
  func ids(type: String, arguments: [UInt32], uid: UInt32, gid: UInt32) {
    let scene = Scene()
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50))
    scene.event(type, tid: 200, [.int64(-1)] + arguments.map { .uint32($0) })
    #expect(scene.thread(200).map { [$0.uid, $0.gid] } == [1000, 1000])
    scene.event(type, tid: 200, [.int64(0)] + arguments.map { .uint32($0) })
    #expect(scene.thread(200).map { [$0.uid, $0.gid] } == [uid, gid])
  }

  @Test("sessions, capabilities, limits")
  func others() {
    let scene = Scene()
    scene.event("SYSCALL_SETSID_X", [.int64(100)])
    scene.event("SYSCALL_CAPSET_X", [.int64(0), .uint64(1), .uint64(2), .uint64(3)])
    #expect(scene.thread(100)?.sid == 100)
    #expect(scene.thread(100).map { [$0.capInheritable, $0.capPermitted, $0.capEffective] } == [1, 2, 3])
    scene.event("SYSCALL_UNSHARE_X", [.int64(0), .uint32(1 << 6)])
    #expect(scene.thread(100)?.capEffective == 3)
    scene.event("SYSCALL_UNSHARE_X", [.int64(0), .uint32(1 << 20)])
    #expect(scene.thread(100)?.capEffective == (1 << 41) - 1)
    scene.event("SYSCALL_SETRLIMIT_X", [.int64(0), .int64(77), .int64(77), .uint8(7)])
    #expect(scene.thread(100)?.descriptorLimit == 77)
    scene.event("SYSCALL_SETRLIMIT_X", [.int64(0), .int64(5), .int64(5), .uint8(3)])
    #expect(scene.thread(100)?.descriptorLimit == 77)
    scene.event(
      "SYSCALL_PRLIMIT_X", [.int64(0), .int64(88), .int64(88), .int64(77), .int64(77), .int64(0), .uint8(7)])
    #expect(scene.thread(100)?.descriptorLimit == 88)
    scene.event(
      "SYSCALL_PRLIMIT_X", [.int64(0), .int64(99), .int64(99), .int64(77), .int64(77), .int64(50), .uint8(7)])
    #expect(scene.thread(100)?.descriptorLimit == 88)
  }

  @Test("the current directory")
  func directories() {
    let scene = Scene()
    #expect(scene.directory(1) == "/")
    #expect(scene.directory() == "/home/u/")
    scene.event("SYSCALL_CHDIR_X", [.int64(0), .text("sub/../x")])
    #expect(scene.directory() == "/home/u/x/")
    scene.event("SYSCALL_CHDIR_X", [.int64(-2), .text("/no")])
    #expect(scene.directory() == "/home/u/x/")
    scene.open("/srv/data", as: 3, flags: 0x401)
    scene.event("SYSCALL_FCHDIR_X", [.int64(0), .int64(3)])
    #expect(scene.directory() == "/srv/data/")
    scene.event("SYSCALL_GETCWD_X", [.int64(5), .text("/mnt")])
    #expect(scene.directory() == "/mnt/")
    // A secondary thread changes the process's directory, from nowhere if relative.
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 101, tid: 100, ptid: 50, flags: [.thread, .files]))
    scene.event("SYSCALL_CHDIR_X", tid: 101, [.int64(0), .text("rel")])
    #expect(scene.directory() == "rel/")
    #expect(scene.directory(101) == "rel/")
  }

  @Test("chroot")
  func root() {
    let scene = Scene()
    scene.event("SYSCALL_CHROOT_X", [.int64(0), .text("jail")])
    #expect(scene.thread(100).map { scene.text($0.root) } == "/home/u/jail")
  }

  @Test("users and groups come and go")
  func users() {
    let scene = Scene()
    func name(_ uid: UInt32, _ scene: Scene) -> String? {
      scene.state.users.user(uid, container: .empty).map { scene.text($0.name) }
    }
    scene.event(
      "USER_ADDED_E", tid: -1, [.uint32(5), .uint32(6), .text("eve"), .text("/home/eve"), .text("/bin/sh"), .text("")])
    #expect(name(5, scene) == "eve")
    scene.event(
      "USER_ADDED_E", tid: -1, [.uint32(5), .uint32(6), .text("adam"), .text("/home/a"), .text("/bin/sh"), .text("abc")])
    #expect(name(5, scene) == "eve")
    let id = scene.state.symbols.find(Array("abc".utf8).span)
    let inContainer = id.flatMap { scene.state.users.user(5, container: $0) }
    #expect(inContainer.map { scene.text($0.name) } == "adam")
    scene.event(
      "USER_DELETED_E", tid: -1, [.uint32(5), .uint32(6), .text("eve"), .text("/home/eve"), .text("/bin/sh"), .text("")])
    #expect(name(5, scene) == nil)
    scene.event("GROUP_ADDED_E", tid: -1, [.uint32(9), .text("wheel"), .text("")])
    #expect(scene.state.users.groupName(9, container: .empty).map { scene.text($0) } == "wheel")
    scene.event("GROUP_DELETED_E", tid: -1, [.uint32(9), .text("wheel"), .text("")])
    #expect(scene.state.users.groupName(9, container: .empty) == nil)
  }

  private static let id = "93fae80e0dd8" + String(repeating: "0", count: 52)

  /// state-engine.md §12.
  @Test("the container in the path of a control group", arguments: [
    ("/docker/\(id)", "93fae80e0dd8"),
    ("/kubepods/burstable/pod1234/\(id)", "93fae80e0dd8"),
    ("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-\(id).scope", "93fae80e0dd8"),
    ("/system.slice/docker-\(id).scope", "93fae80e0dd8"),
    ("/machine.slice/libpod-\(id).scope", "93fae80e0dd8"),
    ("/machine.slice/libpod-\(id).scope/container", "93fae80e0dd8"),
    ("/system.slice/containerd.service/kubepods-besteffort-pod2.slice:cri-containerd:\(id)", "93fae80e0dd8"),
    ("/kubepods/crio-\(id)", "93fae80e0dd8"), ("/kubepods/crio-\(id).scope", "93fae80e0dd8"),
    ("/x/nerdctl-\(id).scope", "93fae80e0dd8"),
    ("/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-\(id).scope", "93fae80e0dd8"),
    // One character too few, and one that is no hex digit: nothing, except to containerd.
    ("/system.slice/docker-\(id.dropLast()).scope", nil),
    ("/system.slice/docker-g\(id.dropFirst()).scope", nil),
    ("/default/mycontainer", "mycontainer"), ("/default/\(String(repeating: "z", count: 65))", nil),
    ("/system.slice/lab.service", nil), ("/init.scope", nil), ("/", nil), ("", nil),
    ("/lxc/web1", "web1"), ("/lxc.payload/web1/ns", "web1"), ("/lxc.payload.web2", "web2"),
    ("/vm1.libvirt-lxc", "vm1"), ("/machine.slice/machine-lxc\\x2dvm2.scope/libvirt", "vm2"),
    ("/libvirt/lxc/vm3", "vm3"), ("/system.slice/bpm-job.a_b-1.scope", "job.a_b-1"),
  ] as [(String, String?)])
  func containers(path: String, id: String?) {
    let bytes = Array(path.utf8)
    let found = ContainerID.range(inPath: bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(found == id)
  }

  @Test("the first control group that any engine knows decides; names of controllers are made uniform")
  func controlGroups() {
    let scene = Scene()
    let groups = ["cpuset=/system.slice/x.service", "io=/docker/\(Self.id)", "perf_cgroup=/lxc/other", "broken", "mem=/z"]
    scene.event("SYSCALL_CLONE_20_X", Parameters.clone(result: 200, tid: 100, ptid: 50, cgroups: groups))
    #expect(scene.thread(200).map { scene.text($0.containerID) } == "93fae80e0dd8")
    #expect(
      scene.thread(200).map { scene.text($0.cgroups) }
        == "cpuset=/system.slice/x.service\0blkio=/docker/\(Self.id)\0perf_event=/lxc/other\0")
    scene.event(
      "SYSCALL_EXECVE_19_X", tid: 200, Parameters.exec(tid: 200, comm: "sh", exepath: "/bin/sh", cgroups: ["cpu=/"]))
    #expect(scene.thread(200)?.containerID == .empty)
  }
}
