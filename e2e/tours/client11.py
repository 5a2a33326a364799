"""The client of version 11 for the tours: people, balances, events. Argument: the node's WebSocket address."""

import sys

import bittensor as bt
from bittensor import calls, storage
from bittensor.wallets import Keypair

from checks import *

Network = storage.SubtensorModule
NETUID = 2
"""The subnet that a tour creates."""


class Keys:
    """Someone with a coldkey and a hotkey, `//Name` and `//Name_hk`."""

    def __init__(self, name):
        self.coldkey = self.coldkeypub = Keypair.create_from_uri(f"//{name}")
        self.hotkey = Keypair.create_from_uri(f"//{name}_hk")
        self.cold, self.hot = self.coldkey.ss58_address, self.hotkey.ss58_address


alice, bob, charlie, dave, eve, ferdie = map(Keys, ("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"))
stranger = Keys("Stranger")
sub = bt.Subtensor(sys.argv[1])


def block_of(result):
    """The block that has the transaction."""
    return int(result.extrinsic_id.split("-")[0])


def free(who, block=None):
    """Free rao of a coldkey."""
    return sub.balances.get(who.cold, block=block).rao


def alpha(coldkey, hotkey, netuid, block=None):
    """Rao of a position."""
    return sub.staking.get(coldkey.cold, hotkey.hot, netuid, block=block).rao


def growth(coldkey, hotkey, netuid, block):
    """Rao by which a position grew in a block: dividends are given over block by block."""
    return alpha(coldkey, hotkey, netuid, block=block) - alpha(coldkey, hotkey, netuid, block=block - 1)


def staked_on(hotkey, netuid, block=None):
    """Rao on a hotkey, dividends that are still to be given over included."""
    held = sub.query(Network.TotalHotkeyAlpha, [hotkey.hot, netuid], block=block)
    return getattr(held, "rao", held)


def metagraph(netuid, block=None):
    """The metagraph."""
    return sub.subnets.metagraph(netuid, block=block)


def reserves(netuid, block):
    """TAO and alpha in the pool."""
    return tuple(sub.query(item, [netuid], block=block) for item in (Network.SubnetTAO, Network.SubnetAlphaIn))


def events(block, name):
    """The values of all events of that name in a block."""
    found = []
    for record in sub.query(storage.System.Events, block=block):
        if record["event_id"] == name:
            found.append(record["attributes"])
    return found


def does(intent, who, what):
    """Submits an intent that succeeds; returns its result and its block."""
    result = sub.execute(intent, who)
    check(result.success, f"{what} failed: {result.message}")
    return result, block_of(result)


def calls_it(call, who, what, **kwargs):
    """Submits a raw call that succeeds."""
    result = sub.submit_call(call, who, **kwargs)
    check(result.success, f"{what} failed: {result.message}")
    return result, block_of(result)


def fails(submit, what):
    """Submits what must fail; returns why it did."""
    try:
        result = submit()
    except Exception as error:
        return f"{getattr(error, 'name', type(error).__name__)}: {error}"
    check(not result.success, f"{what} succeeded")
    return f"{result.error.name}: {result.message}"


def as_root(call, what):
    """Alice is root here."""
    calls_it(calls.Sudo.sudo(call=sub.compose(call)), alice, what)
