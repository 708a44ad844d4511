import Capture
import FuzzDriver
import FuzzTargets

fuzz { input in
  // Whatever the input is, it is read as a line; a file of another kind is the other fuzzer's.
  let counters = try CaptureTarget.run(Array("{".utf8) + input)
  // Several events of one file; the seeds have no line that is whole behind the first brace.
  if PlantedBug.isPlanted, counters.events > 2 { PlantedBug.strike() }
}
