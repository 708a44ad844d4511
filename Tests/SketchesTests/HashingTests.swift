import Testing
import TestSupport

@testable import Sketches

@Suite("Hashes of keys")
struct HashingTests {
  /// SipHash-1-3 of 00 01 02 … of each length from 0, under the key 00 01 … 0f: computed by a second implementation that gives
  /// the reference's published vectors with two and four rounds, and CPython's hashes of bytes with one and three.
  private static let vectors: [UInt64] = [
    0xabac0158050fc4dc, 0xc9f49bf37d57ca93, 0x82cb9b024dc7d44d, 0x8bf80ab8e7ddf7fb,
    0xcf75576088d38328, 0xdef9d52f49533b67, 0xc50d2b50c59f22a7, 0xd3927d989bb11140,
    0x369095118d299a8e, 0x25a48eb36c063de4, 0x79de85ee92ff097f, 0x70c118c1f94dc352,
    0x78a384b157b4d9a2, 0x306f760c1229ffa7, 0x605aa111c0f95d34, 0xd320d86d2a519956,
    0xcc4fdd1a7d908b66, 0x9cf2689063dbd80c, 0x8ffc389cb473e63e, 0xf21f9de58d297d1c,
    0xc0dc2f46a6cce040, 0xb992abfe2b45f844, 0x7ffe7b9ba320872e, 0x525a0e7fdae6c123,
    0xf464aeb267349c8c, 0x45cd5928705b0979, 0x3a3e35e3ca9913a5, 0xa91dc74e4ade3b35,
    0xfb0bed02ef6cd00d, 0x88d93cb44ab1e1f4, 0x540f11d643c5e663, 0x2370dd1f8c21d1bc,
    0x81157b6c16a7b60d, 0x4d54b9e57a8ff9bf, 0x759f12781f2a753e, 0xcea1a3bebf186b91,
    0x2cf508d3ada26206, 0xb6101c2da3c33057, 0xb3f47496ae3a36a1, 0x626b57547b108392,
    0xc1d2363299e41531, 0x667cc1923f1ad944, 0x65704ffec8138825, 0x24f280d1c28949a6,
    0xc2ca1cedfaf8876b, 0xc2164bfc9f042196, 0xa16e9c9368b1d623, 0x49fb169c8b5114fd,
    0x9f3143f8df074c46, 0xc6fdaf2412cc86b3, 0x7eaf49d10a52098f, 0x1cf313559d292f9a,
    0xc44a30dda2f41f12, 0x36fae98943a71ed0, 0x318fb34c73f0bce6, 0xa27abf3670a7e980,
    0xb4bcc0db243c6d75, 0x23f8d852fdb71513, 0x8f035f4da67d8a08, 0xd89cd0e5b7e8f148,
    0xf6f4e6bcf7a644ee, 0xaec59ad80f1837f2, 0xc3b2f6154b6694e0, 0x9d199062b7bbb3a8,
  ]

  private let hash = SipHash(first: Fixture.key.first, second: Fixture.key.second)

  @Test("SipHash-1-3 of all lengths up to 63")
  func sipHash() {
    for (length, expected) in Self.vectors.enumerated() {
      let bytes = (0..<length).map { UInt8($0) }
      #expect(hash(bytes.span) == expected, "length \(length)")
    }
    #expect(hash(0x0706_0504_0302_0100) == Self.vectors[8])
    #expect(hash(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908) == Self.vectors[16])
    // CPython's: PYTHONHASHSEED=0, hash(b"siphash").
    #expect(SipHash(first: 0, second: 0)(Array("siphash".utf8).span) == 0x8264_ceec_cb16_bcbe)
  }

  @Test("digests")
  func digests() {
    // FIPS 180-4's examples, and one of exactly a block.
    #expect(SHA256.digest(of: []).hexText == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.digest(of: Array("abc".utf8)).hexText == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.digest(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)).hexText
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.digest(of: Array(repeating: 0x61, count: 64)).hexText == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
    // RFC 4231, cases 1 and 2.
    #expect(
      SHA256.authentication(of: Array("Hi There".utf8).span, key: Array(repeating: 0x0B, count: 20)).hexText
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      SHA256.authentication(of: Array("what do ya want for nothing?".utf8).span, key: Array("Jefe".utf8)).hexText
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    // RFC 3720 B.4, and the check value of the catalogues of CRCs.
    #expect(CRC32C.checksum(Array(repeating: 0, count: 32).span) == 0x8A91_36AA)
    #expect(CRC32C.checksum(Array("123456789".utf8).span) == 0xE306_9283)
  }

  /// Counts in files hang on it: another value means that files from before say nothing any more.
  @Test("a key's hash stays what it is")
  func pinned() {
    // Computed by a second implementation, in Python.
    #expect(Self.key("nginx", "/etc/shadow").rawValue == 0x1f6ce481a28c8a4f)
  }

  @Test("two ways to cut a text are two keys")
  func unambiguous() {
    let keys = [
      Self.key("1", "12"), Self.key("11", "2"), Self.key("", "112"), Self.key("112", ""), Self.key("12", "1"),
      Self.key("112", nil), Self.key(nil, "112"), Self.key(nil, ""), Self.key("", nil), Self.key(nil, nil), Self.key("", ""),
    ]
    #expect(Set(keys).count == keys.count)
  }

