import Foundation
import TestSupport

/// The bytes of a file of the shared data, decompressed by the system's gzip if need be.
func decompressed(_ path: String) throws -> [UInt8] {
  let url = SharedData.url(path)
  let handle = try FileHandle(forReadingFrom: url)
  let head = try handle.read(upToCount: 2)
  try handle.close()
  guard head == Data([0x1F, 0x8B]) else { return [UInt8](try Data(contentsOf: url)) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["gzip", "-dc", url.path]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return [UInt8](data)
}
