/// What the state engine found out about the current event before rules see it (state-engine.md §2).
package struct EventFacts: BitwiseCopyable, Sendable {
  /// `evt.num`, from 1: counts everything that reaches the state engine, shown or hidden.
  package var number: UInt64 = 0
  /// Nil for events without a thread.
  package var thread: ThreadIndex? = nil
  /// The descriptor number of the event, `lastevent_fd`; -1 for none.
  package var descriptorNumber: Int64 = -1
  /// The entry of that descriptor as it is after the event's own change.
  package var descriptor: DescriptorIndex? = nil
  /// The event gave the descriptor another name or tuple (`fd.name_changed`).
  package var changedName = false
  /// Result parameter, where the type has one and it has a value; negative for a failed call.
  package var result: Int64? = nil
  /// Rules do not see the event: enter events kept for their exit, state-only events (state-engine.md §1.8).
  package var isHidden = false
  /// Time of the event before this one, 0 for the first (`evt.deltatime`).
  package var previousTime: UInt64 = 0
  /// Time of the first event that is no metaevent; 0 before there was one (`evt.reltime`).
  package var firstTime: UInt64 = 0
  /// What takes effect once rules have seen the event.
  var removal = Removal.nothing

  package init() {}

  enum Removal: UInt8, Sendable, BitwiseCopyable {
    case nothing, thread, descriptor
  }
}

/// The event that rules are evaluated on: its bytes, and what the state engine knows of it.
package struct CurrentEvent: ~Escapable, BitwiseCopyable {
  package let view: EventView
  package let facts: EventFacts

  @_lifetime(copy view)
  package init(_ view: EventView, _ facts: EventFacts) {
    self.view = view
    self.facts = facts
  }
}
