import TestSupport
import Testing

@Suite("rulec fmt")
struct FormatTests {
  private static let text = "- list:   a\n  items: [x,y]\n"
  private static let formatted = "- list: a\n  items: [x, y]\n"

  @Test("files are written anew, and only where something changes")
  func files() throws {
    let folder = try ScratchFolder(["a.yaml": Self.text, "b.yaml": Self.formatted])
    let check = try RulecProcess(["fmt", "--check", "."], in: folder.url)
    #expect(check.status == 1)
    #expect(check.messages == "would change ./a.yaml\n1 file would change, 1 left as it is\n")
    #expect(try folder.text("a.yaml") == Self.text)
    let run = try RulecProcess(["fmt", "."], in: folder.url)
    #expect(run.status == 0)
    #expect(run.messages == "1 file changed, 1 left as it is\n")
    #expect(try folder.text("a.yaml") == Self.formatted)
    #expect(try RulecProcess(["fmt", "--check", "."], in: folder.url).status == 0)
  }

  @Test("a difference as git shows it, and a filter")
  func output() throws {
    let folder = try ScratchFolder(["a.yaml": Self.text])
    let diff = try RulecProcess(["fmt", "--diff", "a.yaml"], in: folder.url)
    #expect(diff.output == "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n-- list:   a\n-  items: [x,y]\n+- list: a\n+  items: [x, y]\n")
    #expect(try folder.text("a.yaml") == Self.text)
    #expect(try RulecProcess(["fmt", "-"], input: Self.text).output == Self.formatted)
  }

  @Test("what cannot be laid out is named and left")
  func refused() throws {
    let folder = try ScratchFolder(["a.yaml": "- list: [\n", "b.yaml": "- list:  a\n  items: &x [b]\n"])
    let run = try RulecProcess(["fmt", "a.yaml", "b.yaml"], in: folder.url)
    #expect(run.status == 2)
    #expect(run.messages.contains("rulec: 'a.yaml' is left as it is: it cannot be read as YAML"))
    #expect(run.messages.contains("b.yaml:1: this item stays as it is"))
    #expect(try folder.text("a.yaml") == "- list: [\n")
    let missing = try RulecProcess(["fmt", "none.yaml"], in: folder.url)
    #expect(missing.status == 2)
    #expect(missing.messages.contains("cannot read 'none.yaml'"))
  }
}
