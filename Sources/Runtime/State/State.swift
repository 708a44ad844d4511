package import Schema

/// Everything that is remembered from one event to the next: threads, descriptors, users, interfaces, and the strings
/// they share.
package struct State: ~Copyable {
  package internal(set) var symbols = SymbolTable()
  package internal(set) var threads = ThreadTable()
  package internal(set) var descriptors = DescriptorTables()
  package internal(set) var users = UserTable()
  package internal(set) var containerMetadata = ContainerMetadata()
  package internal(set) var interfaces: [NetworkInterface] = []
  package internal(set) var machine = MachineFacts()
  /// Belongs to the program, as the symbols of its constants do.
  package internal(set) var lineages = LineageTable()

  package let schema: EventSchema

  package init(events: EventTable) { schema = EventSchema(events) }

  /// Replaces everything: at the begin of a source, and where a capture begins anew.
  package mutating func load(_ snapshot: StateSnapshot) {}

  /// All that is known now, in the form of a capture's head.
  package func snapshot() -> StateSnapshot { StateSnapshot() }

  /// Phase "before rules": the delayed removals of the event before, look-up of thread and descriptor, and what the
  /// event changes (state-engine.md §1, §2). `evt.num` counts here.
  package mutating func apply(_ event: borrowing EventView) -> EventFacts { EventFacts() }

  /// Phase "after rules": notes what has to take effect before the next event: exits and closes.
  package mutating func finish(_ event: borrowing EventView, _ facts: EventFacts) {}
}
