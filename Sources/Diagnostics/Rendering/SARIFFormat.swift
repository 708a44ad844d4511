extension Report {
  /// SARIF 2.1.0 with one run. Files that could not be read are notifications of the run and no findings, so that
  /// a reader can tell "nothing found" from "not looked at".
  func renderedSARIF(_ options: RenderOptions) -> [UInt8] {
    var writer = SARIFWriter(locator: SourceLocator(map))
    let findings = diagnostics.filter { !$0.isLoadFailure }
    let failures = diagnostics.filter(\.isLoadFailure)
    let results = findings.map { SARIFResult($0) } + suppressed.map { SARIFResult($0.diagnostic, $0) }
    let rules = DiagnosticCode.allCases.filter { code in results.contains { $0.finding.code == code } }
    var json = JSONWriter()
    json.object { json in
      json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.field("version", "2.1.0")
      json.key("runs")
      json.array { json in
        json.object { json in
          json.field("tool") { json in
            json.field("driver") { json in
              json.field("name", "rulec")
              json.field("semanticVersion", options.toolVersion)
              json.field("rules", rules) { json, code in json.reportingDescriptor(code) }
              let kinds: [DiagnosticCode] = failures.isEmpty ? [] : [.fileRead]
              json.field("notifications", kinds) { json, code in json.reportingDescriptor(code) }
            }
          }
          json.field("columnKind", "unicodeCodePoints")
          json.field("invocations", [failures]) { json, failures in
            json.object { json in
              json.field("executionSuccessful", failures.isEmpty)
              json.field("toolExecutionNotifications", failures) { json, failure in
                writer.notification(failure, to: &json)
              }
            }
          }
          json.field("results", results) { json, result in
            writer.result(result, ruleIndex: rules.firstIndex(of: result.finding.code), namesSuppressions: !suppressed.isEmpty, to: &json)
          }
        }
      }
    }
    return json.bytes
  }
}

extension Diagnostic {
  /// It tells of a file that was not looked at, not of something in it.
  var isLoadFailure: Bool { code == .fileRead }
}

private struct SARIFResult {
  let finding: Diagnostic
  let suppression: SuppressedDiagnostic?

  init(_ finding: Diagnostic, _ suppression: SuppressedDiagnostic? = nil) {
    self.finding = finding
    self.suppression = suppression
  }
}

/// Writes what stands for one diagnostic.
private struct SARIFWriter {
  var locator: SourceLocator
  private var fingerprints = Fingerprints()

  init(locator: SourceLocator) {
    self.locator = locator
  }

  /// - Parameter namesSuppressions: SARIF wants them named for all results of a run or for none (3.27.23).
  mutating func result(_ result: SARIFResult, ruleIndex: Int?, namesSuppressions: Bool, to json: inout JSONWriter) {
    let finding = result.finding
    json.object { json in
      json.field("ruleId", finding.code.rawValue)
      if let ruleIndex { json.field("ruleIndex", ruleIndex) }
      json.field("level", finding.severity.rawValue)
      let words = [finding.message] + finding.help.map { "help: \($0)" }
      json.field("message") { json in json.field("text", words.joined(separator: "\n")) }
      json.field("locations", [finding.primary]) { json, label in
        json.object { json in location(label, to: &json) }
      }
      if !finding.secondary.isEmpty {
        json.field("relatedLocations", Array(finding.secondary.enumerated())) { json, related in
          json.object { json in
            json.field("id", related.offset)
            location(related.element, to: &json)
          }
        }
      }
      json.field("partialFingerprints") { json in
        json.field("primaryLocationLineHash", fingerprints.next(for: finding, &locator))
      }
      if let fix = finding.fix { json.field("fixes", [fix]) { json, fix in write(fix, to: &json) } }
      guard namesSuppressions else { return }
      json.field("suppressions", result.suppression.map { [$0] } ?? []) { json, suppression in
        json.object { json in
          json.field("kind", suppression.place.rawValue)
          if let reason = suppression.reason { json.field("justification", reason) }
        }
      }
    }
  }

  /// One change of a file for each file that it touches, as SARIF wants it.
  private mutating func write(_ fix: Fix, to json: inout JSONWriter) {
    var files: [(name: String, edits: [Fix.Edit])] = []
    for edit in fix.edits {
      let name = locator.place(edit.span).fileName
      if files.last?.name == name { files[files.count - 1].edits.append(edit) } else { files.append((name, [edit])) }
    }
    json.object { json in
      json.field("description") { json in json.field("text", fix.title) }
      json.field("artifactChanges", files) { json, file in
        json.object { json in
          json.artifactLocation(file.name)
          json.field("replacements", file.edits) { json, edit in
            json.object { json in
              json.field("deletedRegion") { json in region(locator.place(edit.span), to: &json) }
              json.field("insertedContent") { json in json.field("text", edit.replacement) }
            }
          }
        }
      }
    }
  }

  private func region(_ place: PlacedSpan, to json: inout JSONWriter) {
    json.field("startLine", place.start.line)
    json.field("startColumn", place.start.column)
    json.field("endLine", place.end.line)
    json.field("endColumn", place.end.column)
  }

  mutating func notification(_ failure: Diagnostic, to json: inout JSONWriter) {
    let place = locator.place(failure.primary.span)
    json.object { json in
      json.field("level", failure.severity.rawValue)
      json.field("message") { json in json.field("text", failure.message) }
      json.field("descriptor") { json in json.field("id", failure.code.rawValue) }
      json.field("locations", [place.fileName]) { json, name in
        json.object { json in
          json.field("physicalLocation") { json in json.artifactLocation(name) }
        }
      }
    }
  }

  private mutating func location(_ label: Label, to json: inout JSONWriter) {
    let place = locator.place(label.span)
    json.field("physicalLocation") { json in
      json.artifactLocation(place.fileName)
      json.field("region") { json in region(place, to: &json) }
    }
    if !label.text.isEmpty { json.field("message") { json in json.field("text", label.text) } }
  }
}

extension JSONWriter {
  fileprivate mutating func reportingDescriptor(_ code: DiagnosticCode) {
    object { json in
      json.field("id", code.rawValue)
      json.field("shortDescription") { json in json.field("text", "\(code.info.title)") }
      json.field("help") { json in
        json.field("text", "\(code.info.title). 'rulec explain \(code.rawValue)' tells more.")
      }
      json.field("defaultConfiguration") { json in json.field("level", code.severity.rawValue) }
    }
  }

  fileprivate mutating func artifactLocation(_ fileName: String) {
    field("artifactLocation") { json in json.field("uri", uriReference(fileName)) }
  }
}

/// A path as a URI reference: relative ones stay so and are meant from the repository's root.
func uriReference(_ path: String) -> String {
  let relative = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
  var uri = relative.hasPrefix("/") ? "file://" : ""
  for byte in relative.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "/"):
      uri.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      uri += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
  }
  return uri
}
