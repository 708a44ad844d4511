package import Bytecode
package import Schema

/// Which event types can give a term a value.
///
/// Only what is certain: a type that is left out never gives one, whatever the event and the state hold
/// (state-engine.md §2, §7, §9). LintTests holds it to events.
package struct FieldCarriers {
  private let program: Program
  private let catalog: FieldCatalog
  private let events: EventTable
  private let outlines: [EventOutline]
  /// The types that rules can see at all: of system calls both halves that exist, less the enter events that only change state; of
  /// another source those of plugins (rule-language.md §8).
  package let visible: EventSet
  private let descriptorTypes: EventSet
  /// By term: the types, once asked for.
  private var known: [EventSet?]

  package init(_ program: Program, catalog: FieldCatalog, events: EventTable) {
    self.program = program
    self.catalog = catalog
    self.events = events
    outlines = events.outlines
    // Enter events that are kept for their exits (state-engine.md §1.8), and those of old types, which whoever reads a capture leaves
    // out, are never seen.
    var kept = EventSet()
    for name in ["open", "creat", "openat", "openat2", "connect", "execve", "execveat"] {
      kept = kept.union(events.events(named: name) ?? EventSet())
    }
    var (visible, descriptorTypes) = (EventSet(), EventSet())
    let isAboutSystemCalls = catalog.source == FieldCatalog.syscall.source
    for type in outlines where !type.flags.contains(.unused) {
      guard isAboutSystemCalls ? type.code != .pluginEvent : type.code == .pluginEvent || type.code == .asynchronousEvent else { continue }
      if type.isEnter, type.producer == .syscall, type.flags.contains(.oldVersion) || kept.contains(type.code) { continue }
      visible.insert(type.code)
      if !type.flags.isDisjoint(with: .concernsDescriptor) { descriptorTypes.insert(type.code) }
    }
    (self.visible, self.descriptorTypes) = (visible, descriptorTypes)
    known = Array(repeating: nil, count: program.terms.count)
  }

  package mutating func types(of id: TermID) -> EventSet {
    if let known = known[Int(id.rawValue)] { return known }
    let found: EventSet
    switch program.terms[Int(id.rawValue)] {
    case .field(let field, let selector): found = types(of: catalog[field], selector)
    // Without one of its arguments a transformer gives nothing.
    case .call(_, let arguments, _), .list(let arguments):
      var common = visible
      for argument in program.termLists[arguments.range] { common = common.intersection(types(of: argument)) }
      found = common
    case .constant: found = visible
    }
    known[Int(id.rawValue)] = found
    return found
  }

  private func types(of field: Field, _ selector: FieldSelector) -> EventSet {
    // Nearly all fields are of processes, containers and users, which every event can have.
    guard field.name.utf8.count > 3, let first = field.name.utf8.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "f") || first == UInt8(ascii: "s")
    else { return visible }
    switch field.name {
    case "evt.arg", "evt.rawarg": return parameter(selector)
    case "evt.buffer": return types(withParameter: "data")
    case "evt.io_dir": return types { !$0.flags.isDisjoint(with: .transfers) }
    case "evt.count.exit": return types { !$0.isEnter }
    case "evt.asynctype": return EventSet([.asynchronousEvent])
    case "syscall.type": return types { $0.producer == .syscall }
    case "evt.res", "evt.rawres", "evt.failed", "evt.count.error": return types { $0.hasResult }
    case "evt.abspath":
      return named([
        "openat", "openat2", "open_by_handle_at", "unlinkat", "mkdirat", "fchmodat", "fchownat", "renameat", "renameat2", "linkat",
        "symlinkat",
      ])
    case "fs.path.name", "fs.path.nameraw":
      return named([
        "mkdir", "rmdir", "unlink", "chmod", "chown", "lchown", "quotactl", "umount", "umount2", "mkdirat", "unlinkat", "fchmodat",
        "fchownat", "open", "openat", "openat2", "fchmod", "fchown",
      ])
    case "fs.path.source", "fs.path.sourceraw", "fs.path.target", "fs.path.targetraw":
      return named(["rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "mount"])
    case "fs.path.resolved": return named(["open", "openat", "openat2", "creat", "open_by_handle_at"])
    default:
      if field.name.hasPrefix("fdlist.") { return named(["poll", "ppoll"]) }
      if field.name.hasPrefix("fd."), field.argument != .requiredSketchNumber { return descriptorTypes }
      if field.name.hasPrefix("evt.buflen") { return types { [.ioRead, .ioWrite, .ioOther].contains($0.category) } }
      return visible
    }
  }

  /// The types on which `= true` can hold, for a field that is false and never missing elsewhere.
  package func typesWhereTrue(_ field: Field) -> EventSet {
    switch field.name {
    case "evt.is_open_read", "evt.is_open_write", "evt.is_open_create": named(["open", "openat", "openat2", "open_by_handle_at"])
    case "evt.is_open_exec": named(["open", "openat", "openat2", "open_by_handle_at", "creat"])
    case "evt.is_io": types { !$0.flags.isDisjoint(with: .transfers) }
    case "evt.is_io_read": types { $0.flags.contains(.readsFromDescriptor) }
    case "evt.is_io_write", "evt.is_syslog": types { $0.flags.contains(.writesToDescriptor) }
    case "evt.is_wait": types { $0.flags.contains(.waits) }
    case "evt.is_async": EventSet([.asynchronousEvent])
    default: visible
    }
  }

  private func parameter(_ selector: FieldSelector) -> EventSet {
    switch selector {
    case .name(let name): return types(withParameter: program.strings.text(name))
    case .index(let place): return types { UInt64($0.parameterCount) > place }
    default: return visible
    }
  }

  private func types(withParameter name: String) -> EventSet { events.events(withParameter: name).intersection(visible) }

  private func named(_ names: [String]) -> EventSet {
    var found = EventSet()
    for name in names { if let types = events.events(named: name) { found = found.union(types) } }
    return found.intersection(visible)
  }

  private func types(_ isCarrier: (EventOutline) -> Bool) -> EventSet {
    var found = EventSet()
    for type in outlines where isCarrier(type) { found.insert(type.code) }
    return found.intersection(visible)
  }
}

extension EventOutline {
  /// Exits of calls begin with it. Generic calls have parameters of the engine's own.
  fileprivate var hasResult: Bool { !isEnter && producer == .syscall && code.rawValue != 1 && parameterCount > 0 }
}
