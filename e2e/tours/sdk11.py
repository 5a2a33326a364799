"""The tour with the client of version 11, as its users write it. Argument: the node's WebSocket address."""

import bittensor as bt
from bittensor import calls, runtime_api, storage

from checks import *
from client11 import *


def look():
    check(sub.is_fast_blocks(), "the client does not see fast blocks")
    check(sub.block >= 0, "there is no block")
    equal(free(alice), RICH, "Alice's balance")
    equal(sorted(subnet.netuid for subnet in sub.subnets.all()), [0, 1], "the list of subnets")
    graph = metagraph(1)
    equal((graph.num_uids, len(graph.neurons), graph.tempo), (1, 1, 100), "the metagraph of subnet 1")
    hyper = sub.read("subnet_hyperparameters", netuid=1)
    equal((hyper["tempo"], hyper["min_allowed_weights"], hyper["kappa"]), (100, 0, 32767), "hyperparameters of subnet 1")
    block = sub.block
    info = sub.runtime(runtime_api.SubnetInfoRuntimeApi.get_dynamic_info, [1], block=block)
    equal((info["tao_in"], info["alpha_in"]), reserves(1, block), "the pool of subnet 1 in its dynamic info")
    tao, alpha = reserves(1, block)
    price = sub.at(block).read("alpha_price", netuid=1)["price_rao"]
    equal(price, tao * TAO // alpha, "the price of subnet 1")
    equal(sub.at(block).read("alpha_prices")[1], price / TAO, "the price of subnet 1 among all")
    step(f"look: two subnets, Alice has 1,000,000 TAO, one alpha of subnet 1 costs {price} rao")


def transfer():
    before = free(alice)
    result, block = does(bt.Transfer(stranger.cold, 100), alice, "the transfer")
    equal(free(stranger), 100 * TAO, "the recipient's balance")
    (fee,) = events(block, "TransactionFeePaid")
    equal(result.fee.rao, fee["actual_fee"], "the fee that the client read from the event")
    equal(before - free(alice), 100 * TAO + result.fee.rao, "what the sender paid")
    check(result.fee.rao > 0, "the transfer was free")
    grown = sub.query(storage.Balances.TotalIssuance, block=block) - sub.query(storage.Balances.TotalIssuance, block=block - 1)
    equal(grown, EMISSION - result.fee.rao, "what the block with the transfer added to the issuance")
    step(f"transfer: 100 TAO for a fee of {result.fee.rao} rao, which is recycled")


def create_subnet():
    cost = sub.read("subnet_registration_cost")
    equal(cost.rao, LOCK_COST, "the price of the first subnet")
    before = free(bob)
    result, block = does(bt.RegisterSubnet(bob.hot), bob, "the registration of a subnet")
    added = events(block, "NetworkAdded")
    equal([value[0] if isinstance(value, (list, tuple)) else value for value in added], [NETUID], "the new subnet")
    deposit = sub.read("existential_deposit").rao
    equal(before - free(bob), cost.rao + result.fee.rao + deposit, "what the owner paid (price, fee, deposit of the subnet's account)")
    equal(reserves(NETUID, block)[0], cost.rao, "the TAO in the new pool")
    equal(sub.read("hotkey_owner", hotkey_ss58=bob.hot), bob.cold, "the owner of the owner's hotkey")
    equal([neuron.hotkey for neuron in sub.neurons.all(NETUID)], [bob.hot], "the first neurons")
    does(bt.StartCall(NETUID), bob, "the start")
    step(f"create: subnet {NETUID} for {cost}, all of it in the pool; started")


def settings():
    weights = calls.SubtensorModule.set_weights(netuid=NETUID, dests=[0], weights=[U16], version_key=0)
    refused = fails(lambda: sub.submit_call(weights, bob, signer="hotkey"), "setting weights in the open while commit-reveal is on")
    check(refused.startswith("CommitRevealEnabled:"), f"open weights were refused with: {refused}")
    as_root(calls.AdminUtils.sudo_set_admin_freeze_window(window=0), "opening the freeze window")
    does(bt.SetHyperparameter(NETUID, "commit_reveal_weights_enabled", 0), bob, "switching commit-reveal off")
    check(not sub.subnets.commit_reveal_enabled(NETUID), "commit-reveal is still on")
    as_root(calls.AdminUtils.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0), "lifting the limit on weights")
    step("settings: open weights are refused (CommitRevealEnabled); commit-reveal is off, by the owner")


