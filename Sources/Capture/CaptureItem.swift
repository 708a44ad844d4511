package import Runtime

// Capture: files of recorded events. In: the bytes of a .scap file or of JSON lines. Out: snapshots of the state and
// events, borrowed. Not here: what events mean.

/// What a source hands over, in order: a snapshot first, then events; another snapshot where a capture begins anew.
package enum CaptureItem: ~Escapable {
  /// Replaces all state. Indirect, so that handing over an event moves little and releases nothing.
  indirect case snapshot(StateSnapshot)
  case event(EventView)
}
