import Foundation

// A sequence under construction: labelled lines of grammar/events.md, changed by edits, written out as JSON lines.

struct SequenceLines {
  private(set) var labels: [String] = []
  private var lines: [String: JSON] = [:]

  subscript(label: String) -> JSON? { lines[label] }

  mutating func append(_ label: String, _ line: JSON) {
    labels.append(label)
    lines[label] = line
  }

  // MARK: Edits

  func with(_ edits: [Edit]) throws -> SequenceLines {
    var changed = self
    for edit in edits { try changed.apply(edit) }
    return changed
  }

  private mutating func apply(_ edit: Edit) throws {
    let value: JSON?
    switch edit.value {
    case nil: value = nil
    case .json(let json): value = json
    case .copy(let path):
      let (label, rest) = try place(path)
      value = lines[label]?[rest[...]]
    }
    if edit.path.count == 1 { return setLine(edit.path[0], value) }
    if edit.path.last == "cmd", lines[edit.path[0]]?["process"] != nil, let words = value?.string?.components(separatedBy: " ") {
      // A whole command line: the name, and what follows it.
      let process = Array(edit.path.dropLast())
      try set(process + ["name"], .string(words[0]))
      return try set(process + ["args"], .array(words.dropFirst().map { .string($0) }))
    }
    try set(edit.path, value)
  }

  private mutating func set(_ path: [String], _ value: JSON?) throws {
    let (label, rest) = try place(path)
    guard lines[label] != nil else { throw SequenceProblem(description: "no line is labelled '\(label)'") }
    var value = value
    if rest.last == "args", case .string(let text) = value {
      value = .array(text.components(separatedBy: " ").map { .string($0) })
    }
    lines[label]?[rest[...]] = value
  }

  /// A new line stands before the last event, or, if it is about state, before everything.
  private mutating func setLine(_ label: String, _ line: JSON?) {
    if let line, lines[label] == nil {
      let isEvent = line["evt"] != nil
      labels.insert(label, at: isEvent ? labels.count - 1 : 0)
    }
    if line == nil { labels.removeAll { $0 == label } }
    lines[label] = line
  }

  /// `a.` are the arguments of the event `e`, `c.` is what the container engine tells; the object of a line of state need
  /// not be named.
  private func place(_ path: [String]) throws -> (String, [String]) {
    let rest = Array(path.dropFirst())
    switch path[0] {
    case "a": return ("e", ["args"] + rest)
    case "c": return ("c", ["args", "json", "container"] + rest)
    case let label:
      guard case .object(let members)? = lines[label] else {
        throw SequenceProblem(description: "no line is labelled '\(label)'")
      }
      if members["evt"] == nil, let kind = members.keys.first { return (label, [kind] + rest) }
      return (label, rest)
    }
  }

  func fact(_ label: String, _ key: String) -> JSON? {
    guard let (line, path) = try? place([label, key]) else { return nil }
    return lines[line]?[path[...]]
  }

  // MARK: Writing

  /// As a user would feed them to `rulec run`.
  var text: String {
    labels.map { written($0).text + "\n" }.joined()
  }

  var eventCount: Int { labels.count { lines[$0]?["evt"] != nil } }

  var isExec: Bool { ["execve", "execveat"].contains(lines["e"]?["evt"]?.string) }

  private func written(_ label: String) -> JSON {
    guard var line = lines[label] else { return .null }
    if label == "c", let json = line["args"]?["json"], json.isObject {
      line[["args", "json"][...]] = .string(json.text)
    }
    if label == "p", isExec { line = beforeExec }
    if label == "e", isExec { line[["args"][...]] = execArguments(line["args"]) }
    return line
  }

  /// The process as its parent made it: with the parent's program.
  private var beforeExec: JSON {
    let own = lines["p"]?["process"]
    var process = JSON.object([:])
    for key in ["tid", "pid", "ppid", "vtid", "vpid", "sid", "cgroups", "container", "user", "uid", "cwd"] { process[key] = own?[key] }
    for key in ["name", "exe", "exepath", "args"] { process[key] = lines["p1"]?["process"]?[key] }
    process["name"] = process["name"] ?? .string("init")
    return .object(["process": process])
  }

  /// The parameters of an exec that makes the process what its line says. Those given by the event win.
  private func execArguments(_ given: JSON?) -> JSON {
    let process = lines["p"]?["process"]
    func number(_ key: String, _ missing: Int64 = 0) -> JSON { process?[key] ?? .integer(missing) }
    let flags: Int64 = [("exe_writable", 1), ("exe_upper_layer", 2), ("exe_from_memfd", 4), ("exe_lower_layer", 8)]
      .reduce(0) { process?[$1.0] == .bool(true) ? $0 + $1.1 : $0 }
    var arguments: [String: JSON] = [
      "res": .integer(0), "exe": process?["exe"] ?? process?["name"] ?? .null, "args": process?["args"] ?? .array([]),
      "tid": number("tid"), "pid": process?["pid"] ?? number("tid"), "ptid": number("ppid"), "cwd": .string(""),
      "fdlimit": .integer(1024), "comm": process?["name"] ?? .null, "env": process?["env"] ?? .array([]),
      "tty": number("tty"), "vpgid": number("vpgid", -1), "loginuid": number("loginuid", -1), "flags": .integer(flags),
      "cap_inheritable": number("cap_inheritable"), "cap_permitted": number("cap_permitted"),
      "cap_effective": number("cap_effective"), "uid": .integer(uid), "gid": .integer(uid),
      "trusted_exepath": process?["exepath"] ?? .string(""), "pgid": number("pgid", -1),
    ]
    if let container = process?["container"]?.string {
      arguments["cgroups"] = .array([.string("memory=/docker/" + container + String(repeating: "0", count: 64 - container.count))])
    } else {
      arguments["cgroups"] = process?["cgroups"] ?? .array([.string("memory=/")])
    }
    if case .object(let members)? = given { arguments.merge(members) { $1 } }
    return .object(arguments)
  }

  private var uid: Int64 {
    guard let name = fact("p", "user") else { return fact("p", "uid")?.integer ?? 0 }
    return labels.lazy.compactMap { self.lines[$0]?["user"] }.first { $0["name"] == name }?["uid"]?.integer ?? 0
  }
}
