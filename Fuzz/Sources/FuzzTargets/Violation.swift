// FuzzTargets: what is done with an input, whoever made it: the fuzzer, or a test that replays what it found.
//
// In: bytes. Out: nothing, when everything holds that must hold of any input; else a `Violation`. A trap inside the
// product ends the process, as it would end `rulec`. Not here: libFuzzer, and planted bugs (FuzzDriver).

/// Something that must hold of every input did not.
package struct Violation: Error, CustomStringConvertible {
  package let description: String
}

func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
  guard condition else { throw Violation(description: message()) }
}
