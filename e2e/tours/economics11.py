"""The economy beyond stake, with the client of version 11: children, root claims, limits of moves, a new coldkey, a
crowdloan, alpha that ceases to exist. Argument: the node's WebSocket address."""

import bittensor as bt
from bittensor import calls, storage

from checks import *
from client11 import *

successor = Keys("Successor")


def some(rao):
    """An amount of the subnet's alpha."""
    return bt.Balance.from_rao(rao, NETUID)


def prepare():
    does(bt.RegisterSubnet(bob.hot), bob, "the registration of a subnet")
    does(bt.StartCall(NETUID), bob, "the start")
    as_root(calls.AdminUtils.sudo_set_admin_freeze_window(window=0), "opening the freeze window")
    for who in (charlie, dave):
        calls_it(calls.SubtensorModule.burned_register(netuid=NETUID, hotkey=who.hot), who, "a registration")
    for who, hotkey, amount in ((charlie, charlie, 300), (dave, dave, 10), (ferdie, charlie, 100)):
        does(bt.AddStake(hotkey.hot, NETUID, amount, slippage_protection=False), who, "staking")
    step("a subnet with two neurons and a nominator")


def next_epoch():
    """Waits for an epoch after now and returns its block."""
    return sub.wait_for_epoch(NETUID).block