def register():
    uids = {}
    for uid, who in enumerate((charlie, alice, dave, eve, ferdie), start=1):
        before = free(who)
        check(not sub.plan(bt.BurnedRegister(NETUID, who.hot), who).violations, f"the plan of registration {uid} is refused")
        # The client sends that intent sealed for block authors or not at all; sealing is a subject of its own.
        call = calls.SubtensorModule.burned_register(netuid=NETUID, hotkey=who.hot)
        result, block = calls_it(call, who, f"registration {uid}")
        paid = before - free(who) - result.fee.rao
        price = sub.subnets.burn(NETUID, block=block - 1).rao
        equal(paid, after_a_block(price), f"what uid {uid} cost")
        equal(sub.subnets.burn(NETUID, block=block).rao, after_a_registration(paid), f"the price after uid {uid}")
        recycled = [sub.query(Network.RAORecycledForRegistration, [NETUID], block=at) for at in (block - 1, block)]
        recycled = [getattr(amount, "rao", amount) for amount in recycled]
        equal(recycled[1] - recycled[0], paid, f"what was counted for uid {uid}")
        equal(sub.read("uid", hotkey_ss58=who.hot, netuid=NETUID), uid, "the new uid")
        uids[uid] = paid
    step(f"register: five uids for {list(uids.values())} rao")


def stake():
    as_root(calls.AdminUtils.sudo_set_subnet_emission_enabled(netuid=NETUID, enabled=False), "stilling the pool")
    refused = fails(lambda: sub.execute(bt.AddStake(charlie.hot, NETUID, 300), charlie), "staking 300 TAO within 5 %")
    check("lippage" in refused, f"staking beyond the client's tolerance was refused with: {refused}")
    for who, amount in ((charlie, 300), (alice, 200)):
        before = free(who)
        result, block = does(bt.AddStake(who.hot, NETUID, amount, slippage_protection=False), who, "staking")
        quote = sub.runtime(runtime_api.SwapRuntimeApi.sim_swap_tao_for_alpha, [NETUID, amount * TAO], block=block - 1)
        held = alpha(who, who, NETUID, block=block)
        equal(alpha(who, who, NETUID, block=block - 1), 0, "the stake before")
        equal(held, quote["alpha_amount"], "the stake after, against the quote")
        equal(before - free(who), amount * TAO + result.fee.rao, "what the staker paid")
        (tao_0, alpha_0), (tao_1, alpha_1) = reserves(NETUID, block - 1), reserves(NETUID, block)
        equal((tao_1 - tao_0, alpha_0 - alpha_1), (amount * TAO, held), "what the pool took and gave")
        step(f"stake: {amount} TAO for {held} rao of alpha, to the rao what was quoted")
    as_root(calls.AdminUtils.sudo_set_subnet_emission_enabled(netuid=NETUID, enabled=True), "letting emission flow again")


def next_epoch():
    """Waits for an epoch after now and returns its block."""
    return sub.wait_for_epoch(NETUID).block


def weigh():
    permits = next_epoch()
    graph = metagraph(NETUID)
    equal([neuron.validator_permit for neuron in graph.neurons][:3], [True] * 3, f"the permits after block {permits}")
    for who, weights in ((charlie, [0.6, 0.3, 0.1]), (alice, [0.5, 0.3, 0.2])):
        does(bt.SetWeights(NETUID, [3, 4, 5], weights), who, "setting weights")
    rows = dict(sub.query_map(Network.Weights, [NETUID]))
    for uid, shares in ((1, [1, 1 / 2, 1 / 6]), (2, [1, 3 / 5, 2 / 5])):
        equal([target for target, _ in rows[uid]], [3, 4, 5], f"whom uid {uid} weighs")
        off = [abs(weight - share * U16) for (_, weight), share in zip(rows[uid], shares)]
        check(max(off) <= 1 and rows[uid][0][1] == U16, f"the weights of uid {uid} are stored as {rows[uid]}")
    step(f"weights: {rows[1]} and {rows[2]}")


def share(value):
    """A share as the chain has it."""
    return round(float(value) * U16)


def epoch_of(block):
    """Shows the epoch of a block; returns incentives and dividends by uid."""
    neurons = metagraph(NETUID, block).neurons
    incentive = [share(neuron.incentive) for neuron in neurons]
    dividends = [share(neuron.dividends) for neuron in neurons]
    show_epoch(block, incentive, dividends, [neuron.emission.rao for neuron in neurons])
    return incentive, dividends


def paid():
    block = next_epoch()
    incentive, dividends = epoch_of(block)
    check(incentive[3] > incentive[4] > incentive[5] > 0, f"the miners' incentives are {incentive}")
    check(dividends[1] > dividends[2] > 0, f"the validators' dividends are {dividends}")
    (event,) = [event for event in events(block, "EpochPaid") if event["netuid"] == NETUID]
    people = (bob, charlie, alice, dave, eve, ferdie)
    # A staker's position grows from block to block until the next epoch; what is on the hotkey grows at once.
    earned = [staked_on(who, NETUID, block=block) - staked_on(who, NETUID, block=block - 1) for who in people]
    check(all(gain > 0 for gain in earned), f"not everybody was paid: {earned}")
    total = event["owner"] + event["miners"] + event["validators"]
    equal(sum(earned), total, "what the stakes grew by")
    equal(sum(earned[3:]), event["miners"], "what the miners earned")
    step(f"paid in block {block}: owner {event['owner']}, miners {event['miners']}, validators {event['validators']}; stakes grew by {earned}")


