"""Holds the tests of a crate against every small change of its code: one build, and a run of the tests for each change.

    hold.py ROOT CRATE LIST TREE OUT

ROOT has the sources and TREE becomes a copy of them with a switch for each mutant of LIST, which is what `cargo mutants --list --json`
says of CRATE. OUT becomes a folder with the names of the mutants: `caught.txt`, `missed.txt`, `timeout.txt`, and `rest.txt` for those
that no switch can stand for, or whose switch the compiler refuses. Those are for cargo-mutants itself, with a build for each.

A test meets the mutants that it reaches, quick tests first, until one fails.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from unweave import differing
from weave import arms, switch, weave

# Builds and checks before what the compiler still refuses counts as a fault of this program.
ROUNDS = 12
# The first tests that a mutant meets take this many seconds together, the next ones four times as many, and so on.
FIRST = 0.5
# A run that takes longer than this many seconds, and five times what it took without a mutant, is over.
PATIENCE = 20
# What the compiler calls a `match` that leaves a case out, as it may where arms have conditions.
NOT_EVERY_CASE = "E0004"
# What a test may use of memory, in KiB: a mutant may fill a list for ever.
MEMORY = 4 * 1024 * 1024


def main():
    root, crate, listing, tree, out = sys.argv[1], sys.argv[2], *map(Path, sys.argv[3:6])
    mutants = json.loads(listing.read_text())
    for number, mutant in enumerate(mutants, 1):
        mutant["number"] = number
    copy(Path(root), tree)
    rest = woven(Path(root), tree, crate, mutants)
    build = Build(tree, crate)
    found = {"rest": rest}
    left = {mutant["number"]: mutant for mutant in mutants}
    for mutant in rest:
        del left[mutant["number"]]
    tests = build.tests()
    slow = sum(test.seconds for test in tests)
    say(f"{len(left)} of {len(mutants)} mutants behind a switch; {len(tests)} tests, which take {slow:.0f} s")
    for kind in ("caught", "missed", "timeout"):
        found[kind] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, (mutant, kind) in enumerate(pool.map(lambda one: (one, build.hold(one, tests)), left.values()), 1):
            found[kind].append(mutant)
            if kind != "caught":
                say(f"{kind}: {mutant['name']}")
            if done % 200 == 0:
                say(f"{done} of {len(left)}")
    out.mkdir(parents=True, exist_ok=True)
    for kind, own in found.items():
        (out / f"{kind}.txt").write_text("".join(mutant["name"] + "\n" for mutant in own))


def copy(root, tree):
    """The sources as they are now, committed or not. What did not change keeps its time, for cargo's sake."""
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, check=True, stdout=subprocess.PIPE
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, tree / name)


def woven(root, tree, crate, mutants):
    """Weaves the mutants into the sources in `tree` until the compiler takes them, and gives those that it does not take."""
    rest = {}
    for _ in range(ROUNDS):
        by_file = {}
        for mutant in mutants:
            by_file.setdefault(mutant["file"], [])
            if mutant["number"] not in rest:
                by_file[mutant["file"]].append(mutant)
        texts = {}
        for name, own in by_file.items():
            text, unplaced = weave((root / name).read_bytes(), own)
            rest.update((mutant["number"], mutant) for mutant in unplaced)
            texts[name] = text
            write(tree / name, text)
        lib = f"crates/{crate}/src/lib.rs"
        base = (tree / lib if lib in by_file else root / lib).read_bytes()
        write(tree / lib, base + switch(len(mutants) + 1))
        said = cargo(tree, "check", "--package", f"supple-{crate}", "--message-format=json")
        if said.returncode == 0:
            confirm(root, by_file, rest, texts)
            return list(rest.values())
        refused = {number for message in errors(said.stdout) for number in blamed(tree, message)} - rest.keys()
        if not refused:
            told = "".join(message["rendered"] for message in errors(said.stdout))
            sys.exit(f"the switches of {crate} do not compile:\n{told[-3000:] or said.stderr.decode()[-3000:]}")
        say(f"the compiler refuses {len(refused)} of {len(mutants)}")
        rest.update((mutant["number"], mutant) for mutant in mutants if mutant["number"] in refused)
    sys.exit(f"the switches of {crate} do not compile after {ROUNDS} rounds")


def confirm(root, by_file, rest, texts):
    """Each mutant with its switch on is the one that cargo-mutants names."""
    for name, own in by_file.items():
        placed = [mutant for mutant in own if mutant["number"] not in rest]
        wrong = differing((root / name).read_bytes(), placed, texts[name])
        if wrong:
            sys.exit(f"a switch changes something else than cargo-mutants names: {wrong[0]['name']} (and {len(wrong) - 1} more)")


def write(path, text):
    if path.read_bytes() != text:
        path.write_bytes(text)


