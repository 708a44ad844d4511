import Foundation
import TestSupport
import Testing

/// `rulec sketch …` and `--state-dir`, on the captures of the demos.
@Suite("rulec sketch")
struct SketchCommandTests {
  private static let package = PackageLayout.root
  private static let rules = package.appendingPathComponent("rules").path

  private static func demo(_ name: String) -> String { package.appendingPathComponent("demo/\(name).scap").path }

  private func learned() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    let run = try RulecProcess(["sketch", "train", "--rules", Self.rules, "--source", Self.demo("normal"), "--state-dir", folder.url.path])
    #expect(run.status == 0, "\(run.messages)")
    #expect(run.output.contains("files_of_programs: 4,080 events, about 1") && run.output.contains("has learned enough"))
    return folder
  }

  private func rare(_ capture: String, _ folder: ScratchFolder) throws -> [String] {
    let run = try RulecProcess([
      "run", "--rules", Self.rules + "/base.yaml", "--rules", Self.rules + "/rare.yaml", "--source", Self.demo(capture),
      "--state-dir", folder.url.path, "--no-suggested-output",
    ])
    #expect(run.status == 0, "\(run.messages)")
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test("the demos: normal work, a file read through a web application, a command injected into a shell")
  func demos() throws {
    let folder = try learned()
    #expect(try rare("normal", folder) == [])
    let read = try rare("file-read", folder)
    #expect(read.contains { $0.contains("File that the program never opened before (file=/etc/passwd program=/usr/bin/python3.11") })
    let injection = try rare("injection", folder)
    #expect(injection.contains { $0.contains("Shell command with words never seen before") && $0.contains("base64 -d | sh") })
    #expect(injection.contains { $0.contains("times_before=0") && $0.contains("noise=0 chain=(base64,sh,python3,containerd-shim,systemd)") })
    // What was reported was not learned, so it is reported again.
    #expect(try rare("injection", folder).count == injection.count)
  }

  @Test("a run goes on where the one before ended")
  func state() throws {
    let folder = try learned()
    let file = folder.url.appendingPathComponent("files_of_programs.rsk").path
    func events() throws -> String? {
      try RulecProcess(["sketch", "info", file]).output.split(separator: "\n").first { $0.hasPrefix("events") }.map(String.init)
    }
    #expect(try events()?.contains("4,080 in the window, 4,080 ever") == true)
    _ = try rare("normal", folder)
    #expect(try events()?.contains("8,160 in the window, 8,160 ever") == true)
  }

  @Test("what a file holds is shown, asked and changed")
  func files() throws {
    let folder = try learned()
    let file = folder.url.appendingPathComponent("children_of_programs.rsk").path
    let top = try RulecProcess(["sketch", "top", file, "-n", "2"])
    #expect(top.output.split(separator: "\n").count == 3 || top.output.split(separator: "\n").count == 2, "\(top.output)")
    let key = ["proc.pexepath=/usr/bin/dash", "proc.aname[2]=python3", "proc.exepath=/usr/bin/file"]
    let known = try RulecProcess(["sketch", "query", file] + key)
    #expect(known.status == 0 && known.output.hasPrefix("count 120 "), "\(known.output)\(known.messages)")
    let strange = ["proc.pexepath=/usr/bin/dash", "proc.aname[2]=python3", "proc.exepath=/usr/bin/nc"]
    #expect(try RulecProcess(["sketch", "query", file] + strange).output.hasPrefix("count 0 "))
    #expect(try RulecProcess(["sketch", "accept", file] + strange).output == "count 0, now 100\n")
    #expect(try RulecProcess(["sketch", "query", file] + strange).output.hasPrefix("count 100 "))
    let wrong = try RulecProcess(["sketch", "query", file, "proc.name=nc"])
    #expect(wrong.status == 2 && wrong.messages.contains("no field of the key, which has container.image.repository, proc.pexepath"))
    #expect(try RulecProcess(["sketch", "verify", file]).output.contains("whole, and written under the secret"))
  }

  @Test("files of several hosts are added up; others are refused")
  func merge() throws {
    let folder = try learned()
    let (words, children) = (folder.url.appendingPathComponent("words_of_command_lines.rsk").path, folder.url.appendingPathComponent("children_of_programs.rsk").path)
    let sum = folder.url.appendingPathComponent("sum.rsk").path
    let merged = try RulecProcess(["sketch", "merge", words, words, "-o", sum])
    #expect(merged.status == 0 && merged.output.contains("960 events, about "), "\(merged.output)\(merged.messages)")
    let diff = try RulecProcess(["sketch", "diff", words, sum])
    #expect(diff.status == 0 && diff.output.contains("480") && diff.output.contains("960"))
    let refused = try RulecProcess(["sketch", "merge", words, children, "-o", sum])
    #expect(refused.status == 2 && refused.messages.contains("cannot be added"))
    #expect(try RulecProcess(["sketch", "diff", words, children]).status == 1)
  }

  @Test("a damaged file is told, and the one before is used")
  func damage() throws {
    let folder = try learned()
    _ = try rare("normal", folder)
    let url = folder.url.appendingPathComponent("files_of_programs.rsk")
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: url)
    #expect(try RulecProcess(["sketch", "verify", url.path]).status == 1)
    let run = try RulecProcess([
      "run", "--rules", Self.rules, "--source", Self.demo("file-read"), "--state-dir", folder.url.path,
    ])
    #expect(run.status == 0 && run.messages.contains("sketch 'files_of_programs' goes on with the file before"), "\(run.messages)")
  }

  @Test("a sketch that counts something else does not take over a file")
  func mismatch() throws {
    let folder = try learned()
    let rules = try folder.write(
      "- {sketch: files_of_programs, condition: evt.type = open, key: [fd.name]}\n- {rule: r, desc: d, output: o, priority: info, condition: 'evt.type = open and sketch.count[files_of_programs] > 1'}\n",
      to: "other.yaml")
    let run = try RulecProcess(["run", "--rules", rules.path, "--source", Self.demo("normal"), "--state-dir", folder.url.path])
    #expect(run.status == 2 && run.messages.contains("key field 1:") && run.messages.contains("move the file away"), "\(run.messages)")
  }

  @Test("counts that are halved, and a file whose counts are added")
  func base() throws {
    let folder = try learned()
    let base = folder.url.appendingPathComponent("base.rsk").path
    let sketch = "- {sketch: opens, condition: evt.type = openat and evt.failed = false, key: [proc.name, fd.name], window: 1h, decay: halve"
    let rule = "- {rule: r, desc: d, priority: info, output: 'n=%sketch.prior[opens]', condition: 'evt.type = openat and sketch.count[opens] = 1'}\n"
    let first = try folder.write(sketch + "}\n" + rule, to: "first.yaml")
    let state = folder.url.path
    func run(_ rules: String, _ state: String) throws -> RulecProcess {
      try RulecProcess(["run", "--rules", rules, "--source", Self.demo("normal"), "--state-dir", state, "--no-suggested-output"])
    }
    let alone = try run(first.path, state)
    #expect(alone.status == 0, "\(alone.messages)")
    let news = alone.output.split(separator: "\n").count
    #expect(news > 100)
    try FileManager.default.moveItem(atPath: state + "/opens.rsk", toPath: base)
    let recent = try RulecProcess(["sketch", "top", "--rare", "-n", "3", base]).output.split(separator: "\n")
    #expect(recent.count == 3 && recent.allSatisfy { $0.hasPrefix("20") && $0.contains("Z  ") && $0.contains("|") }, "\(recent)")
    // What the base has is not new; what is counted goes on to be so, and the base stays as it is.
    let before = try Data(contentsOf: URL(fileURLWithPath: base))
    let second = try folder.write(sketch + ", base: \(base)}\n" + rule, to: "second.yaml")
    let based = try run(second.path, state)
    #expect(based.status == 0 && based.output.isEmpty, "\(based.messages)\(based.output.prefix(300))")
    #expect(try Data(contentsOf: URL(fileURLWithPath: base)) == before)
    let info = try RulecProcess(["sketch", "info", state + "/opens.rsk"])
    #expect(info.output.contains("1 h, then counts are halved"))
    let wrong = try folder.write(sketch.replacing(", window: 1h", with: "") + "}\n" + rule, to: "wrong.yaml")
    let check = try RulecProcess(["check", wrong.path])
    #expect(check.status == 1 && check.output.contains("the sketch has none"), "\(check.output)")
  }

  @Test("a sketch that cannot be relied upon is told")
  func health() throws {
    let folder = try ScratchFolder()
    let rules = try folder.write(
      """
      - {sketch: small, condition: evt.type = openat, key: [fd.name], size: [2, 16]}
      - {sketch: full, condition: evt.type = openat, key: [fd.name], memory: 512B, backend: table}
      - {rule: r, desc: d, priority: info, output: o, condition: 'evt.type = openat and sketch.count[small] < 3 and sketch.count[full] < 3'}

      """, to: "rules.yaml")
    let run = try RulecProcess(["run", "--rules", rules.path, "--source", Self.demo("normal")])
    #expect(run.messages.contains("sketch 'small' cannot tell rare from common any more: a key that was never counted may have a count of"))
    #expect(run.messages.contains("rules ask for less than 3"))
    #expect(run.messages.contains("sketch 'full' is full and forgets what is counted least"))
    let sound = try RulecProcess(["run", "--rules", Self.rules, "--source", Self.demo("normal")])
    #expect(!sound.messages.contains("sketch '"), "\(sound.messages)")
  }

  @Test("rules for Falco too ask to be left out there")
  func portability() throws {
    let folder = try ScratchFolder()
    let rules = try folder.write(
      """
      - {sketch: opens, condition: evt.type = openat, key: [fd.name]}
      - rule: rare
        desc: d
        priority: info
        output: times=%sketch.prior[opens]
        condition: evt.type = openat and sketch.count[opens] < 3

      """, to: "rules.yaml")
    #expect(try RulecProcess(["check", rules.path]).status == 0)
    let found = try RulecProcess(["check", "--compat", "falco", rules.path])
    #expect(found.status == 1 && found.output.contains("unknown field 'sketch.count' in Falco"), "\(found.output)")
    #expect(found.output.contains("give the rule 'skip-if-unknown-filter: true'") && found.output.contains("rules.yaml:6:36"), "\(found.output)")
    let text = try String(contentsOf: rules, encoding: .utf8).replacing("  desc: d\n", with: "  desc: d\n  skip-if-unknown-filter: true\n")
    let skipped = try folder.write(text, to: "skipped.yaml")
    let fine = try RulecProcess(["check", "--compat", "falco", skipped.path])
    #expect(fine.status == 0 && fine.output.isEmpty, "\(fine.output)")
    #expect(try RulecProcess(["check", "--compat", "falco", Self.rules]).status == 0)
    let listed = try RulecProcess(["list", "sketches", Self.rules])
    #expect(listed.output.split(separator: "\n").count == 7 && listed.output.contains("proc.exepath, proc.pname, fd.name"), "\(listed.output)")
  }

  @Test("the memory for so many keys is found by trying")
  func size() throws {
    let run = try RulecProcess(["sketch", "size", "--distinct", "5000", "--threshold", "3"])
    #expect(run.status == 0 && run.output.contains("KiB\n"), "\(run.output)")
  }

  @Test("the configuration of Falco's plugin becomes sketches")
  func configuration() throws {
    let folder = try ScratchFolder()
    let config = try folder.write(
      """
      plugins:
        - name: anomalydetection
          init_config:
            count_min_sketch:
              enabled: true
              n_sketches: 2
              gamma_eps: [[0.001, 0.0001], [0.001, 0.0001]]
              rows_cols: [[], [7, 27183]]
              behavior_profiles: [
                {"fields": "%container.id %proc.aname[2] %custom.proc.aname.lineage.join[7]", "event_codes": [293, 331]},
                {"fields": "%proc.name %fd.name", "event_codes": [3, 307, 327], "reset_timer_ms": 60000}]

      """, to: "falco.yaml")
    let run = try RulecProcess(["sketch", "import", config.path])
    #expect(run.status == 0)
    #expect(
      run.output.split(separator: "\n").dropFirst().joined(separator: "\n") == """
        - sketch: profile0
          index: 0
          # Left out, since only the plugin has them: custom.proc.aname.lineage.join[7]
          condition: evt.type in (execve, execveat)
          key: [container.id, "proc.aname[2]"]
          error: {epsilon: 0.0001, delta: 0.001}
          counter: 32
          backend: cms
        - sketch: profile1
          index: 1
          condition: evt.type in (open, openat, openat2)
          key: [proc.name, fd.name]
          size: [7, 27183]
          counter: 32
          backend: cms
          window: 60000ms
        """)
    let imported = try folder.write(
      run.output + "- {rule: r, desc: d, output: o, priority: info, condition: 'evt.type = execve and anomaly.count_min_sketch[0] < 3 and anomaly.count_min_sketch[1] < 3'}\n",
      to: "sketches.yaml")
    #expect(try RulecProcess(["check", imported.path]).status == 0)
  }
}