def issuance():
    first = sub.block
    sub.wait_for_block(first + 12)
    for item in (storage.Balances.TotalIssuance, Network.TotalIssuance):
        before, after = (sub.query(item, block=block) for block in (first, first + 12))
        grown = getattr(after, "rao", after) - getattr(before, "rao", before)
        equal(grown, 12 * EMISSION, f"{item} in 12 quiet blocks")
    step("issuance: grew by 12 TAO in 12 blocks")


def serve():
    does(bt.ServeAxon(NETUID, "192.168.7.9", 8091), dave, "serving")
    axon = metagraph(NETUID).neurons[3].axon
    equal(axon, "192.168.7.9:8091", "the axon in the metagraph")
    step(f"serve: {axon}")


def unstake():
    block = sub.block
    price = reserves(NETUID, block)
    price = price[0] * TAO // price[1]
    amount = alpha(charlie, charlie, NETUID) // 10
    before = free(charlie)
    result, block = does(bt.RemoveStakeLimit(charlie.hot, NETUID, bt.Balance.from_rao(amount, NETUID), price // 2), charlie, "unstaking")
    (event,) = events(block, "StakeRemoved")
    equal(event[3], amount, "the alpha that was sold")
    equal(free(charlie) - before, event[2] - result.fee.rao, "what the unstaker got")
    above = bt.RemoveStakeLimit(charlie.hot, NETUID, bt.Balance.from_rao(amount, NETUID), price * 2)
    refused = fails(lambda: sub.execute(above, charlie), "selling alpha above its price")
    step(f"unstake: {amount} rao of alpha for {event[2]} rao; above the price refused ({refused[:60]})")


def relocate():
    amount = alpha(charlie, charlie, NETUID) // 10
    _, block = does(bt.MoveStake(charlie.hot, NETUID, alice.hot, NETUID, bt.Balance.from_rao(amount, NETUID)), charlie, "moving stake")
    moved = alpha(charlie, alice, NETUID, block=block)
    check(amount - moved <= 1, f"{amount} were moved, {moved} arrived")
    _, block = does(bt.TransferStake(eve.cold, alice.hot, NETUID, NETUID, bt.Balance.from_rao(moved // 2, NETUID)), charlie, "transferring stake")
    given = alpha(eve, alice, NETUID, block=block)
    check(moved // 2 - given <= 1, f"{moved // 2} were transferred, {given} arrived")
    rest = alpha(charlie, alice, NETUID)
    _, block = does(bt.SwapStake(alice.hot, NETUID, 1, bt.Balance.from_rao(rest // 2, NETUID), slippage_protection=False), charlie, "swapping stake")
    (event,) = events(block, "StakeSwapped")
    swapped = alpha(charlie, alice, 1, block=block)
    check(swapped > 0, "nothing arrived on subnet 1")
    step(f"move {moved}, transfer {given}, swap {rest // 2} of subnet {NETUID} into {swapped} of subnet 1, worth {event[-1]} rao")


def delegate():
    does(bt.SetTake(0.09, charlie.hot), charlie, "setting the take")
    equal(sub.read("delegate_take", hotkey_ss58=charlie.hot)["take_u16"], int(0.09 * U16), "the take")
    does(bt.SetIdentity("Charlie", url="https://charlie.example"), charlie, "setting the identity")
    equal(sub.read("identity", coldkey_ss58=charlie.cold)["name"], "Charlie", "Charlie's name")
    does(bt.SetSubnetIdentity(NETUID, "tour", description="a subnet to look at"), bob, "naming the subnet")
    equal(sub.read("subnet_identity", netuid=NETUID)["subnet_name"], "tour", "the subnet's name")
    step("take 9 %, Charlie and the subnet have names")


def root():
    does(bt.RootRegister(charlie.hot), charlie, "registering at root")
    equal([neuron.hotkey for neuron in sub.neurons.all(0)], [charlie.hot], "the seats at root")
    before = free(charlie)
    result, block = does(bt.AddStake(charlie.hot, 0, 50), charlie, "staking at root")
    equal(alpha(charlie, charlie, 0, block=block), 50 * TAO, "the root stake")
    equal(before - free(charlie), 50 * TAO + result.fee.rao, "what root stake cost")
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
