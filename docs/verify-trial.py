#!/usr/bin/env python3
"""Checks trials of one person that were made with Supple: was it chance that chose, as was promised beforehand?

    python3 verify-trial.py FILE...

Each file is the JSON that Supple tells when a trial is over: protocol, seed, commitment and draws. What it draws for is a spasm;
in a trial over days, whose protocol names a habit, it is a period of days. One line is printed for each file, and the exit code is 0 only if all is as promised. It needs nothing but Python and the command openssl, and shares no
code with Supple; what it does is specified in the documentation of the crate `supple-trial`.
"""

import hashlib
import json
import subprocess
import sys

MOST = 20


def schedule(seed, over_days):
    """The arm of each spasm or period, from the keystream of ChaCha20 (RFC 8439) with counter and nonce 0."""
    # The 16 bytes that openssl calls iv are the counter (4 bytes, the lowest first) and the nonce (12 bytes).
    command = ["openssl", "enc", "-chacha20", "-K", seed.hex(), "-iv", "00" * 16]
    stream = iter(subprocess.run(command, input=bytes(4096), stdout=subprocess.PIPE, check=True).stdout)

    def below(n):
        while (byte := next(stream)) >= 256 - 256 % n:
            pass
        return byte % n

    arms = []
    while len(arms) < MOST:
        # Periods come in pairs; of spasms two or four make a block.
        size = 2 if over_days or len(arms) == MOST - 2 or below(2) == 0 else 4
        block = ["a"] * (size // 2) + ["b"] * (size // 2)
        for i in range(size - 1, 0, -1):
            j = below(i + 1)
            block[i], block[j] = block[j], block[i]
        arms += block
    return arms


def judged(trial):
    """What is not as promised, or nothing."""
    seed = bytes.fromhex(trial["seed"])
    over_days = "habit" in trial["protocol"]
    unit, side, many = ("period", "arm", "periods") if over_days else ("spasm", "measure", "draws")
    canonical = json.dumps(trial["protocol"], sort_keys=True, separators=(",", ":")).encode()
    if len(seed) != 32 or hashlib.sha256(seed + canonical).hexdigest() != trial["commitment"]:
        return "seed and protocol are not those that were promised before the first " + unit
    for place, (draw, arm) in enumerate(zip(trial["draws"], schedule(seed, over_days)), 1):
        if draw["number"] != place:
            return f"{unit} {place} of the trial has the number {draw['number']}"
        if draw["arm"] != arm:
            return f"{unit} {place} of the trial has another {side} than the seed gives"
    if len(trial["draws"]) > MOST:
        return f"there are more than {MOST} {many}"
    return None


if __name__ == "__main__":
    wrong = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            found = judged(json.load(file))
        wrong += found is not None
        print(found or "all is as promised")
    sys.exit(1 if wrong or len(sys.argv) < 2 else 0)
