import Synchronization

/// A member that takes part in nothing: it keeps the type that has it where it is.
///
/// The compiler passes a large struct that is borrowed by copying its bytes to a place of its own first; for the state
/// that is more than a kilobyte for each event. Of a type with a member that cannot be moved bytewise while it is borrowed,
/// as an atomic is, it passes the address. The types that the event path borrows whole have one.
struct InPlace: ~Copyable {
  private let anchor = Atomic<UInt8>(0)
}