def children():
    as_root(calls.SubtensorModule.set_pending_childkey_cooldown(cooldown=0), "shortening the cool-down")
    does(bt.SetChildkeyTake(NETUID, 5000, dave.hot), dave, "setting the childkey take")
    equal(sub.query(Network.ChildkeyTake, [dave.hot, NETUID]), 5000, "the childkey take")
    own = calls.SubtensorModule.set_children(hotkey=charlie.hot, netuid=NETUID, children=[(1 << 63, charlie.hot)])
    refused = fails(lambda: sub.submit_call(own, charlie), "becoming one's own child")
    does(bt.SetChildren(NETUID, [(0.5, dave.hot)], charlie.hot), charlie, "setting children")
    next_epoch()
    rows = until("the child", lambda: sub.query(Network.ChildKeys, [charlie.hot, NETUID]))
    equal([(round(share / 2**64, 6), child) for share, child in rows], [(0.5, dave.hot)], "Charlie's children")
    parents = sub.query(Network.ParentKeys, [dave.hot, NETUID])
    equal([parent for _, parent in parents], [charlie.hot], "Dave's parents")
    next_epoch()
    # Of Dave's own stake it would be a fortieth.
    weight = sub.query(Network.StakeWeight, [NETUID])[2]
    check(weight > U16 // 3, f"the child's part of all stake weight is {weight}/{U16}")
    step(f"children: half of Charlie's stake counts for Dave; Charlie refused as its own child ({refused[:50]})")


def root_claims():
    does(bt.RootRegister(charlie.hot), charlie, "registering at root")
    does(bt.AddStake(charlie.hot, 0, 50), charlie, "staking at root")
    # The client of this version composes what it has no builder for by name.
    keep = calls.Call("SubtensorModule", "set_root_claim_type", {"new_root_claim_type": "Keep"})
    calls_it(keep, charlie, "keeping alpha")
    by_hand = calls.Call("SubtensorModule", "sudo_set_num_root_claims", {"new_value": 0})
    as_root(by_hand, "no claims but by hand")
    next_epoch()
    next_epoch()
    # The client's own intent first asks for the baskets of a later generation.
    _, block = calls_it(calls.SubtensorModule.claim_root(subnets=[NETUID]), charlie, "the claim")
    gained = staked_on(charlie, NETUID, block=block) - staked_on(charlie, NETUID, block=block - 1)
    check(gained > 0, "the claim brought nothing")
    step(f"root claims: kept as alpha, {gained} rao claimed")


def moves():
    amount = some(alpha(charlie, charlie, NETUID) // 10)
    tight = bt.SwapStake(charlie.hot, NETUID, 1, amount, rate_tolerance=0.0000001)
    refused = fails(lambda: sub.execute(tight, charlie), "a swap beyond its limit")
    does(bt.SwapStake(charlie.hot, NETUID, 1, amount, rate_tolerance=0.9), charlie, "a swap within its limit")
    calls_it(calls.AdminUtils.sudo_set_toggle_transfer(netuid=NETUID, toggle=False), bob, "switching transfers off")
    give = bt.TransferStake(eve.cold, charlie.hot, NETUID, NETUID, amount)
    still = fails(lambda: sub.execute(give, charlie), "a transfer of stake while transfers are off")
    # The owner may change the same switch only every other tempo; root may at any time.
    as_root(calls.AdminUtils.sudo_set_toggle_transfer(netuid=NETUID, toggle=True), "switching transfers on")
    _, block = does(give, charlie, "a transfer of stake")
    given = alpha(eve, charlie, NETUID, block=block)
    check(0 <= amount.rao - given <= 1, f"{amount.rao} rao were given, {given} arrived")
    step(f"moves: limits hold ({refused[:40]}), transfers can be switched off ({still[:40]})")


def out(block):
    """Alpha outside the pool."""
    found = sub.query(Network.SubnetAlphaOut, [NETUID], block=block)
    return getattr(found, "rao", found)


def destroyed():
    part = alpha(ferdie, charlie, NETUID) // 10
    for function, event in (("recycle_alpha", "AlphaRecycled"), ("burn_alpha", "AlphaBurned")):
        deed = getattr(calls.SubtensorModule, function)(hotkey=charlie.hot, amount=part, netuid=NETUID)
        _, block = calls_it(deed, ferdie, function)
        check(len(events(block, event)) == 1, f"{function} was not told")
        gone = out(block - 1) - out(block)
        check((gone > part // 2) == (function == "recycle_alpha"), f"alpha outside the pool fell by {gone} with {function}")
    before = free(ferdie)
    result, block = does(bt.StakeBurn(NETUID, 5, hotkey_ss58=charlie.hot), ferdie, "buying and burning")
    equal(before - free(ferdie), 5 * TAO + result.fee.rao, "what the burn cost")
    check(len(events(block, "AddStakeBurn")) == 1, "the burn was not told")
    step(f"destroyed: {part} rao recycled, {part} burned, alpha for 5 TAO bought and burned")


def crowdloan():
    does(bt.CreateCrowdloan(10, 1, 40, sub.block + 200, stranger.cold), alice, "a crowdloan")
    (number, _) = max((int(key), loan) for key, loan in sub.query_map(storage.Crowdloan.Crowdloans))
    does(bt.ContributeCrowdloan(number, 15), bob, "a contribution")
    does(bt.ContributeCrowdloan(number, 15), charlie, "a contribution that reaches the cap")
    before = free(stranger)
    does(bt.FinalizeCrowdloan(number), alice, "the end of the crowdloan")
    equal(free(stranger) - before, 40 * TAO, "what the target received")

    does(bt.CreateCrowdloan(10, 1, 1000, sub.block + 60, stranger.cold), alice, "a crowdloan that fails")
    does(bt.ContributeCrowdloan(number + 1, 15), bob, "a contribution")
    does(bt.ContributeCrowdloan(number + 1, 5), charlie, "another")
    before = free(charlie)
    result, _ = does(bt.WithdrawCrowdloan(number + 1), charlie, "a withdrawal")
    equal(free(charlie) - before, 5 * TAO - result.fee.rao, "what was withdrawn")
    before = free(bob)
    does(bt.RefundCrowdloan(number + 1), alice, "the refund")
    equal(free(bob) - before, 15 * TAO, "what was refunded")
    does(bt.DissolveCrowdloan(number + 1), alice, "dissolving the crowdloan")
    step("crowdloan: 40 TAO raised and paid out; another one refunded and dissolved")


def new_coldkey():
    as_root(calls.AdminUtils.sudo_set_coldkey_swap_announcement_delay(duration=30), "shortening the delay")
    as_root(calls.AdminUtils.sudo_set_coldkey_swap_reannouncement_delay(duration=5), "shortening the other delay")
    does(bt.AnnounceColdkeySwap(successor.cold), ferdie, "the announcement")
    check(sub.read("coldkey_swap_announcement", coldkey_ss58=ferdie.cold) is not None, "the announcement is not seen")
    early = fails(lambda: sub.execute(bt.SwapColdkeyAnnounced(successor.cold), ferdie), "a swap before its time")
    blocked = fails(lambda: sub.execute(bt.Transfer(stranger.cold, 1), ferdie), "a transfer of an announced coldkey")
    sub.wait_for_block(sub.block + 32)
    had = free(ferdie)
    _, block = does(bt.SwapColdkeyAnnounced(successor.cold), ferdie, "the swap")
    held, arrived = alpha(ferdie, charlie, NETUID, block=block - 1), alpha(successor, charlie, NETUID, block=block)
    grown = growth(ferdie, charlie, NETUID, block - 1)
    check(-2 <= arrived - held <= grown + 2, f"{held} rao of stake left, {arrived} arrived, where {grown} are given over in a block")
    check(0 <= had - free(successor) < TAO, f"{had} rao left, {free(successor)} arrived")
    equal((free(ferdie), alpha(ferdie, charlie, NETUID)), (0, 0), "what is left behind")
    step(f"new coldkey: {arrived} rao of stake and {free(successor)} rao moved; early: {early[:50]}; blocked: {blocked[:50]}")


def disputed():
    does(bt.AnnounceColdkeySwap(stranger.cold), eve, "the announcement")
    does(bt.DisputeColdkeySwap(), eve, "the dispute")
    sub.wait_for_block(sub.block + 32)
    refused = fails(lambda: sub.execute(bt.SwapColdkeyAnnounced(stranger.cold), eve), "a disputed swap")
    step(f"disputed: refused ({refused[:50]})")


walk([prepare, children, root_claims, moves, destroyed, crowdloan, new_coldkey, disputed])
sub.close()
