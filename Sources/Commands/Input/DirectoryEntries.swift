import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The names of what a directory holds, in no order, `.` and `..` included.
func directoryEntries(_ path: String) throws(Errno) -> [String] {
  // The stream belongs to this function and is closed on the way out; each entry is copied before the next call.
  guard let stream = unsafe opendir(path) else { throw Errno(rawValue: errno) }
  defer { _ = unsafe closedir(stream) }
  var names: [String] = []
  while true {
    errno = 0
    guard let entry = unsafe readdir(stream) else {
      guard errno == 0 else { throw Errno(rawValue: errno) }
      return names
    }
    names.append(
      unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        // `d_name` is a C array that ends with a zero.
        unsafe field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          unsafe String(cString: $0)
        }
      })
  }
}
