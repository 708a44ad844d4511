import Capture
import FuzzDriver
import FuzzTargets

fuzz { input in
  let counters = try CaptureTarget.run(input)
  // A file with events of types to come; no seed has one.
  if PlantedBug.isPlanted, counters.unknownTypes > 0 { PlantedBug.strike() }
}
