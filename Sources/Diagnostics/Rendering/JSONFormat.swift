extension Report {
  /// One object: a summary and the diagnostics. Lines and columns from 1, columns in Unicode scalars, ends exclusive.
  ///
  /// `labels` holds every place that has a text: the primary one, if it has, before the secondary ones.
  func renderedJSON() -> [UInt8] {
    var locator = SourceLocator(map)
    var json = JSONWriter()
    json.object { json in
      json.field("summary") { json in
        json.field("files", map.files.count)
        json.field("rules", items.rules)
        json.field("macros", items.macros)
        json.field("lists", items.lists)
        json.field("errors", count(.error))
        json.field("warnings", count(.warning))
      }
      json.field("diagnostics", diagnostics) { json, diagnostic in
        json.object { json in
          json.field("code", diagnostic.code.rawValue)
          json.field("severity", diagnostic.severity.rawValue)
          json.field("message", diagnostic.message)
          json.placeFields(locator.place(diagnostic.primary.span))
          json.field("labels", diagnostic.labelsWithText) { json, label in
            json.object { json in
              json.placeFields(locator.place(label.span))
              json.field("text", label.text)
            }
          }
          json.field("help", diagnostic.help) { json, help in json.string(help) }
          if let fix = diagnostic.fix {
            json.field("fix") { json in
              json.field("title", fix.title)
              json.field("edits", fix.edits) { json, edit in
                json.object { json in
                  json.placeFields(locator.place(edit.span))
                  json.field("text", edit.replacement)
                }
              }
            }
          }
        }
      }
    }
    return json.bytes
  }
}

extension Diagnostic {
  fileprivate var labelsWithText: [Label] { ([primary] + secondary).filter { !$0.text.isEmpty } }
}

extension JSONWriter {
  fileprivate mutating func placeFields(_ place: PlacedSpan) {
    field("file", place.fileName)
    field("line", place.start.line)
    field("column", place.start.column)
    field("endLine", place.end.line)
    field("endColumn", place.end.column)
  }
}
