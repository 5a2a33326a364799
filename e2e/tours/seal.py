"""Seals with the official package of this environment, for round 1000 of quicknet, and prints what came out.
Argument: the hotkey's 32 bytes in hex. The library of `clock.c` is preloaded."""

import sys

sys.argv[2:] = ["0"]  # a relay on any port: nobody asks it
from sealed import *

try:
    import bittensor_drand as drand
except ImportError:
    import bittensor_core as drand

text, at = drand.encrypt_at_round(b"what is sealed today is open tomorrow", ROUND)
equal(at, ROUND, "the round of the text")
print("text", bytes(text).hex())
for block_time in (12.0, 0.25):
    last, tempo, now = 100, 360, 123
    seal_for_the_round(last + tempo - now, block_time)
    commit, at = drand.get_encrypted_commit_v2(
        [0, 3, 200], [1, 65535, 300], 7, last, 0, 5, tempo, now - last, now, 1, block_time, bytes.fromhex(sys.argv[1])
    )
    equal(at, ROUND, "the round of the commit")
    print("commit", bytes(commit).hex())
