#!/usr/bin/env python3
"""Checks trials of one person that were made with Supple: was it chance that chose, as was promised beforehand?

    python3 verify-trial.py FILE...

Each file is the JSON that Supple tells when a trial is over: protocol, seed, commitment and draws. One line is printed for
each, and the exit code is 0 only if all is as promised. It needs nothing but Python and the command openssl, and shares no
code with Supple; what it does is specified in the documentation of the crate `supple-trial`.
"""

import hashlib
import json
import subprocess
import sys

MOST = 20


def schedule(seed):
    """The arm of each spasm, from the keystream of ChaCha20 (RFC 8439) with counter and nonce 0."""
    # The 16 bytes that openssl calls iv are the counter (4 bytes, the lowest first) and the nonce (12 bytes).
    command = ["openssl", "enc", "-chacha20", "-K", seed.hex(), "-iv", "00" * 16]
    stream = iter(subprocess.run(command, input=bytes(4096), stdout=subprocess.PIPE, check=True).stdout)

    def below(n):
        while (byte := next(stream)) >= 256 - 256 % n:
            pass
        return byte % n

    arms = []
    while len(arms) < MOST:
        size = 2 if len(arms) == MOST - 2 or below(2) == 0 else 4
        block = ["a"] * (size // 2) + ["b"] * (size // 2)
        for i in range(size - 1, 0, -1):
            j = below(i + 1)
            block[i], block[j] = block[j], block[i]
        arms += block
    return arms


def judged(trial):
    """What is not as promised, or nothing."""
    seed = bytes.fromhex(trial["seed"])
    canonical = json.dumps(trial["protocol"], sort_keys=True, separators=(",", ":")).encode()
    if len(seed) != 32 or hashlib.sha256(seed + canonical).hexdigest() != trial["commitment"]:
        return "seed and protocol are not those that were promised before the first spasm"
    for place, (draw, arm) in enumerate(zip(trial["draws"], schedule(seed)), 1):
        if draw["number"] != place:
            return f"spasm {place} of the trial has the number {draw['number']}"
        if draw["arm"] != arm:
            return f"spasm {place} of the trial has another measure than the seed gives"
    if len(trial["draws"]) > MOST:
        return f"there are more than {MOST} draws"
    return None


if __name__ == "__main__":
    wrong = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            found = judged(json.load(file))
        wrong += found is not None
        print(found or "all is as promised")
    sys.exit(1 if wrong or len(sys.argv) < 2 else 0)
