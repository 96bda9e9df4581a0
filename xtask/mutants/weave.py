"""Mutant schemata: every mutant of a source file in one text, each behind a switch.

The mutants are those that `cargo mutants --list --json` names. A build for each of thousands takes days; one build of them all, in which
`crate::mutant(NUMBER)` says which one is on, takes minutes. One at most is on, so that what stands within a mutant is the source as it
was. Between `/*[NUMBER*/` and `/*NUMBER]*/` stands what a mutant puts in: a message of the compiler about that place is about that mutant.

Method: R. Untch, A. J. Offutt, M. J. Harrold, "Mutation analysis using mutant schemata", 1993.
"""

import re

import tree_sitter_rust
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_rust.language()))

SWITCH = """
/// Whether this mutant is on. What is asked for is written down, once each, where `SUPPLE_REACHED` names a file.
#[allow(warnings)]
pub(crate) fn mutant(number: usize) -> bool {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    static ON: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    static ASKED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
    static REACHED: std::sync::OnceLock<Option<std::fs::File>> = std::sync::OnceLock::new();
    if !ASKED[number].swap(true, Ordering::Relaxed) {
        let open = || std::env::var_os("SUPPLE_REACHED").and_then(|path| std::fs::File::create(path).ok());
        if let Some(file) = REACHED.get_or_init(open) {
            let _ = (&*file).write_all(format!("{number}\\n").as_bytes());
        }
    }
    *ON.get_or_init(|| std::env::var("SUPPLE_MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)) == number
}
"""


def switch(count):
    """The function that the woven sources ask, for mutants numbered from 1 to below `count`."""
    return SWITCH.replace("COUNT", str(count)).encode()


def weave(source, mutants):
    """The source with a switch for each mutant, and those mutants for which there can be none, such as that of a constant.

    A mutant has what cargo-mutants says of it and its `number`.
    """
    tree = PARSER.parse(source)
    if tree.root_node.has_error:
        return source, list(mutants)
    nodes = list(walk(tree.root_node))
    starts = line_starts(source)
    spots, unplaced = {}, []
    for mutant in mutants:
        begin, end = (offset(source, starts, mutant["span"][edge]) for edge in ("start", "end"))
        node = place(nodes, mutant["genre"], begin, end)
        if node is None or is_constant(node):
            unplaced.append(mutant)
        else:
            spots.setdefault(node.id, (node, []))[1].append(mutant)
    return Woven(source, {key: own for key, (_, own) in spots.items()}).text(tree.root_node), unplaced


def walk(node):
    yield node
    for child in node.children:
        yield from walk(child)


def line_starts(source):
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def offset(source, starts, at):
    """The byte of a place that is told by its line and its column in characters, both from 1."""
    begin = starts[at["line"] - 1]
    line = source[begin : starts[at["line"]] - 1].decode()
    return begin + len(line[: at["column"] - 1].encode())


def place(nodes, genre, begin, end):
    """What a mutant of this kind changes at this place."""
    found = None
    for node in nodes:
        if genre == "BinaryOperator" and node.type in ("binary_expression", "compound_assignment_expr"):
            if node.child_by_field_name("operator").start_byte == begin:
                found = node
        elif genre == "UnaryOperator" and node.type == "unary_expression" and node.start_byte == begin:
            found = node
        elif genre == "FnValue" and node.type == "function_item":
            body = node.child_by_field_name("body")
            if body and body.start_byte <= begin and end <= body.end_byte:
                found = body if found is None or body.start_byte > found.start_byte else found
        elif genre == "MatchArm" and node.type == "match_arm" and node.start_byte == begin:
            found = node.child_by_field_name("pattern")
        elif genre == "MatchArmGuard" and node.type == "match_pattern":
            guard = node.child_by_field_name("condition")
            if guard and guard.type != "let_condition" and abs(guard.start_byte - begin) <= 1:
                found = guard
        elif genre == "StructField" and node.type in ("field_initializer", "shorthand_field_initializer"):
            if node.start_byte == begin:
                found = node
    return found


def is_constant(node):
    """Whether it is computed by the compiler, which asks no switch."""
    while node is not None:
        if node.type in ("const_item", "static_item"):
            return True
        if node.type == "function_item":
            return any(child.type == "function_modifiers" and b"const" in child.text for child in node.children)
        node = node.parent
    return False


def hidden(body):
    """What the function gives where it names no type of it, as `Iterator<Item = u8> + '_` of `impl Iterator<Item = u8> + '_`."""
    given = body.parent.child_by_field_name("return_type")
    if given is None or not given.text.startswith(b"impl "):
        return None
    return re.sub(rb"\s*\+\s*use<[^>]*>", b"", given.text.removeprefix(b"impl "))