def cargo(tree, *words):
    """Cargo in the copy; a lint says nothing about code that nobody wrote, and no debugger looks at it."""
    env = dict(os.environ, RUSTFLAGS="--cap-lints allow", CARGO_PROFILE_DEV_DEBUG="none", CARGO_INCREMENTAL="0")
    return subprocess.run([os.environ.get("CARGO", "cargo"), *words], cwd=tree, env=env, capture_output=True)


def errors(printed):
    for line in printed.splitlines():
        said = json.loads(line) if line.startswith(b"{") else {}
        if said.get("reason") == "compiler-message" and said["message"]["level"] == "error":
            yield said["message"]


def blamed(tree, message):
    """The mutants that an error is about: the innermost one in whose text it is, or else the last one that begins before its end.

    Where a `match` leaves a case out, it is each that takes an arm away.
    """
    for span in message["spans"]:
        if not span["is_primary"] or not (tree / span["file_name"]).is_file():
            continue
        text = (tree / span["file_name"]).read_bytes()
        begin, end = span["byte_start"], span["byte_end"]
        if (message["code"] or {}).get("code") == NOT_EVERY_CASE:
            yield from arms(text, begin, end)
            continue
        within = [
            (there.end() - there.start(), int(there[1]))
            for there in re.finditer(rb"/\*\[(\d+)\*/.*?/\*\1\]\*/", text, re.DOTALL)
            if there.start() <= begin and end <= there.end()
        ]
        before = [int(there[1]) for there in re.finditer(rb"crate::mutant\((\d+)\)", text) if there.start() <= end]
        if within:
            yield min(within)[1]
        elif before:
            yield before[-1]


class Test:
    """One test: its program, its name, how long it takes and what it reaches."""

    def __init__(self, program, name):
        self.program, self.name = program, name
        self.seconds, self.reached = 0.0, frozenset()


class Build:
    """The programs of the tests of a crate, with all mutants in them."""

    def __init__(self, tree, crate):
        self.folder = tree / "crates" / crate
        said = cargo(tree, "test", "--package", f"supple-{crate}", "--tests", "--no-run", "--message-format=json")
        if said.returncode != 0:
            sys.exit(f"the tests of {crate} do not compile with the switches:\n{said.stderr.decode()[-3000:]}")
        made = (json.loads(line) for line in said.stdout.splitlines() if line.startswith(b"{"))
        self.programs = [one["executable"] for one in made if one.get("executable") and one["profile"]["test"]]
        words = tomllib.loads((tree / ".cargo/mutants.toml").read_text()).get("additional_cargo_test_args", [])
        self.words = words[words.index("--") + 1 :] if "--" in words else []

    def tests(self):
        """All tests, quick ones first. Each runs once without a mutant, which says what it reaches."""
        tests = []
        for program in self.programs:
            listed = self.run(program, [*self.words, "--list", "--format", "terse"], {}, 60)
            names = (line.removesuffix(": test") for line in listed.stdout.decode().splitlines() if line.endswith(": test"))
            tests += [Test(program, name) for name in names]
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
            failed = [name for name in pool.map(lambda one: self.measure(one, folder), tests) if name]
        if failed:
            sys.exit(f"without any mutant these tests fail: {', '.join(failed)}")
        return sorted(tests, key=lambda test: test.seconds)

    def measure(self, test, folder):
        path = Path(folder) / f"{abs(hash((test.program, test.name)))}"
        started = time.monotonic()
        said = self.run(test.program, ["--exact", test.name], {"SUPPLE_REACHED": str(path)}, 1800)
        test.seconds = time.monotonic() - started
        if path.is_file():
            test.reached = frozenset(map(int, path.read_text().split()))
        return None if said.returncode == 0 else test.name

    def hold(self, mutant, tests):
        """What becomes of a mutant before those tests that reach it."""
        own = [test for test in tests if mutant["number"] in test.reached]
        budget = FIRST
        while own:
            now, seconds = [], 0.0
            while own and (not now or seconds + own[0].seconds <= budget):
                seconds += own[0].seconds
                now.append(own.pop(0))
            for program in {test.program for test in now}:
                names = [test.name for test in now if test.program == program]
                env = {"SUPPLE_MUTANT": str(mutant["number"])}
                try:
                    if self.run(program, ["--exact", *names], env, PATIENCE + 5 * seconds).returncode != 0:
                        return "caught"
                except subprocess.TimeoutExpired:
                    return "timeout"
            budget *= 4
        return "missed"

    def run(self, program, words, env, seconds):
        """A program of tests, as cargo starts it."""
        env = dict(os.environ, CARGO_MANIFEST_DIR=str(self.folder), **env)
        limited = ["sh", "-c", f'ulimit -v {MEMORY}; exec "$0" "$@"', program, "--test-threads=1", *words]
        return subprocess.run(
            limited, cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds
        )


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
