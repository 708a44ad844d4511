"""Asks RE2 (package google-re2) what it makes of random patterns and values, and prints the answers.

    pip install google-re2 && python3 make-re2-facts.py 1 1500 > re2-facts.txt

One line is: pattern, `ok` or `error`, then value=1 (matches wholly) or value=0, separated by tabs.
Bytes other than printable ASCII, blanks, `%` and `=` are written as %XX.
"""
import random
import sys

from re2 import _re2

OPTIONS = _re2.RE2.Options()
OPTIONS.posix_syntax = True
OPTIONS.longest_match = True
OPTIONS.log_errors = False

LITERALS = list("aab/.-_x0\n") + ["é", "☃", " "]
NOISE = list("ab*+?{}()[]|^$.\\,-:0123dwxnAzQpb=<!") + [
    "[:alpha:]", "[:^digit:]", "[:foo:]", "[[:", ":]", "{2}", "{2,3}", "{1001}", "{0,1}", "(?", "\\x{", "\\x4", "\\07",
    "\\12", "[^", "[]", "é", "{10}", "{100}", "\\.", "\\\n", "[a-", "-]", "--",
]
CLASSES = ["[ab]", "[^a]", "[a-c/]", "[[:alpha:]]", "[^[:space:]]", "[]a]", "[^]-]", "[[:^alpha:]b]", "[é-ü]", "[^/]"]


def escape(data):
    return "".join(chr(b) if 0x21 <= b <= 0x7E and b not in b"%=" else "%%%02X" % b for b in data)


def tree(rng, depth):
    """A random well-formed pattern and a function that draws a text it is likely to match."""
    kind = rng.randrange(9 if depth else 4)
    if kind <= 1:
        c = rng.choice(LITERALS)
        return ("\\." if c == "." else c), lambda: c
    if kind == 2:
        return ".", lambda: rng.choice("abx")
    if kind == 3:
        return rng.choice(CLASSES + ["^", "$"]), lambda: rng.choice(["a", "b", "", "/"])
    if kind <= 5:
        parts = [tree(rng, depth - 1) for _ in range(rng.randrange(1, 4))]
        return "".join(p for p, _ in parts), lambda: "".join(s() for _, s in parts)
    if kind == 6:
        parts = [tree(rng, depth - 1) for _ in range(rng.randrange(1, 4))]
        return "(" + "|".join(p for p, _ in parts) + ")", lambda: rng.choice(parts)[1]()
    inner, draw = tree(rng, depth - 1)
    low = rng.randrange(3)
    high = low + rng.randrange(3)
    op = rng.choice(["*", "+", "?", "{%d}" % low, "{%d,}" % low, "{%d,%d}" % (low, high), "*?", "+*", "{2}?"])
    return "(" + inner + ")" + op, lambda: "".join(draw() for _ in range(rng.randrange(low, high + 1)))


def mutate(rng, text):
    text = list(text)
    for _ in range(rng.randrange(3)):
        at = rng.randrange(len(text) + 1)
        if text and rng.random() < 0.5:
            del text[min(at, len(text) - 1)]
        else:
            text.insert(at, rng.choice(LITERALS))
    return "".join(text)


def main(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        if rng.random() < 0.5:
            pattern = "".join(rng.choice(NOISE) for _ in range(rng.randrange(1, 9)))
            draw = lambda: "".join(c for c in pattern if c in "ab0123")
        else:
            pattern, draw = tree(rng, 4)
        data = pattern.encode()
        regex = _re2.RE2(data, OPTIONS)
        line = [escape(data), "ok" if regex.ok() else "error"]
        if regex.ok():
            values = {mutate(rng, draw()) for _ in range(4)} | {"", draw()}
            for value in sorted(values):
                raw = value.encode()
                spans = regex.Match(_re2.RE2.Anchor.ANCHOR_BOTH, raw, 0, len(raw))
                line.append("%s=%d" % (escape(raw), bool(spans) and spans[0] != (-1, -1)))
        print("\t".join(line))


main(int(sys.argv[1]), int(sys.argv[2]))
