extension FieldBlock {
  /// Fields that the anomaly detection plugin adds: `anomaly.*`. Row format: FieldRow.swift.
  static let anomalyFields = FieldBlock(
    origin: .anomalyPlugin,
    rows: """
      anomaly.count_min_sketch[sketch]? UINT64/dec event event 100
          How often the behaviour that a counting sketch describes has been seen, this event included: an estimate that
          is never too low. `[n]` picks the sketch, the first one without index.
      anomaly.count_min_sketch.profile[sketch]? CHARBUF event event 100
          The text under which the event is counted in a sketch: the values of its key fields, one behind the other.
          `[n]` picks the sketch, the first one without index.
      anomaly.falco.duration_ns UINT64/dec event event+time 5
          Nanoseconds since the engine began, in a replay by the time of the events. For ignoring the first minutes, in
          which everything is new.
      """)
}
