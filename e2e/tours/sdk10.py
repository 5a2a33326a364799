"""The tour with the client of version 10, as its users write it. Argument: the node's WebSocket address."""

import bittensor as bt
from bittensor.core.chain_data import SubnetIdentity

from checks import *
from client10 import *


def look():
    check(sub.is_fast_blocks(), "the client does not see fast blocks")
    check(sub.block >= 0, "there is no block")
    equal(free(alice), RICH, "Alice's balance")
    equal([int(netuid) for netuid in sub.get_all_subnets_netuid()], [0, 1], "the list of subnets")
    graph = sub.metagraph(1)
    equal((int(graph.n), graph.hparams.tempo), (1, 100), "the metagraph of subnet 1")
    hyper = sub.get_subnet_hyperparameters(1)
    equal((hyper.tempo, hyper.min_allowed_weights, hyper.kappa), (100, 0, 32767), "hyperparameters of subnet 1")
    block = sub.block
    info = sub.subnet(1, block=block)
    equal((info.tao_in.rao, info.alpha_in.rao), reserves(1, block), "the pool of subnet 1 in its dynamic info")
    in_tao, in_alpha = reserves(1, block)
    price = sub.get_subnet_price(1, block=block).rao
    equal(price, in_tao * TAO // in_alpha, "the price of subnet 1")
    equal(sub.get_subnet_prices(block=block)[1].rao, price, "the price of subnet 1 among all")
    step(f"look: two subnets, Alice has 1,000,000 TAO, one alpha of subnet 1 costs {price} rao")


def transfer():
    before = free(alice)
    estimate = sub.get_transfer_fee(alice, cold(stranger), tao(100)).rao
    _, block = done(sub.transfer(alice, cold(stranger), tao(100)), "the transfer")
    fee = fee_of(block, alice)
    equal(free(stranger), 100 * TAO, "the recipient's balance")
    equal(before - free(alice), 100 * TAO + fee, "what the sender paid")
    # The estimate is for a transaction without an end: a byte shorter, and its mortality lighter to check.
    check(0 < fee - estimate <= 100, f"the fee is {fee} rao, the estimate {estimate}")
    grown = stored("TotalIssuance", block=block, pallet="Balances") - stored("TotalIssuance", block=block - 1, pallet="Balances")
    equal(grown, EMISSION - fee, "what the block with the transfer added to the issuance")
    step(f"transfer: 100 TAO for a fee of {fee} rao, which is recycled")


def create_subnet():
    cost = sub.get_subnet_burn_cost().rao
    equal(cost, LOCK_COST, "the price of the first subnet")
    before = free(bob)
    _, block = done(sub.register_subnet(bob), "the registration of a subnet")
    (added,) = events(block, "NetworkAdded")
    equal(added[0], NETUID, "the new subnet")
    deposit = sub.get_existential_deposit().rao
    equal(before - free(bob), cost + fee_of(block, bob) + deposit, "what the owner paid (price, fee, deposit of the subnet's account)")
    equal(reserves(NETUID, block)[0], cost, "the TAO in the new pool")
    equal(sub.get_hotkey_owner(hot(bob)), cold(bob), "the owner of the owner's hotkey")
    equal([neuron.hotkey for neuron in sub.neurons_lite(NETUID)], [hot(bob)], "the first neurons")
    check(not sub.is_subnet_active(NETUID), "the subnet is active before its start")
    done(sub.start_call(bob, NETUID), "the start")
    check(sub.is_subnet_active(NETUID), "the subnet is not active after its start")
    step(f"create: subnet {NETUID} for {cost} rao, all of it in the pool; started")


def settings():
    open_weights = call("SubtensorModule", "set_weights", netuid=NETUID, dests=[0], weights=[U16], version_key=0)
    refused = sub.sign_and_send_extrinsic(open_weights, bob, sign_with="hotkey")
    check(not refused.success and "`CommitRevealEnabled" in refused.message, f"open weights were refused with: {refused.message}")
    as_root(call("AdminUtils", "sudo_set_admin_freeze_window", window=0), "opening the freeze window")
    off = call("AdminUtils", "sudo_set_commit_reveal_weights_enabled", netuid=NETUID, enabled=False)
    done(sub.sign_and_send_extrinsic(off, bob), "switching commit-reveal off")
    check(not sub.commit_reveal_enabled(NETUID), "commit-reveal is still on")
    as_root(call("AdminUtils", "sudo_set_weights_set_rate_limit", netuid=NETUID, weights_set_rate_limit=0), "lifting the limit on weights")
    equal(sub.weights_rate_limit(NETUID), 0, "the limit on weights")
    step("settings: open weights are refused (CommitRevealEnabled); commit-reveal is off, by the owner")


def register():
    costs = []
    for uid, who in enumerate((charlie, alice, dave, eve, ferdie), start=1):
        before = free(who)
        _, block = done(sub.burned_register(who, NETUID), f"registration {uid}")
        paid = before - free(who) - fee_of(block, who)
        price = sub.recycle(NETUID, block=block - 1).rao
        equal(paid, after_a_block(price), f"what uid {uid} cost")
        equal(sub.recycle(NETUID, block=block).rao, after_a_registration(paid), f"the price after uid {uid}")
        counted = [stored("RAORecycledForRegistration", [NETUID], at) for at in (block - 1, block)]
        equal(counted[1] - counted[0], paid, f"what was counted for uid {uid}")
        equal(sub.get_uid_for_hotkey_on_subnet(hot(who), NETUID), uid, "the new uid")
        costs.append(paid)
    step(f"register: five uids for {costs} rao")


def stake():
    still = call("AdminUtils", "sudo_set_subnet_emission_enabled", netuid=NETUID, enabled=False)
    as_root(still, "stilling the pool")
    for who, amount in ((charlie, 300), (alice, 200)):
        before = free(who)
        _, block = done(sub.add_stake(who, NETUID, hot(who), tao(amount)), "staking")
        quote = sub.sim_swap(0, NETUID, tao(amount), block=block - 1)
        held = alpha(who, who, block=block)
        equal(alpha(who, who, block=block - 1), 0, "the stake before")
        equal(held, quote.alpha_amount.rao, "the stake after, against the quote")
        equal(before - free(who), amount * TAO + fee_of(block, who), "what the staker paid")
        (tao_0, alpha_0), (tao_1, alpha_1) = reserves(NETUID, block - 1), reserves(NETUID, block)
        equal((tao_1 - tao_0, alpha_0 - alpha_1), (amount * TAO, held), "what the pool took and gave")
        step(f"stake: {amount} TAO for {held} rao of alpha, to the rao what was quoted")
    flow = call("AdminUtils", "sudo_set_subnet_emission_enabled", netuid=NETUID, enabled=True)
    as_root(flow, "letting emission flow again")


def last_epoch():
    return stored("LastMechansimStepBlock", [NETUID])


def next_epoch():
    """Waits for an epoch after now and returns its block."""
    before = last_epoch()
    return until("an epoch", lambda: (last_epoch() > before) and last_epoch())


def weigh():
    block = next_epoch()
    equal(list(sub.get_subnet_validator_permits(NETUID))[:3], [True] * 3, f"the permits after block {block}")
    for who, weights in ((charlie, [0.6, 0.3, 0.1]), (alice, [0.5, 0.3, 0.2])):
        response = sub.set_weights(who, NETUID, [3, 4, 5], weights)
        check(response.success, f"setting weights failed: {response.message}")
    rows = dict(sub.weights(NETUID))
    for uid, shares in ((1, [1, 1 / 2, 1 / 6]), (2, [1, 3 / 5, 2 / 5])):
        equal([target for target, _ in rows[uid]], [3, 4, 5], f"whom uid {uid} weighs")
        off = [abs(weight - part * U16) for (_, weight), part in zip(rows[uid], shares)]
        check(max(off) <= 1 and rows[uid][0][1] == U16, f"the weights of uid {uid} are stored as {rows[uid]}")
    step(f"weights: {rows[1]} and {rows[2]}")


def share(value):
    """A share as the chain has it."""
    return round(float(value) * U16)


def epoch_of(block):
    """Shows the epoch of a block, in which the two metagraphs agree; returns incentives and dividends by uid."""
    info, graph = sub.get_metagraph_info(NETUID, block=block), sub.metagraph(NETUID, block=block)
    incentive, dividends = [share(value) for value in info.incentives], [share(value) for value in info.dividends]
    equal([share(value) for value in graph.I], incentive, "the incentives in the other metagraph")
    equal([share(value) for value in graph.D], dividends, "the dividends in the other metagraph")
    show_epoch(block, incentive, dividends, [amount.rao for amount in info.emission])
    return incentive, dividends


def paid():
    block = next_epoch()
    incentive, dividends = epoch_of(block)
    check(incentive[3] > incentive[4] > incentive[5] > 0, f"the miners' incentives are {incentive}")
    check(dividends[1] > dividends[2] > 0, f"the validators' dividends are {dividends}")
    (event,) = [event for event in events(block, "EpochPaid") if event["netuid"] == NETUID]
    people = (bob, charlie, alice, dave, eve, ferdie)
    # A staker's position grows from block to block until the next epoch; what is on the hotkey grows at once.
    earned = [staked_on(who, block=block) - staked_on(who, block=block - 1) for who in people]
    check(all(gain > 0 for gain in earned), f"not everybody was paid: {earned}")
    total = event["owner"] + event["miners"] + event["validators"]
    equal(sum(earned), total, "what the stakes grew by")
    equal(sum(earned[3:]), event["miners"], "what the miners earned")
    step(f"paid in block {block}: owner {event['owner']}, miners {event['miners']}, validators {event['validators']}; stakes grew by {earned}")


def issuance():
    first = sub.block
    sub.wait_for_block(first + 12)
    for pallet in ("Balances", "SubtensorModule"):
        before, after = (stored("TotalIssuance", block=block, pallet=pallet) for block in (first, first + 12))
        equal(after - before, 12 * EMISSION, f"the growth of {pallet}.TotalIssuance in 12 quiet blocks")
    step("issuance: grew by 12 TAO in 12 blocks")


def serve():
    axon = bt.Axon(wallet=dave, ip="192.168.7.9", port=8091, external_ip="192.168.7.9", external_port=8091)
    response = sub.serve_axon(NETUID, axon)
    check(response.success, f"serving failed: {response.message}")
    info = sub.metagraph(NETUID).axons[3]
    equal((info.ip, info.port, info.hotkey), ("192.168.7.9", 8091, hot(dave)), "the axon in the metagraph")
    step(f"serve: {info.ip}:{info.port}")


def unstake():
    amount = alpha(charlie, charlie) // 10
    before = free(charlie)
    _, block = done(
        sub.unstake(charlie, NETUID, hot(charlie), rao_of_alpha(amount), safe_unstaking=True, rate_tolerance=0.5), "unstaking"
    )
    (event,) = events(block, "StakeRemoved")
    equal(event[3], amount, "the alpha that was sold")
    equal(free(charlie) - before, event[2] - fee_of(block, charlie), "what the unstaker got")
    much = rao_of_alpha(alpha(charlie, charlie))
    refused = sub.unstake(charlie, NETUID, hot(charlie), much, safe_unstaking=True, rate_tolerance=0.001)
    check(not refused.success, "alpha was sold below the limit")
    step(f"unstake: {amount} rao of alpha for {event[2]} rao; below the limit refused ({refused.message[:60]})")


def relocate():
    amount = alpha(charlie, charlie) // 10
    _, block = done(sub.move_stake(charlie, NETUID, hot(charlie), NETUID, hot(alice), rao_of_alpha(amount)), "moving stake")
    moved = alpha(charlie, alice, block=block)
    check(0 <= amount - moved <= 1, f"{amount} were moved, {moved} arrived")
    half = moved // 2
    _, block = done(sub.transfer_stake(charlie, cold(eve), hot(alice), NETUID, NETUID, rao_of_alpha(half)), "transferring stake")
    given = alpha(eve, alice, block=block)
    check(0 <= half - given <= 1, f"{half} were transferred, {given} arrived")
    rest = alpha(charlie, alice) // 2
    _, block = done(sub.swap_stake(charlie, hot(alice), NETUID, 1, rao_of_alpha(rest)), "swapping stake")
    (event,) = events(block, "StakeSwapped")
    swapped = alpha(charlie, alice, 1, block=block)
    check(swapped > 0, "nothing arrived on subnet 1")
    step(f"move {moved}, transfer {given}, swap {rest} of subnet {NETUID} into {swapped} of subnet 1, worth {event[-1]} rao")


def delegate():
    response = sub.set_delegate_take(charlie, hot(charlie), 0.09)
    check(response.success, f"setting the take failed: {response.message}")
    equal(round(sub.get_delegate_take(hot(charlie)) * U16), int(0.09 * U16), "the take")
    identity = dict(name="Charlie", url="https://charlie.example", github_repo="", image="", discord="", description="", additional="")
    done(sub.sign_and_send_extrinsic(call("SubtensorModule", "set_identity", **identity), charlie), "setting the identity")
    equal(sub.query_identity(cold(charlie)).name, "Charlie", "Charlie's name")
    subnet = SubnetIdentity(
        subnet_name="tour", github_repo="", subnet_contact="", subnet_url="", logo_url="", discord="", description="a subnet to look at", additional=""
    )
    response = sub.set_subnet_identity(bob, NETUID, subnet)
    check(response.success, f"naming the subnet failed: {response.message}")
    equal(sub.subnet(NETUID).subnet_name, "tour", "the subnet's name")
    step("take 9 %, Charlie and the subnet have names")


def root():
    done(sub.root_register(charlie), "registering at root")
    equal([neuron.hotkey for neuron in sub.neurons_lite(0)], [hot(charlie)], "the seats at root")
    before = free(charlie)
    _, block = done(sub.add_stake(charlie, 0, hot(charlie), tao(50)), "staking at root")
    equal(alpha(charlie, charlie, 0, block=block), 50 * TAO, "the root stake")
    equal(before - free(charlie), 50 * TAO + fee_of(block, charlie), "what root stake cost")
    next_epoch()
    block = next_epoch()
    epoch_of(block)
    (event,) = [event for event in events(block, "EpochPaid") if event["netuid"] == NETUID]
    check(event["root"] > 0, f"root's stakers were paid nothing: {event}")
    grown = alpha(charlie, charlie, 0, block=block) - alpha(charlie, charlie, 0, block=block - 1)
    check(0 <= event["root"] - grown <= 1, f"{event['root']} rao were paid at root, Charlie's stake there grew by {grown}")
    step(f"root: 50 TAO staked, {event['root']} rao of dividends in one epoch")


walk([look, transfer, create_subnet, settings, register, stake, weigh, paid, issuance, serve, unstake, relocate, delegate, root])
sub.close()
