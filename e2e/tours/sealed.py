"""For the tours with commit-reveal on: the one round of drand's quicknet that we have written down, a relay that serves
it, and a clock that makes the client seal for it. The library of `clock.c` is preloaded; MYELIN_CLOCK is its clock.
Second argument of the tour: the port on which its node looks for a relay."""

import json
import mmap
import os
import struct
import sys
import threading
import time
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from checks import *

ROUND = 1000
SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
GENESIS, PERIOD = 1_692_803_367, 3
"""When quicknet began, and how many seconds a round is."""
TEMPO = 60
"""Blocks of an epoch in these tours: at 250 ms long enough for everything that must happen within one."""
MARGIN = 3
"""Blocks that the clients add to the block of the reveal."""

_file = open(os.environ["MYELIN_CLOCK"], "r+b")
_clock = mmap.mmap(_file.fileno(), 8)


def set_clock(seconds):
    """Moves the clock of this process to a second of Unix time."""
    (moved,) = struct.unpack("<q", _clock[:8])
    _clock[:8] = struct.pack("<q", moved + round((seconds - time.time()) * 10**9))


def seal_for_the_round(blocks, block_time):
    """Moves the clock so that a client seals for our round what is due in so many blocks of so many seconds."""
    # Clients count rounds from 0 and round down, so the middle of a round is half a period later.
    set_clock(GENESIS + PERIOD * (ROUND + 0.5) - (blocks + MARGIN) * block_time)


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    published = threading.Event()

    def do_GET(self):
        out = self.published.is_set() and self.path.endswith(("/public/latest", f"/public/{ROUND}"))
        body = json.dumps({"round": ROUND, "signature": SIGNATURE}).encode() if out else b""
        self.send_response(200 if out else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


_relay = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), _Answers)
threading.Thread(target=_relay.serve_forever, daemon=True).start()


def publish():
    """From now on the relay has the round."""
    _Answers.published.set()


def commit_hash(account, netuid, uids, values, salt, version):
    """What a commit by hash says: BLAKE2-256 of the SCALE of all that is revealed later (fewer than 64 of each)."""
    words = lambda numbers: bytes([len(numbers) << 2]) + struct.pack(f"<{len(numbers)}H", *numbers)
    secret = account + struct.pack("<H", netuid) + words(uids) + words(values) + words(salt) + struct.pack("<Q", version)
    return blake2b(secret, digest_size=32).digest()
