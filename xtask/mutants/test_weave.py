"""`weave` and `unweave` on one source that has each kind of mutant, and on texts that are spoiled on purpose."""

import unittest

from unweave import differing
from weave import weave

SOURCE = b"""\
fn add(left: u64, right: u64) -> u64 {
    let sum = left + right;
    if !(sum < 3) { sum as u64 } else { 0 }
}

fn small(list: &[u8]) -> impl Iterator<Item = u8> + '_ {
    list.iter().copied().filter(|one| *one < 9)
}

fn named(what: What) -> Named {
    match what {
        What::One => Named { one: 1, ..BASE },
        What::Two(two) if two > 1 => Named { two, ..BASE },
        What::Two(_) | What::Three => BASE,
    }
}

fn grow(of: &mut u64) {
    *of += 1;
}
"""


def mutant(number, genre, text, replacement, nth=0):
    """A mutant that puts something in the place of a text."""
    begin = -1
    for _ in range(nth + 1):
        begin = SOURCE.index(text, begin + 1)
    at = lambda byte: {"line": SOURCE[:byte].count(b"\n") + 1, "column": byte - SOURCE[:byte].rfind(b"\n")}
    span = {"start": at(begin), "end": at(begin + len(text))}
    return {"number": number, "genre": genre, "span": span, "replacement": replacement, "name": f"{genre} {number}"}


MUTANTS = [
    mutant(1, "BinaryOperator", b"+", "-"),
    mutant(2, "BinaryOperator", b"+", "*"),
    mutant(3, "BinaryOperator", b"<", "<="),
    mutant(4, "UnaryOperator", b"!", ""),
    mutant(5, "FnValue", b"*of += 1;", "()"),
    mutant(6, "FnValue", b"list.iter().copied().filter(|one| *one < 9)", "::std::iter::empty()"),
    mutant(7, "FnValue", b"let sum = left + right;\n    if !(sum < 3) { sum as u64 } else { 0 }", "1"),
    mutant(8, "MatchArm", b"What::One => Named { one: 1, ..BASE },", ""),
    mutant(9, "MatchArm", b"What::Two(two) if two > 1 => Named { two, ..BASE },", ""),
    mutant(10, "MatchArmGuard", b"two > 1", "true"),
    mutant(11, "StructField", b"one: 1, ", ""),
    mutant(12, "StructField", b"two, ", ""),
    mutant(13, "BinaryOperator", b"+=", "-="),
    mutant(14, "BinaryOperator", b">", ">=", nth=SOURCE[: SOURCE.index(b"> 1")].count(b">")),
]


class Weaving(unittest.TestCase):
    def test_each_mutant_says_what_cargo_mutants_puts_there(self):
        text, unplaced = weave(SOURCE, MUTANTS)
        self.assertEqual(unplaced, [])
        self.assertEqual(differing(SOURCE, MUTANTS, text), [])
        for one in MUTANTS:
            self.assertIn(b"crate::mutant(%d)" % one["number"], text, one["name"])

    def test_another_mutant_than_that_is_noticed(self):
        text, _ = weave(SOURCE, MUTANTS)
        for was, spoiled, number in [
            (b"left - right", b"left / right", 1),
            (b"sum <= 3", b"sum >= 3", 3),
            (b"*of -= 1", b"*of -= 2", 13),
            (b"{ return /*[5*/ () /*5]*/; }", b"{ return /*[5*/ panic!() /*5]*/; }", 5),
            (b"!crate::mutant(8)", b"!crate::mutant(9)", 8),
            (b"/*[10*/ true", b"/*[10*/ false", 10),
        ]:
            self.assertIn(was, text)
            found = [one["number"] for one in differing(SOURCE, MUTANTS, text.replace(was, spoiled, 1))]
            self.assertIn(number, found, spoiled)
            self.assertLess(len(found), len(MUTANTS), spoiled)

    def test_a_source_that_is_not_the_same_without_a_mutant_is_noticed_in_each(self):
        text, _ = weave(SOURCE, MUTANTS)
        self.assertEqual(differing(SOURCE, MUTANTS, text.replace(b"left + right", b"left + left", 1)), MUTANTS)

    def test_what_the_compiler_computes_has_no_switch(self):
        source = b"const ALL: u64 = 1 + 2;\nconst fn of() -> u64 { 1 + 2 }\n"
        spans = [
            {"start": {"line": line, "column": column}, "end": {"line": line, "column": column + 1}}
            for line, column in [(1, 20), (2, 26)]
        ]
        own = [
            {"number": number, "genre": "BinaryOperator", "span": span, "replacement": "-", "name": ""}
            for number, span in enumerate(spans, 1)
        ]
        self.assertEqual(weave(source, own), (source, own))


if __name__ == "__main__":
    unittest.main()
