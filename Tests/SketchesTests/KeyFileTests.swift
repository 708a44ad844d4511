import Foundation
import TestSupport
import Testing

@testable import Sketches

@Suite("Key files")
struct KeyFileTests {
  private let folder: ScratchFolder
  private let path: String

  init() throws {
    folder = try ScratchFolder([:])
    path = folder.url.appendingPathComponent("hash.key").path
  }

  private func problem(_ path: String) -> String? {
    do throws(SketchFileError) {
      _ = try SketchKeyFile.read(path)
      return nil
    } catch {
      return error.description
    }
  }

  private func write(_ text: String, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test("made once, with mode 0600, and read again")
  func create() throws {
    let made = try SketchKeyFile.readOrCreate(path)
    #expect(made.isNew)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let again = try SketchKeyFile.readOrCreate(path)
    #expect(!again.isNew && again.key == made.key)
    #expect(try !SketchKeyFile.create(Fixture.key, at: path))
    #expect(try SketchKeyFile.read(path) == made.key)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["hash.key"])
    #expect(SketchKey.random() != SketchKey.random())
  }

  @Test("the key of the test vectors, as its bytes are written")
  func format() throws {
    try write("rulec-sketch-key 1 000102030405060708090a0B0c0d0e0f\n")
    #expect(try SketchKeyFile.read(path) == Fixture.key)
    #expect(Fixture.key.fingerprint.description.count == 32)
    #expect(Fixture.key.fingerprint != Fixture.otherKey.fingerprint)
  }

  @Test("what is wrong with a file is said")
  func problems() throws {
    #expect(problem(path) == "\(path): there is no such file")
    try write("rulec-sketch-key 1 0001", mode: 0o600)
    #expect(problem(path) == "\(path): it is no key file: there are 4 characters where 32 hex digits belong")
    try write("rulec-sketch-key 1 000102030405060708090a0b0c0d0e0g")
    #expect(problem(path) == "\(path): it is no key file: character 32 of the key is no hex digit")
    try write("")
    #expect(problem(path) == "\(path): it is no key file: it does not begin with 'rulec-sketch-key 1 '")
    try write("rulec-sketch-key 1 000102030405060708090a0b0c0d0e0f\n", mode: 0o640)
    #expect(problem(path) == "\(path): others may read it (mode 0640); it holds a secret and must have mode 0600")
    try write(String(repeating: "x", count: 5000))
    #expect(problem(path)?.contains("it has 5000 bytes, more than the limit of 4096") == true)
    #expect(problem(folder.url.path) == "\(folder.url.path): it is no regular file")
    #expect(problem(folder.url.path + "/none/hash.key") == "\(folder.url.path)/none/hash.key: there is no such file")
  }
}