  @Test("kinds of values are told apart, and fields that trade values")
  func kinds() {
    let hasher = KeyHasher(Fixture.key, Fixture.schema)
    func key(_ fields: (borrowing KeyHasher, inout KeyState) -> Void) -> KeyHash {
      var state = hasher.start
      fields(hasher, &state)
      return state.key()
    }
    let eight = [UInt8](repeating: 0, count: 8)
    let none: [UInt8] = []
    let keys = [
      key { $0.add(eight.span, to: &$1) }, key { $0.add(0 as UInt64, to: &$1) }, key { $0.add(0 as Int64, to: &$1) },
      key { $0.addAbsence(to: &$1) }, key { $0.add(none.span, to: &$1) }, key { _, _ in },
    ]
    #expect(Set(keys).count == keys.count)
    let (a, b) = (Array("a".utf8), Array("b".utf8))
    func pair(_ first: [UInt8], _ second: [UInt8]) -> KeyHash {
      key {
        $0.add(first.span, to: &$1)
        $0.add(second.span, to: &$1)
      }
    }
    #expect(pair(a, b) != pair(b, a))
    #expect(pair(a, none) != key { $0.add(a.span, to: &$1) })
  }

  /// From a second implementation, in Python: each field a text 00 01 02 … of so many bytes. They are the lengths at which something
  /// changes: none, words that are cut otherwise, one pair more, a block that is full with the field, before it, in its midst.
  private static let textKeys: [([Int], UInt64)] = [
    ([0], 0x5eb705ebda63ddad),
    ([1], 0x0464c2dcd509f77c),
    ([2], 0x3474658347694c60),
    ([3], 0xaf7d45d23668dee3),
    ([4], 0x7dfae17f77f7be96),
    ([7], 0x3e0a2e9d7ff277a1),
    ([8], 0xffb7bf3d62ae3793),
    ([9], 0xc21b28fd447f03ac),
    ([15], 0x233ef507c5859067),
    ([16], 0x76c21311fa13079a),
    ([15, 16, 17], 0x04fc37794dc39d31),
    ([24, 25], 0x56731e584ed63eed),
    (Array(repeating: 10, count: 9) + [60], 0xd08c2d272ec82c07),
    ([1, 2, 3, 4], 0x7524dba1ffaaad96),
    ([0, 0, 0, 0, 0], 0x9a4e18af04193ff4),
    (Array(repeating: 8, count: 30), 0x9e86c13147e7dbc0),
    (Array(repeating: 8, count: 31), 0xa97647ae966104cf),
    (Array(repeating: 8, count: 32), 0x79bc6d341d0f2bf7),
    (Array(repeating: 8, count: 33), 0x01d09e672f6a1d3c),
    ([456], 0x0597179a70d2ea3f),
    ([488], 0xe8deefd3ab3ad97c),
    ([500], 0x681b0b5b97752e8b),
    ([504], 0x4602e2b22bb8012a),
    ([505], 0x5b6cd83b6ba94a9a),
    ([520], 0xa18f5460de65f35c),
    ([1000, 1000], 0x9374f3977ad9180f),
    ([16384, 3], 0x134a94f6f7728e29),
    (Array(repeating: 15, count: 31) + [0], 0x2bd2d02dd6f85397),
    (Array(repeating: 15, count: 30) + [16], 0xb4d536ea18a544be),
    (Array(repeating: 15, count: 29) + [16, 15], 0x08b0c43d5167b512),
  ]

  @Test("texts of all lengths, and keys of many fields", arguments: textKeys)
  func lengths(_ fields: [Int], _ expected: UInt64) {
    let hasher = KeyHasher(Fixture.key, Fixture.schema)
    var state = hasher.start
    for length in fields {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
      hasher.add(bytes.span, to: &state)
    }
    #expect(state.key().rawValue == expected)
  }

  @Test("every byte of a text is in its key", arguments: [Array(1...70), Array(480...530)])
  func bytes(_ lengths: [Int]) {
    let hasher = KeyHasher(Fixture.key, Fixture.schema)
    func key(_ bytes: [UInt8]) -> KeyHash {
      var state = hasher.start
      hasher.add(bytes.span, to: &state)
      return state.key()
    }
    for length in lengths {
      var keys: Set<KeyHash> = []
      for place in 0..<length {
        var bytes = [UInt8](repeating: 0, count: length)
        bytes[place] = 1
        keys.insert(key(bytes))
      }
      keys.insert(key([UInt8](repeating: 0, count: length)))
      #expect(keys.count == length + 1, "length \(length)")
    }
  }

  @Test("another secret or another schema is another hash; another name is not")
  func separation() {
    var other = Fixture.schema
    other.condition += " and fd.typechar = f"
    var renamed = Fixture.schema
    renamed.name = "renamed"
    let own = Self.key("a", "b")
    #expect(Self.key("a", "b", KeyHasher(Fixture.otherKey, Fixture.schema)) != own)
    #expect(Self.key("a", "b", KeyHasher(Fixture.key, other)) != own)
    #expect(Self.key("a", "b", KeyHasher(Fixture.key, renamed)) == own)
  }

  /// The bits that rows, lines and tags are cut from: of 4096 keys that differ in a number, each bit is set in half of them.
  @Test("every bit of a key's hash is used")
  func bits() {
    let hashes = (0..<4096).map { Self.key("nginx", "/srv/\($0)").rawValue }
    for bit in 0..<64 {
      let ones = hashes.count { $0 >> UInt64(bit) & 1 == 1 }
      // Five standard deviations of 32.
      #expect((2048 - 160...2048 + 160).contains(ones), "bit \(bit): \(ones)")
    }
  }

  private static func key(_ process: String?, _ event: String?, _ hasher: borrowing KeyHasher = KeyHasher(Fixture.key, Fixture.schema))
    -> KeyHash
  {
    var state = hasher.start
    for value in [process, event] {
      guard let value else {
        hasher.addAbsence(to: &state)
        continue
      }
      let bytes = Array(value.utf8)
      hasher.add(bytes.span, to: &state)
    }
    return state.key()
  }
}
