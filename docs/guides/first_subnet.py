"""A first subnet on a local network: create it, start it, let commit-reveal go, register, stake, weigh, be paid.

    make chain BLOCK_TIME=250                             # in one terminal
    python3 -m venv ~/bt && ~/bt/bin/pip install bittensor==11.3.0
    ~/bt/bin/python docs/guides/first_subnet.py [ADDRESS]       # in another
"""

import sys

import bittensor as bt
from bittensor import calls
from bittensor.wallets import Keypair

class Person:
    """A coldkey `//Name` and a hotkey `//Name_hk`; the clients take it for a wallet."""

    def __init__(self, name):
        self.coldkey = self.coldkeypub = Keypair.create_from_uri(f"//{name}")
        self.hotkey = Keypair.create_from_uri(f"//{name}_hk")
        self.hot = self.hotkey.ss58_address


def do(intent, who):
    result = sub.execute(intent, who)
    if not result.success:
        sys.exit(f"{intent} failed: {result.message}")


def call(call, who, **options):
    result = sub.submit_call(call, who, **options)
    if not result.success:
        sys.exit(f"{call} failed: {result.message}")


sub = bt.Subtensor(sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:9944")
owner, validator, miner, governance = map(Person, ("Bob", "Charlie", "Dave", "Alice"))

# The price of the first subnet is 1,000 TAO; all of it goes into the subnet's own pool.
before = {subnet.netuid for subnet in sub.subnets.all()}
do(bt.RegisterSubnet(owner.hot), owner)
(NETUID,) = {subnet.netuid for subnet in sub.subnets.all()} - before
do(bt.StartCall(NETUID), owner)

# On quick chains an epoch is always near, and parameters stand still before one: governance opens the window. It also
# lets a newcomer set weights at once, instead of 100 blocks after its registration.
for setting in (
    calls.AdminUtils.sudo_set_admin_freeze_window(window=0),
    calls.AdminUtils.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0),
):
    call(calls.Sudo.sudo(call=sub.compose(setting)), governance)
do(bt.SetHyperparameter(NETUID, "commit_reveal_weights_enabled", 0), owner)

for who in (validator, miner):
    call(calls.SubtensorModule.burned_register(netuid=NETUID, hotkey=who.hot), who)
do(bt.AddStake(validator.hot, NETUID, 100, slippage_protection=False), validator)

# The next epoch gives the validator its permit; the one after its weights pays.
sub.wait_for_epoch(NETUID)
call(calls.SubtensorModule.set_weights(netuid=NETUID, dests=[2], weights=[65535], version_key=0), validator, signer="hotkey")
block = sub.wait_for_epoch(NETUID).block

for neuron in sub.subnets.metagraph(NETUID, block=block).neurons:
    print(f"uid {neuron.uid}: incentive {neuron.incentive}, dividends {neuron.dividends}, earned {neuron.emission}")
sub.close()
