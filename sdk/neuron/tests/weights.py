"""Writes tests/weights.json: what bittensor 10.5.0 makes of random scores, run as it is, for `tests/weights.rs`.

    ~/.cache/myelin/python/10.5.0/bin/python sdk/neuron/tests/weights.py sdk/neuron/tests/weights.json
"""

import json
import random
import sys

import numpy
from bittensor.utils import weight_utils

random.seed(5)


def score():
    kind = random.random()
    if kind < 0.25:
        return 0.0
    return round(random.random() ** 3, 6) if kind < 0.9 else 0.5


cases = []
for _ in range(120):
    n = random.choice([1, 2, 3, 5, 8, 16, 40])
    scores = [score() if random.random() < 0.95 else 0.0 for _ in range(n)]
    if random.random() < 0.05:
        scores = [0.0] * n
    least = random.choice([0, 1, 1, 2, 4, 8, n])
    limit = random.choice([1.0, 1.0, 0.5, 0.3, 0.1, 0.05])
    exclude = random.choice([0, 0, 6553, 19660, 32767])
    uids, shares = weight_utils.process_weights(
        numpy.arange(n), numpy.array(scores, dtype=numpy.float32), n, least, limit, exclude
    )
    emitted = weight_utils.convert_weights_and_uids_for_emit(uids, shares)
    dense = [0.0] * n
    for uid, share in zip(uids, shares):
        dense[int(uid)] = float(share)
    cases.append(
        {
            "scores": scores,
            "least": least,
            "limit": limit,
            "exclude": exclude,
            "shares": [round(share, 7) for share in dense],
            "row": [[int(uid), int(value)] for uid, value in zip(*emitted)],
        }
    )
with open(sys.argv[1], "w") as file:  # the client logs to standard output
    file.write("[" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "]\n")
