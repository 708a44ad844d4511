#if LiveSource
  import Foundation
  import Runtime
  import Schema
  import TestSupport
  import Testing

  @testable import Commands
  @testable import ContainerEngines

  @Suite("Container engines and state")
  struct ContainerEventTests {
    @Test("what an engine says becomes an event that the state takes, and takes back")
    func event() throws {
      var facts = ContainerFacts()
      facts.id = String(repeating: "ab", count: 32)
      facts.name = "web"
      facts.image = "team/app:1"
      let added = ContainerEvent(facts.notice, time: 7)
      let removed = ContainerEvent(DockerAnswer.removal(of: facts.id), time: 8)
      var engine = Engine(program: nil, catalog: .syscall, events: .syscall)
      let first = try count(after: added, &engine)
      let malformed = engine.state.counters.malformedEvents
      let second = try count(after: removed, &engine)
      #expect(first == 1 && second == 0 && malformed == 0)
    }

    private func count(after event: ContainerEvent, _ engine: inout Engine) throws -> Int {
      guard let view = EventView(event.bytes.span, hasLargePayload: true) else {
        Issue.record("the lengths do not fit")
        return -1
      }
      #expect(view.parameterCount == 3)
      engine.process(view)
      return engine.state.containerMetadata.count
    }
  }
#endif
