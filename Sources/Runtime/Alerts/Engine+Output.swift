import Schema

extension Engine {
  /// How `evt.rawarg.NAME` of this event prints: as its parameter does. Missing values print in every style alike.
  package func style(of name: ParameterName, _ event: borrowing EventView) -> PrintStyle {
    let schema = state.schema
    guard let place = schema.place(of: name, in: event.type) else { return PrintStyle(type: .dynamic, number: .none) }
    return PrintStyle(schema.types[Int(event.type.rawValue)].parameters[place])
  }
}
