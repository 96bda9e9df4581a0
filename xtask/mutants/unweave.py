"""What a woven source says where one mutant is on: the way back, which holds `weave` against cargo-mutants.

A mutant of cargo-mutants is a replacement of the text between two places. With its switch on a woven source says the same, and with all
off what stood there before. Both are compared as tokens, without what a switch may bring: brackets, commas at the end of a list, comments.
"""

import re

from weave import PARSER, line_starts, offset

DROPPED = (b"(", b")", b",")
COMMENTS = ("line_comment", "block_comment")


def differing(source, mutants, text):
    """Those of the mutants woven into this text that change something else than cargo-mutants says; all of them if it is not the same
    source where none is on."""
    tree = PARSER.parse(text).root_node
    if list(said(tree, 0)) != list(said(PARSER.parse(source).root_node, 0)):
        return list(mutants)
    return [one for one in mutants if list(said(tree, one["number"])) != list(said(PARSER.parse(changed(source, one)).root_node, 0))]


def changed(source, mutant):
    """The source as cargo-mutants changes it."""
    starts = line_starts(source)
    begin, end = (offset(source, starts, mutant["span"][edge]) for edge in ("start", "end"))
    return source[:begin] + mutant["replacement"].encode() + source[end:]


def said(node, number):
    """The tokens of what is left where this mutant is on, or none if it is 0."""
    if node.type in COMMENTS:
        return
    if not node.children:
        if node.text and node.text not in DROPPED:
            yield node.text
    elif node.type == "block":
        yield from block(node, number)
    elif node.type == "if_expression" and asked(node):
        yield from inner(branch(node, number), number)
    elif node.type == "match_arm":
        yield from arm(node, number)
    elif node.type == "field_initializer":
        yield from field(node, number)
    else:
        for child in node.children:
            yield from said(child, number)


def asked(node):
    """The mutant that an `if` asks for, if that is what it does."""
    found = re.fullmatch(rb"crate::mutant\((\d+)\)", node.child_by_field_name("condition").text)
    return int(found[1]) if found else None


def branch(node, number):
    if asked(node) == number:
        return node.child_by_field_name("consequence")
    return next(child for child in node.child_by_field_name("alternative").children if child.type == "block")


def inner(node, number):
    """What stands between the braces of a block."""
    for child in node.children[1:-1]:
        yield from said(child, number)


def block(node, number):
    """A body of a function begins with its switches, each of which gives a value instead of the rest."""
    rest = list(node.children[1:-1])
    is_switched = False
    while rest and (switch := early(rest[0])):
        is_switched = True
        if asked(switch) == number:
            given = next(child for child in walk_to(switch, "return_expression"))
            rest = [child for child in given.children if child.type != "return"]
            break
        rest.pop(0)
    rest = [child for child in rest if child.type not in COMMENTS]
    if is_switched and len(rest) == 1 and re.match(rb"Box::new\(.* as Box<dyn ", rest[0].text, re.DOTALL):
        yield from unboxed(rest[0], number)
        return
    yield b"{"
    for child in rest:
        yield from said(child, number)
    yield b"}"


def early(node):
    """The switch that a statement of a body is."""
    if node.type == "expression_statement":
        node = node.children[0]
    is_switch = node.type == "if_expression" and asked(node) is not None and node.child_by_field_name("alternative") is None
    return node if is_switch else None


def walk_to(node, kind):
    if node.type == kind:
        yield node
    for child in node.children:
        yield from walk_to(child, kind)


def unboxed(node, number):
    """What is in the box that stands for a type without a name: a value, or the body as it was, in a closure that is called."""
    value = node.child_by_field_name("value").child_by_field_name("arguments").children[1]
    closure = next(walk_to(value, "closure_expression"), None) if value.text.startswith(b"(move || {") else None
    if closure is not None:
        yield from said(closure.child_by_field_name("body"), number)
        return
    yield b"{"
    yield from said(value, number)
    yield b"}"


def arm(node, number):
    """An arm of a `match`, whose condition may ask that no mutant takes it away."""
    pattern = node.child_by_field_name("pattern")
    condition = pattern.child_by_field_name("condition")
    parts = list(conjuncts(condition)) if condition else []
    off = [int(found[1]) for part in parts if (found := re.fullmatch(rb"!crate::mutant\((\d+)\)", part.text))]
    if number in off:
        return
    for child in node.children:
        if child != pattern or not off:
            yield from said(child, number)
            continue
        for piece in pattern.children:
            if piece == condition:
                for place, part in enumerate(parts[len(off) :]):
                    yield from [b"&&"] * (place > 0)
                    yield from said(part, number)
            elif piece.type != "if" or len(parts) > len(off):
                yield from said(piece, number)


def conjuncts(node):
    """The parts of a condition that asks for mutants first: a switch for each, and the rest as one."""
    if node.type == "binary_expression" and node.text.startswith(b"!crate::mutant(") and node.child_by_field_name("operator").type == "&&":
        yield from conjuncts(node.child_by_field_name("left"))
        yield node.child_by_field_name("right")
    else:
        yield node


def field(node, number):
    """A field of a struct, which a mutant leaves to the value that the others are taken from."""
    name, value = node.children[0], node.child_by_field_name("value")
    if value.type != "if_expression" or asked(value) is None:
        for child in node.children:
            yield from said(child, number)
    elif asked(value) != number:
        own = list(inner(branch(value, number), number))
        # Where the name stood for both.
        yield from own if own == [name.text] else [name.text, b":", *own]
