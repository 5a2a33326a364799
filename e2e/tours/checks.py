"""What both tours share: checks that end the tour with a sentence, and the numbers of the local network."""

import json
import sys
import time

TAO = 10**9
"""Rao in a TAO."""
U16 = 65535
"""What a share of one is on the chain."""
EMISSION = TAO
"""Rao minted in a block until half of all TAO is out."""
RICH = 1_000_000 * TAO
"""Alice, Bob and Charlie at genesis."""
LOCK_COST = 1_000 * TAO
"""The first subnet's price."""
BURN = TAO
"""A uid's price on a new subnet."""
DECAY = 4_286_705_684
"""The factor by which a uid's price falls in a block, times 2^32: halved in 360 blocks."""
BUMP = 23_242_897_532_874_035_200
"""The factor by which a registration raises it, times 2^64: 1.26."""


def check(truth, sentence):
    """Ends the tour with the sentence when it is not so."""
    if not truth:
        sys.exit(f"FAILED: {sentence}")


def equal(found, expected, what):
    """Ends the tour when what is found is not what is expected."""
    check(found == expected, f"{what} is {found}, not {expected}")


def step(sentence):
    """Says what was seen to be so."""
    print(f"ok {sentence}", flush=True)


def after_a_block(price):
    """A uid's price a block later."""
    return price * DECAY >> 32


def after_a_registration(price):
    """A uid's price once one has been bought."""
    return price * BUMP >> 64


def walk(steps):
    """Takes the steps of a tour; an error ends it with a sentence."""
    for at in steps:
        try:
            at()
        except Exception as error:
            sys.exit(f"FAILED: {at.__name__}: {type(error).__name__}: {error}")
    print("the tour is done", flush=True)


def until(what, answer, seconds=120):
    """Waits until the answer is one."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        found = answer()
        if found:
            return found
        time.sleep(0.1)
    sys.exit(f"FAILED: gave up waiting for {what}")


def show_epoch(block, incentive, dividends, emission):
    """Tells the test what the client's metagraph says after the epoch of a block; shares over 65535, alpha in rao."""
    shown = {"block": block, "incentive": incentive, "dividends": dividends, "emission": emission}
    print(f"epoch {json.dumps(shown)}", flush=True)
