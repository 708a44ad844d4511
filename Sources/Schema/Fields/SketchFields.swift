extension FieldBlock {
  /// What sketches say of the event (docs/sketches.md): extensions. Row format: FieldRow.swift.
  static let sketchFields = FieldBlock(
    origin: .extension_,
    rows: """
      sketch.count[sketch] UINT64/dec event event 100
          How often the behaviour that the sketch counts has been seen, this event included. Absent while the sketch learns, or
          where its key has no value. An extension of rulec.
      sketch.prior[sketch] UINT64/dec event event 100
          The same before this event. An extension of rulec.
      sketch.percentile[sketch] UINT64/dec event event 100
          Of a thousand counted events, how many had a key that had been seen as rarely as this one, or more rarely. `<= 1` asks
          for the rarest thousandth, whatever the counts are. An extension of rulec.
      sketch.tag[sketch] CHARBUF event event 100
          What the sketch calls the behaviour: `learning`, `new`, `rare` or `common`. An extension of rulec.
      sketch.first_seen[sketch] BOOL event event 100
          True if the behaviour was never seen before. Absent while the sketch learns. An extension of rulec.
      sketch.trusted[sketch] BOOL event event 20
          True if the sketch has learned enough, and is not so full that what was never seen looks as if it had been. An
          extension of rulec.
      sketch.burst[sketch] BOOL event event 100
          True if whoever the quota is counted for brings more new keys than it allows. An extension of rulec.
      sketch.noise[sketch] UINT64/dec event event 20
          What keys that were never seen are counted as, at most, in 99 of 100 cases. An extension of rulec.
      sketch.distinct[sketch] UINT64/dec event event 500
          How many different keys the window holds, about. An extension of rulec.
      sketch.total[sketch] UINT64/dec event event 20
          How many events the window holds. An extension of rulec.
      sketch.age_ns[sketch] UINT64/dec event event 20
          Nanoseconds that the window covers so far. An extension of rulec.
      sketch.key[sketch] CHARBUF event event 200
          The values of the key, one behind the other. An extension of rulec.
      sketch.min[sketch] UINT64/dec event event 300
          Of the parts that an `each` sketch counts: how often the rarest has been seen. An extension of rulec.
      sketch.max[sketch] UINT64/dec event event 300
          The same for the most common part. An extension of rulec.
      sketch.avg[sketch] UINT64/dec event event 300
          The same on average, rounded down. An extension of rulec.
      sketch.sum[sketch] UINT64/dec event event 300
          The same for all parts together. An extension of rulec.
      sketch.tokens[sketch] UINT64/dec event event 300
          How many parts there are. An extension of rulec.
      fd.sketch.count<sketch> UINT64/dec event event 100
          Written `fd.sketch0.count`: `sketch.count` of the sketch with that index, whose key has a field of the descriptor. An
          extension of rulec.
      proc.sketch.count<sketch> UINT64/dec event event 100
          Written `proc.sketch0.count`: `sketch.count` of the sketch with that index. An extension of rulec.
      proc.sketch.min<sketch> UINT64/dec event event 300
          Written `proc.sketch0.min`: `sketch.min` of the sketch with that index. An extension of rulec.
      proc.sketch.max<sketch> UINT64/dec event event 300
          Written `proc.sketch0.max`: `sketch.max` of the sketch with that index. An extension of rulec.
      proc.sketch.avg<sketch> UINT64/dec event event 300
          Written `proc.sketch0.avg`: `sketch.avg` of the sketch with that index. An extension of rulec.
      proc.sketch.sum<sketch> UINT64/dec event event 300
          Written `proc.sketch0.sum`: `sketch.sum` of the sketch with that index. An extension of rulec.
      proc.sketch.tokens<sketch> UINT64/dec event event 300
          Written `proc.sketch0.tokens`: `sketch.tokens` of the sketch with that index. An extension of rulec.
      """)
}
