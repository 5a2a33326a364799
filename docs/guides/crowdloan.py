"""A subnet that many pay for: raise the money, lease the subnet, run it by proxy, share what its owner earns.

    make chain BLOCK_TIME=250                             # in one terminal
    python3 -m venv ~/bt && ~/bt/bin/pip install bittensor==11.3.0
    ~/bt/bin/python docs/guides/crowdloan.py [ADDRESS]          # in another
"""

import sys

import bittensor as bt
from bittensor import calls, storage
from bittensor.wallets import Keypair

Network = storage.SubtensorModule


class Person:
    """A coldkey `//Name`; the client takes it for a wallet."""

    def __init__(self, name):
        self.name = name
        self.coldkey = self.coldkeypub = Keypair.create_from_uri(f"//{name}")
        self.hotkey = Keypair.create_from_uri(f"//{name}_hk")
        self.cold = self.coldkey.ss58_address


def do(intent, who):
    result = sub.execute(intent, who)
    if not result.success:
        sys.exit(f"{intent} failed: {result.message}")


sub = bt.Subtensor(sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:9944")
alice, bob, charlie = map(Person, ("Alice", "Bob", "Charlie"))

# Alice wants to run a subnet; the first one costs 1,000 TAO. She puts 100 in and offers 30 % of what its owner earns to those who
# pay the rest. Without an end block the lease goes on for ever.
number = sub.query(storage.Crowdloan.NextCrowdloanId)
lease = {"op": "register_leased_network", "emissions_share": 30, "end_block": None}
cap = sub.read("subnet_registration_cost").rao // 10**9 + 200
do(bt.CreateCrowdloan(100, 1, cap, sub.block + 100, call=lease), alice)

# Until Alice finalizes it everybody may take back what they gave: `WithdrawCrowdloan`. Of what Charlie offers only
# what is left to raise is taken: 500 TAO of 1,200.
do(bt.ContributeCrowdloan(number, 600), bob)
do(bt.ContributeCrowdloan(number, cap), charlie)

# The call runs as Alice, and it must take all of the money: what the subnet does not cost goes back by what each gave.
do(bt.FinalizeCrowdloan(number), alice)
identifier = sub.query(Network.NextSubnetLeaseId) - 1
lease = sub.query(Network.SubnetLeases, [identifier])
netuid = int(lease["netuid"])
print(f"lease {identifier}: subnet {netuid} cost {int(lease['cost']) / 10**9} TAO and belongs to {lease['coldkey']}")

# The subnet's owner is an account that nobody has the key of. Alice acts for it within `SubnetLeaseBeneficiary`.
start = sub.compose(calls.SubtensorModule.start_call(netuid=netuid))
act = calls.Proxy.proxy(real=lease["coldkey"], force_proxy_type="SubnetLeaseBeneficiary", call=start)
result = sub.submit_call(act, alice)
if not result.success:
    sys.exit(f"starting the subnet failed: {result.message}")

# What has gathered is staked for the contributors in the first epoch after every 100 blocks.
sub.wait_for_block(sub.block + 125)
for who, given in ((alice, 100), (bob, 600), (charlie, cap - 700)):
    stake = sub.staking.get(who.cold, lease["hotkey"], netuid)
    print(f"{who.name} gave {given} TAO and has earned {stake.rao} rao of alpha")
sub.close()
