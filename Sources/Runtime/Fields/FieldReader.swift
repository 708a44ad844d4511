package import Bytecode
package import Schema

// How fields are read. What a field is stands in Schema; one case here for each row there, and a test compares the two.
// Readers are grouped as the rows are; each group is an enum whose raw values are the fields' names.

/// What stood in a field's brackets or behind its last dot, ready for use.
package enum Selector: Hashable, Sendable, BitwiseCopyable {
  case none
  /// `[N]`.
  case index(UInt64)
  /// `[KEY]`, or a subsystem of control groups.
  case key(Symbol)
  /// `.NAME` of `evt.arg`, `evt.rawarg`: a parameter, in whichever place an event type has it.
  case parameter(ParameterName)
  /// `.NAME` of `evt.type.is`.
  case eventType(EventCode)
  /// `[GLOB]` of `container.mount` and its kin.
  case glob(GlobID)
  /// The pattern of `proc.lineage.path`, of `proc.ancestor`.
  case lineage(LineageID), ancestor(AncestorPatternID)
  /// `[NAME]` or the number of a sketch.
  case sketch(SketchID)
  /// `evt.abspath.src`, `evt.abspath.dst`.
  case source, destination
}

/// The reader of a field.
package enum FieldReader: Hashable, Sendable, BitwiseCopyable {
  case event(EventField)
  case process(ProcessField)
  case user(UserField)
  case descriptor(DescriptorField)
  case path(PathField)
  case container(ContainerField)
  /// Read by `TermReader`, which owns the sketches.
  case sketch(SketchField)
  /// No source gives it a value (yet): always missing.
  case never

  package init(_ field: Field) {
    if let field = EventField(rawValue: field.name) {
      self = .event(field)
    } else if let field = ProcessField(rawValue: field.name) {
      self = .process(field)
    } else if let field = UserField(rawValue: field.name) {
      self = .user(field)
    } else if let field = DescriptorField(rawValue: field.name) {
      self = .descriptor(field)
    } else if let field = PathField(rawValue: field.name) {
      self = .path(field)
    } else if let field = ContainerField(rawValue: field.name) {
      self = .container(field)
    } else if let field = SketchField(rawValue: field.name) {
      self = .sketch(field)
    } else {
      self = .never
    }
  }

  /// Whether some source gives the field a value of its own. `rulec list fields` says where none does.
  package var hasSource: Bool {
    switch self {
    case .never: false
    case .process(let field): !field.isAboutProbes
    case .event, .user, .descriptor, .path, .container, .sketch: true
    }
  }

  /// The value for the current event. Texts and lists that have to be made are written to `scratch`.
  package func read(
    _ selector: Selector, _ event: borrowing CurrentEvent, _ state: borrowing State, _ scratch: inout Scratch
  ) -> Value {
    switch self {
    case .event(let field): field.read(selector, event, state, &scratch)
    case .process(let field): field.read(selector, event, state, &scratch)
    case .user(let field): field.read(selector, event, state, &scratch)
    case .descriptor(let field): field.read(selector, event, state, &scratch)
    case .path(let field): field.read(selector, event, state, &scratch)
    case .container(let field): field.read(selector, event, state, &scratch)
    case .sketch(.duration):
      event.facts.firstTime > 0 && event.view.time > event.facts.firstTime
        ? .unsigned(event.view.time - event.facts.firstTime) : .unsigned(0)
    case .sketch, .never: .missing
    }
  }
}
