import Testing

@testable import Runtime

@Suite("Lineages")
struct ProcessLineageTests {
  /// The attack of the talk: java → sh → sh → python2.7 → bash → uname.
  private let attack = ProcessSample(
    .process(1, "systemd", parent: 0), .process(10, "java", parent: 1, exe: "/usr/bin/java", args: ["-jar", "app.jar"]),
    .process(20, "sh", parent: 10), .process(30, "sh", parent: 20), .process(40, "python2.7", parent: 30),
    .process(50, "bash", parent: 40), .process(100, "uname", parent: 50))

  @Test("the whole lineage, the process first")
  func lineage() {
    #expect(attack.field("proc.lineage") == "(uname,bash,python2.7,sh,sh,java,systemd)")
    #expect(attack.field("proc.lineage", tid: 1) == "(systemd)")
  }

  @Test(
    "paths end at the process itself",
    arguments: [
      ("java > sh > sh > python2.7 > bash > uname", "(uname,bash,python2.7,sh,sh,java)"),
      ("uname", "(uname)"), ("bash > uname", "(uname,bash)"), ("bash", nil), ("java > bash", nil),
      ("java > ** > uname", "(uname,bash,python2.7,sh,sh,java)"),
      ("java > ** > bash", nil), ("java > ** > bash > *", "(uname,bash,python2.7,sh,sh,java)"),
      ("java > **", "(uname,bash,python2.7,sh,sh,java)"), ("uname > **", "(uname)"), ("ruby > **", nil),
      ("** > uname", "(uname)"), ("sh > ** > uname", "(uname,bash,python2.7,sh)"),
      ("sh > sh > ** > uname", "(uname,bash,python2.7,sh,sh)"), ("sh > sh > sh > ** > uname", nil),
      ("java > sh > ** > sh > ** > uname", "(uname,bash,python2.7,sh,sh,java)"),
      ("java > ** > java > **", nil), ("ja?a > ** > *sh > uname", "(uname,bash,python2.7,sh,sh,java)"),
      ("systemd > java > **", "(uname,bash,python2.7,sh,sh,java,systemd)"), ("* > systemd > **", nil),
      ("* > * > * > * > * > * > *", "(uname,bash,python2.7,sh,sh,java,systemd)"),
      ("* > * > * > * > * > * > * > *", nil), ("uname > ** > uname", nil),
    ] as [(String, String?)])
  func paths(pattern: String, expected: String?) { #expect(attack.field("proc.lineage.path[\(pattern)]") == expected) }

  @Test("a run that fails in one place is tried further up")
  func backtracking() {
    // a > b > a > x > b > c: "a > x" must not be missed because "a > b" comes first.
    let sample = ProcessSample(
      .process(1, "a", parent: 0), .process(2, "x", parent: 1), .process(3, "a", parent: 2), .process(4, "b", parent: 3),
      .process(100, "c", parent: 4))
    #expect(sample.field("proc.lineage.path[a > x > ** > c]") == "(c,b,a,x,a)")
    #expect(sample.field("proc.lineage.path[a > ** > a > ** > c]") == "(c,b,a,x,a)")
  }

  @Test(
    "one ancestor has to satisfy all conditions",
    arguments: [
      ("name=java exe=/usr/bin/java", "10"), ("name=java exe=/usr/bin/*", "10"), ("name=java exe=java", nil),
      ("name=sh", "30"), ("name=sh pid=20", "20"), ("name=sh name!=sh", nil), ("name=uname", nil),
      ("cmdline='java -jar *'", "10"), ("args=*app.jar", "10"), ("exepath=/bin/python2.7", "40"), ("uid=0", "50"),
      ("uid!=0", nil), ("user=root name!=bash", "40"), ("cwd=/home/ name=systemd", "1"), ("name=*a* name!=java name!=bash", nil),
    ] as [(String, String?)])
  func ancestors(pattern: String, expected: String?) { #expect(attack.field("proc.ancestor[\(pattern)]") == expected) }
}
