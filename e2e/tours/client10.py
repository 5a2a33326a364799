"""The client of version 10 for the tours: people, balances, events. Argument: the node's WebSocket address."""

import os
import sys
import tempfile

import bittensor as bt
from bittensor_wallet import Keypair, Wallet

from checks import *

NETUID = 2
"""The subnet that a tour creates."""
WALLETS = tempfile.mkdtemp(dir=os.environ["HOME"])


def wallet(name):
    """Someone with a coldkey and a hotkey, `//Name` and `//Name_hk`."""
    made = Wallet(name=name, path=WALLETS)
    cold, hot = Keypair.create_from_uri(f"//{name}"), Keypair.create_from_uri(f"//{name}_hk")
    made.set_coldkey(keypair=cold, encrypt=False, overwrite=True)
    made.set_coldkeypub(keypair=cold, encrypt=False, overwrite=True)
    made.set_hotkey(keypair=hot, encrypt=False, overwrite=True)
    return made


def cold(who):
    return who.coldkeypub.ss58_address


def hot(who):
    return who.hotkey.ss58_address


alice, bob, charlie, dave, eve, ferdie, stranger = map(wallet, ("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "Stranger"))
sub = bt.Subtensor(network=sys.argv[1])


def tao(amount):
    """An amount of TAO."""
    return bt.Balance.from_tao(amount)


def rao_of_alpha(rao, netuid=NETUID):
    """An amount of alpha."""
    return bt.Balance.from_rao(rao, netuid)


def plain(value):
    """The value of a storage item."""
    return getattr(value, "value", value)


def stored(item, params=(), block=None, pallet="SubtensorModule"):
    return plain(sub.query_module(pallet, item, params=list(params), block=block))


def free(who, block=None):
    """Free rao of a coldkey."""
    return sub.get_balance(cold(who), block=block).rao


def alpha(coldkey, hotkey, netuid=NETUID, block=None):
    """Rao of a position."""
    return sub.get_stake(cold(coldkey), hot(hotkey), netuid, block=block).rao


def growth(coldkey, hotkey, block):
    """Rao by which a position grew in a block: dividends are given over block by block."""
    return alpha(coldkey, hotkey, block=block) - alpha(coldkey, hotkey, block=block - 1)


def staked_on(hotkey, netuid=NETUID, block=None):
    """Rao on a hotkey, dividends that are still to be given over included."""
    return stored("TotalHotkeyAlpha", [hot(hotkey), netuid], block=block)


def reserves(netuid, block):
    """TAO and alpha in the pool."""
    return stored("SubnetTAO", [netuid], block), stored("SubnetAlphaIn", [netuid], block)


def events(block, name):
    """The values of all events of that name in a block."""
    records = sub.substrate.get_events(block_hash=sub.get_block_hash(block))
    return [plain(record)["event"]["attributes"] for record in records if plain(record)["event"]["event_id"] == name]


def done(response, what):
    """The response is a success; returns it and its block."""
    check(response.success, f"{what} failed: {response.message}")
    block = sub.substrate.get_block_number(response.extrinsic_receipt.block_hash)
    return response, block


def fee_of(block, who):
    """The fee that someone paid in a block, by the event."""
    (fee,) = [event["actual_fee"] for event in events(block, "TransactionFeePaid") if event["who"] == cold(who)]
    return fee


def call(pallet, function, **params):
    return sub.compose_call(pallet, function, params)


def as_root(inner, what):
    """Alice is root here."""
    outer = call("Sudo", "sudo", call=inner)
    _, block = done(sub.sign_and_send_extrinsic(outer, alice), what)
    (result,) = [event["sudo_result"] for event in events(block, "Sudid")]
    check("Ok" in result, f"{what} failed: {result}")
