"""The other end of conversations between `bittensor` 10.5.0 and us.

`synapse.py axon PORT` answers until it is ended; `synapse.py dendrite PORT` asks our axon and checks what it says;
`synapse.py bench SECONDS` measures round trips between an axon and a dendrite of the package.
"""

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
import time
from typing import Any, AsyncGenerator, ClassVar, Optional, Tuple

import bittensor as bt
import bittensor.core.dendrite
from bittensor_wallet import Keypair, Wallet

# It asks the internet for its own address, and there may be none here.
bittensor.core.dendrite.networking.get_external_ip = lambda: "127.0.0.1"


class Echo(bt.Synapse):
    text: str
    times: float
    items: list = []
    answer: Optional[str] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("text", "times", "items")


class Words(bt.StreamingSynapse):
    text: str
    collected: str = ""

    async def process_streaming_response(self, response) -> AsyncGenerator[Any, Any]:
        async for chunk in response.content.iter_any():
            text = chunk.decode()
            self.collected += text
            yield text

    def extract_response_json(self, response) -> dict:
        return {"name": "Words", "text": self.text, "collected": self.collected}

    def deserialize(self) -> str:
        return self.collected


class Nothing(bt.Synapse):
    pass


def key(uri):
    return Keypair.create_from_uri(uri)


def address(uri):
    return key(uri).ss58_address


def wallet(uri):
    made = Wallet("w", "h", tempfile.mkdtemp())
    made.set_hotkey(key(uri), encrypt=False, overwrite=True)
    made.set_coldkey(key(uri), encrypt=False, overwrite=True)
    made.set_coldkeypub(key(uri), overwrite=True)
    return made


def echo(synapse: Echo) -> Echo:
    if synapse.text == "fail":
        raise ValueError("on purpose")
    synapse.answer = "%s from %s" % (synapse.text * int(synapse.times), synapse.dendrite.hotkey)
    return synapse


def words(synapse: Words):
    async def streamer(send):
        for word in synapse.text.split():
            await send({"type": "http.response.body", "body": (word + " ").encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return synapse.create_streaming_response(streamer)


def blacklist(synapse: Echo) -> Tuple[bool, str]:
    return synapse.dendrite.hotkey == address("//Charlie"), "it is Charlie"


def serve(port):
    axon = bt.Axon(wallet=wallet("//Alice"), port=port, ip="127.0.0.1", external_ip="127.0.0.1")
    axon.attach(forward_fn=echo, blacklist_fn=blacklist)
    axon.attach(forward_fn=words)
    axon.start()
    # It starts in a thread of its own.
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    print("ready", flush=True)
    sys.stdin.read()


def target(port, uri="//Alice"):
    owner = address(uri)
    return bt.AxonInfo(version=10005000, ip="127.0.0.1", port=port, ip_type=4, hotkey=owner, coldkey=owner)


async def call(dendrite, axon, synapse, timeout=12.0):
    return await dendrite.call(axon, synapse, timeout=timeout, deserialize=False)


def told(synapse, status, words):
    end = synapse.dendrite
    assert end.status_code == status and words in end.status_message, (end.status_code, end.status_message)
    print("told", status, end.status_message)


async def ask(port):
    bob, alice = bt.Dendrite(wallet=key("//Bob")), target(port)
    for number in range(3):
        answer = await call(bob, alice, Echo(text="a'b\u00e9", times=2.0, items=[1, 2.5, None, {"k": "it's"}, 10**25]))
        assert answer.is_success, (answer.axon, answer.dendrite)
        assert answer.answer == "a'b\u00e9a'b\u00e9 from " + address("//Bob"), answer.answer
        assert answer.axon.status_code == 200 and float(answer.axon.process_time) >= 0
        print("answered", answer.answer)
    ping = await call(bob, alice, bt.Synapse())
    assert ping.is_success, ping
    print("pinged")
    pieces = []
    async for piece in bob.call_stream(alice, Words(text="one two three"), timeout=12.0, deserialize=False):
        pieces.append(piece)
    assert "".join(pieces[:-1]) == "one two three ", pieces
    assert pieces[-1].collected == "one two three " and pieces[-1].is_success, pieces[-1]
    print("streamed", len(pieces) - 1)
    told(await call(bob, alice, Echo(text="fail", times=1.0)), 500, "Internal Server Error #")
    told(await call(bob, alice, Echo(text="told", times=1.0)), 422, "not this")
    told(await call(bob, alice, Echo(text="wait", times=1.0), timeout=0.5), 408, "")
    told(await call(bob, alice, Nothing()), 404, "Echo")
    told(await call(bob, target(port, "//Eve"), Echo(text="a", times=1.0)), 401, "Not Verified")
    charlie = bt.Dendrite(wallet=key("//Charlie"))
    told(await call(charlie, alice, Echo(text="a", times=1.0)), 403, "it is Charlie")
    nobody = await call(bob, target(1025), Echo(text="a", times=1.0))
    told(nobody, 503, "")
    for dendrite in (bob, charlie):
        await dendrite.aclose_session()


async def measure(port, seconds):
    bob, alice, times = bt.Dendrite(wallet=key("//Bob")), target(port), []
    start = time.perf_counter()

    async def one():
        while time.perf_counter() - start < seconds:
            before = time.perf_counter()
            answer = await call(bob, alice, Echo(text="hello", times=1.0))
            # Requests overtake each other, and then the axon refuses one: it counts as a round trip all the same.
            assert answer.dendrite.status_code in (200, 401), answer.dendrite
            times.append(time.perf_counter() - before)

    await asyncio.gather(*[one() for _ in range(16)])
    per_second = len(times) / (time.perf_counter() - start)
    await bob.aclose_session()
    times.sort()
    late = times[(len(times) - 1) * 99 // 100]
    median = times[(len(times) - 1) // 2]
    print(json.dumps({"per_second": per_second, "median": median * 1e6, "late": late * 1e6}))


def bench(seconds):
    port = 18091
    axon = subprocess.Popen(
        [sys.executable, __file__, "axon", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        while "ready" not in axon.stdout.readline():
            assert axon.poll() is None, "the axon ended"
        asyncio.run(measure(port, seconds))
    finally:
        axon.kill()
        axon.wait()


if __name__ == "__main__":
    mode, number = sys.argv[1], int(sys.argv[2])
    if mode == "axon":
        serve(number)
    elif mode == "dendrite":
        asyncio.run(ask(number))
    else:
        bench(number)
