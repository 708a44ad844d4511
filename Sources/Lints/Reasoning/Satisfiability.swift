import Bytecode
package import Compiler
package import Schema

/// Whether some event can make conditions true or false together.
///
/// "Impossible" is a proof; "possible" means that nothing speaks against it that is known here. A class, because all lints of a source
/// share what it learns of checks; one question at a time.
package final class Satisfiability {
  package enum Verdict: Sendable, Hashable { case impossible, possible, undecided }

  /// Something that must be true, or false.
  package struct Goal: Sendable, Hashable {
    package var node: GraphID
    package var isTrue: Bool

    package init(_ node: GraphID, isTrue: Bool) {
      self.node = node
      self.isTrue = isTrue
    }
  }

  /// In one piece, so that a question is one access to it.
  private var search: Search

  package init(_ conditions: TypedConditions, stepLimit: Int = 4000) { search = Search(conditions, stepLimit: stepLimit) }

  /// The types that rules can see.
  package var visibleTypes: EventSet { search.facts.visible }

  /// Whether an event of one of the types can fulfil all goals.
  package func verdict(_ goals: [Goal], on types: EventSet) -> Verdict { search.verdict(goals, on: types) }

  /// Asserts goals that further questions are about.
  ///
  /// - Returns: false where they contradict each other.
  func assume(_ goals: [Goal], on types: EventSet) -> Bool { search.assume(goals, on: types) }

  /// What is known of a node after `assume`; nil where it is open.
  func assumedValue(of node: GraphID) -> Bool? { search.value(of: node) }

  /// The verdict on a goal beside those that `assume` asserted.
  func verdict(with goal: Goal) -> Verdict { search.verdict(with: goal) }

  /// Which constants of a membership check cannot be the value where the goals are fulfilled, by place in its list.
  func deadElements(of check: CheckID, given goals: [Goal], on types: EventSet) -> [Int] {
    search.assume(goals, on: types) ? search.facts.deadElements(of: check) : []
  }

  /// The types that are left when what follows from the goals without any choice is known; nil where they contradict each other.
  func typesLeft(by goals: [Goal], on types: EventSet) -> EventSet? { search.assume(goals, on: types) ? search.facts.types : nil }

  /// The types that can give a term a value.
  func carriers(of term: TermID) -> EventSet { search.facts.carriers(of: term) }

  /// An event that fulfils conditions, as text: `evt.type=open, fd.name=/etc/x`. Made of what the search ended with, right after a
  /// verdict of "possible".
  ///
  /// - Returns: nil where no values were found of which it is certain that they fulfil all of `nodes`.
  func example(fulfilling nodes: [GraphID], _ typed: TypedConditions) -> String? {
    guard let event = ExampleMaker(typed).event(&search.facts) else { return nil }
    for node in nodes where event.fulfils(node, typed, &search.facts, depth: 0) != true { return nil }
    return event.text(typed)
  }
}