def arms(text, begin, end):
    """The mutants that take away an arm of the `match` over what stands between two bytes of a woven text."""
    for node in walk(PARSER.parse(text).root_node):
        value = node.child_by_field_name("value") if node.type == "match_expression" else None
        if value and value.start_byte <= begin and end <= value.end_byte:
            for arm in node.child_by_field_name("body").children:
                pattern = arm.child_by_field_name("pattern")
                if pattern:
                    yield from (int(number) for number in re.findall(rb"!crate::mutant\((\d+)\)", pattern.text))


class Woven:
    """The text of a source whose mutants have their places, by the id of the node."""

    def __init__(self, source, spots):
        self.source = source
        self.spots = spots

    def raw(self, node):
        return self.source[node.start_byte : node.end_byte]

    def text(self, node):
        own = self.spots.get(node.id)
        if not own:
            return self.whole(node)
        genres = {mutant["genre"] for mutant in own}
        if "MatchArmGuard" in genres:
            return self.guard(node, own)
        return getattr(self, GENRES[own[0]["genre"]])(node, own)

    def whole(self, node):
        """The node as it was, with its parts woven."""
        out, at = b"", node.start_byte
        for child in node.children:
            out += self.source[at : child.start_byte] + self.text(child)
            at = child.end_byte
        return out + self.source[at : node.end_byte]

    def binary(self, node, own):
        left, operator, right = (node.child_by_field_name(name) for name in ("left", "operator", "right"))
        out = self.text(left) + b" " + self.raw(operator) + b" " + self.text(right)
        for mutant in own:
            other = self.raw(left) + b" " + mutant["replacement"].encode() + b" " + self.raw(right)
            out = b"if " + on(mutant) + b" { " + put(mutant, other) + b" } else { " + out + b" }"
            if node.type == "binary_expression":
                out = b"(" + out + b")"
        return out

    def unary(self, node, own):
        rest = self.source[node.children[0].end_byte : node.end_byte]
        out = self.whole(node)
        for mutant in own:
            out = b"(if " + on(mutant) + b" { " + put(mutant, mutant["replacement"].encode() + rest) + b" } else { " + out + b" })"
        return out

    def body(self, node, own):
        own_type, was = hidden(node), self.whole(node)
        if own_type is None:
            values = (b" if " + on(m) + b" { return " + put(m, m["replacement"].encode()) + b"; }" for m in own)
            return b"{" + b"".join(values) + was[1:]
        # Two iterators have two types, and a box has one for both.
        boxed = b"Box::new(%s) as Box<dyn " + own_type + b">"
        values = (b" if " + on(m) + b" { return " + put(m, boxed % m["replacement"].encode()) + b"; }" for m in own)
        return b"{" + b"".join(values) + boxed % (b"(move || " + was + b")()") + b"}"

    def arm(self, node, own):
        off = b" && ".join(b"!" + on(mutant) for mutant in own)
        condition = node.child_by_field_name("condition")
        if condition is None:
            return self.whole(node) + b" if " + off
        before = self.source[node.start_byte : condition.start_byte]
        return before + off + b" && (" + self.text(condition) + b")" + self.source[condition.end_byte : node.end_byte]

    def guard(self, node, own):
        others = [mutant for mutant in own if mutant["genre"] != "MatchArmGuard"]
        self.spots[node.id] = others
        out = self.text(node)
        self.spots[node.id] = own
        for mutant in own:
            if mutant["genre"] == "MatchArmGuard":
                value = put(mutant, mutant["replacement"].encode())
                out = b"(if " + on(mutant) + b" { " + value + b" } else { " + out + b" })"
        return out

    def field(self, node, own):
        """A field that is left out has the value of what the others are taken from."""
        whole = node.parent
        base = next(child for child in whole.children if child.type == "base_field_initializer")
        while whole.type != "struct_expression":
            whole = whole.parent
        kind = self.raw(whole.child_by_field_name("name"))
        rest = self.raw(base)[2:]
        rest = rest if b"(" in rest else rest + b".clone()"
        if node.type == "shorthand_field_initializer":
            name = value = self.raw(node)
        else:
            name, value = self.raw(node.children[0]), self.text(node.child_by_field_name("value"))
        other = b"let rest: " + kind + b" = " + rest + b"; rest." + name
        return name + b": if " + on(own[0]) + b" { " + put(own[0], other) + b" } else { " + value + b" }"


GENRES = {
    "BinaryOperator": "binary",
    "UnaryOperator": "unary",
    "FnValue": "body",
    "MatchArm": "arm",
    "StructField": "field",
}


def on(mutant):
    return b"crate::mutant(%d)" % mutant["number"]


def put(mutant, text):
    """What a mutant puts in, between its marks."""
    return b"/*[%d*/ %s /*%d]*/" % (mutant["number"], text, mutant["number"])
