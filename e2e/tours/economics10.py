"""The economy beyond stake, with the client of version 10: children, root claims, limits of moves, a new coldkey, a
crowdloan, alpha that ceases to exist. Argument: the node's WebSocket address."""

import bittensor as bt

from checks import *
from client10 import *

successor = wallet("Successor")


def prepare():
    done(sub.register_subnet(bob), "the registration of a subnet")
    done(sub.start_call(bob, NETUID), "the start")
    as_root(call("AdminUtils", "sudo_set_admin_freeze_window", window=0), "opening the freeze window")
    for who in (charlie, dave):
        done(sub.burned_register(who, NETUID), "a registration")
    for who, amount in ((charlie, 300), (dave, 10), (ferdie, 100)):
        done(sub.add_stake(who, NETUID, hot(charlie if who is ferdie else who), tao(amount)), "staking")
    step("a subnet with two neurons and a nominator")


def last_epoch():
    return stored("LastMechansimStepBlock", [NETUID])


def next_epoch():
    """Waits for an epoch after now and returns its block."""
    before = last_epoch()
    return until("an epoch", lambda: (last_epoch() > before) and last_epoch())


def children():
    done(sub.root_set_pending_childkey_cooldown(alice, 0), "shortening the cool-down")
    take = call("SubtensorModule", "set_childkey_take", hotkey=hot(dave), netuid=NETUID, take=5000)
    done(sub.sign_and_send_extrinsic(take, dave), "setting the childkey take")
    equal(stored("ChildkeyTake", [hot(dave), NETUID]), 5000, "the childkey take")
    refused = sub.set_children(charlie, NETUID, hot(charlie), [(0.5, hot(charlie))])
    check(not refused.success, "a hotkey became its own child")
    done(sub.set_children(charlie, NETUID, hot(charlie), [(0.5, hot(dave))]), "setting children")
    next_epoch()
    until("the child", lambda: sub.get_children(hot(charlie), NETUID)[1])
    ((share, child),) = sub.get_children(hot(charlie), NETUID)[1]
    equal((round(share, 6), child), (0.5, hot(dave)), "Charlie's child")
    next_epoch()
    # Of Dave's own stake it would be a fortieth.
    weight = stored("StakeWeight", [NETUID])[2]
    check(weight > U16 // 3, f"the child's part of all stake weight is {weight}/{U16}")
    step(f"children: half of Charlie's stake counts for Dave; Charlie refused as its own child ({refused.message[:50]})")


def root_claims():
    done(sub.root_register(charlie), "registering at root")
    done(sub.add_stake(charlie, 0, hot(charlie), tao(50)), "staking at root")
    done(sub.set_root_claim_type(charlie, "Keep"), "keeping alpha")
    equal(sub.get_root_claim_type(cold(charlie)), "Keep", "what happens with Charlie's root dividends")
    as_root(call("SubtensorModule", "sudo_set_num_root_claims", new_value=0), "no claims but by hand")
    next_epoch()
    next_epoch()
    owed = sub.get_root_claimable_stake(cold(charlie), hot(charlie), NETUID).rao
    _, block = done(sub.claim_root(charlie, [NETUID]), "the claim")
    gained = staked_on(charlie, block=block) - staked_on(charlie, block=block - 1)
    # The client computes with 32 fractional bits a rao of stake: on 50 TAO that is 12 rao.
    check(owed > 0 and abs(gained - owed) <= 12, f"{owed} rao of alpha were owed, the claim brought {gained}")
    done(sub.set_root_claim_type(charlie, "Swap"), "swapping again")
    step(f"root claims: kept as alpha, {gained} rao claimed")


def moves():
    amount = rao_of_alpha(alpha(charlie, charlie) // 10)
    # The client's own limit is a billionth of what the chain counts in, so it never binds: here is one that does.
    swap = dict(hotkey=hot(charlie), origin_netuid=NETUID, destination_netuid=1, alpha_amount=amount.rao, allow_partial=False)
    above = call("SubtensorModule", "swap_stake_limit", limit_price=1000 * TAO, **swap)
    tight = sub.sign_and_send_extrinsic(above, charlie)
    check(not tight.success, "a swap succeeded beyond its limit")
    done(sub.swap_stake(charlie, hot(charlie), NETUID, 1, amount, safe_swapping=True, rate_tolerance=0.9), "a swap within its limit")
    off = call("AdminUtils", "sudo_set_toggle_transfer", netuid=NETUID, toggle=False)
    done(sub.sign_and_send_extrinsic(off, bob), "switching transfers off")
    refused = sub.transfer_stake(charlie, cold(eve), hot(charlie), NETUID, NETUID, amount)
    check(not refused.success, "stake was transferred although transfers are off")
    # The owner may change the same switch only every other tempo; root may at any time.
    as_root(call("AdminUtils", "sudo_set_toggle_transfer", netuid=NETUID, toggle=True), "switching transfers on")
    done(sub.transfer_stake(charlie, cold(eve), hot(charlie), NETUID, NETUID, amount), "a transfer of stake")
    # The client would not even send it: here it is the chain that refuses.
    keys = dict(origin_hotkey=hot(charlie), destination_hotkey=hot(dave))
    much = call("SubtensorModule", "move_stake", origin_netuid=NETUID, destination_netuid=NETUID, alpha_amount=alpha(eve, charlie) * 1000, **keys)
    check(not sub.sign_and_send_extrinsic(much, eve).success, "more stake was moved than there is")
    had = alpha(eve, charlie)
    _, block = done(sub.move_stake(eve, NETUID, hot(charlie), NETUID, hot(dave), move_all_stake=True), "moving all stake")
    # "All" is what the client read before it signed; what was given over since stays.
    since = alpha(eve, charlie, block=block - 1) - had + 2 * growth(eve, charlie, block - 1) + 2
    left = alpha(eve, charlie, block=block)
    check(0 <= left <= since, f"Eve left {left} rao behind, of {had}; at most {since} came since")
    step(f"moves: limits hold ({tight.message[:40]}), transfers can be switched off ({refused.message[:40]})")


def destroyed():
    part = alpha(ferdie, charlie) // 10
    for function, event in (("recycle_alpha", "AlphaRecycled"), ("burn_alpha", "AlphaBurned")):
        deed = call("SubtensorModule", function, hotkey=hot(charlie), amount=part, netuid=NETUID)
        _, block = done(sub.sign_and_send_extrinsic(deed, ferdie), function)
        told = events(block, event)
        check(len(told) == 1 and told[0][2] == part, f"{function} of {part} told {told}")
        lost = alpha(ferdie, charlie, block=block - 1) - alpha(ferdie, charlie, block=block)
        # What is given over in a block hides some of it.
        check(part // 5 >= part - lost >= -2, f"{function} of {part} took {lost}")
        gone = stored("SubnetAlphaOut", [NETUID], block - 1) - stored("SubnetAlphaOut", [NETUID], block)
        check((gone > part // 2) == (function == "recycle_alpha"), f"alpha outside the pool fell by {gone} with {function}")
    before = free(ferdie)
    _, block = done(sub.add_stake_burn(ferdie, NETUID, hot(charlie), tao(5)), "buying and burning")
    equal(before - free(ferdie), 5 * TAO + fee_of(block, ferdie), "what the burn cost")
    check(len(events(block, "AddStakeBurn")) == 1, "the burn was not told")
    step(f"destroyed: {part} rao recycled, {part} burned, alpha for 5 TAO bought and burned")


def crowdloan():
    end = sub.block + 200
    done(sub.create_crowdloan(alice, tao(10), tao(1), tao(40), end, target_address=cold(stranger)), "a crowdloan")
    number = sub.get_crowdloan_next_id() - 1
    done(sub.contribute_crowdloan(bob, number, tao(15)), "a contribution")
    done(sub.contribute_crowdloan(charlie, number, tao(100)), "a contribution beyond the cap")
    loan = sub.get_crowdloan_by_id(number)
    equal((loan.raised.rao, loan.contributors_count), (40 * TAO, 3), "what was raised, by how many")
    before = free(stranger)
    done(sub.finalize_crowdloan(alice, number), "the end of the crowdloan")
    equal(free(stranger) - before, 40 * TAO, "what the target received")

    done(sub.create_crowdloan(alice, tao(10), tao(1), tao(1000), sub.block + 60, target_address=cold(stranger)), "a crowdloan that fails")
    done(sub.contribute_crowdloan(bob, number + 1, tao(15)), "a contribution")
    done(sub.contribute_crowdloan(charlie, number + 1, tao(5)), "another")
    before = free(charlie)
    _, block = done(sub.withdraw_crowdloan(charlie, number + 1), "a withdrawal")
    equal(free(charlie) - before, 5 * TAO - fee_of(block, charlie), "what was withdrawn")
    before = free(bob)
    done(sub.refund_crowdloan(alice, number + 1), "the refund")
    equal(free(bob) - before, 15 * TAO, "what was refunded")
    done(sub.dissolve_crowdloan(alice, number + 1), "dissolving the crowdloan")
    check(sub.get_crowdloan_by_id(number + 1) is None, "the dissolved crowdloan is still there")
    step("crowdloan: 40 TAO raised and paid out; another one refunded and dissolved")


def new_coldkey():
    as_root(call("AdminUtils", "sudo_set_coldkey_swap_announcement_delay", duration=30), "shortening the delay")
    as_root(call("AdminUtils", "sudo_set_coldkey_swap_reannouncement_delay", duration=5), "shortening the other delay")
    done(sub.announce_coldkey_swap(ferdie, cold(successor)), "the announcement")
    announced = sub.get_coldkey_swap_announcement(cold(ferdie))
    check(announced is not None, "the announcement is not seen")
    early = sub.swap_coldkey_announced(ferdie, cold(successor))
    check(not early.success, "the coldkey was swapped before its time")
    blocked = sub.transfer(ferdie, cold(stranger), tao(1))
    check(not blocked.success, "an announced coldkey could still transfer")
    sub.wait_for_block(sub.block + 32)
    had = free(ferdie)
    _, block = done(sub.swap_coldkey_announced(ferdie, cold(successor)), "the swap")
    held = alpha(ferdie, charlie, block=block - 1)
    arrived = alpha(successor, charlie, block=block)
    grown = growth(ferdie, charlie, block - 1)
    check(-2 <= arrived - held <= grown + 2, f"{held} rao of stake left, {arrived} arrived, where {grown} are given over in a block")
    check(0 <= had - free(successor) < TAO, f"{had} rao left, {free(successor)} arrived")
    equal((free(ferdie), alpha(ferdie, charlie)), (0, 0), "what is left behind")
    step(f"new coldkey: {arrived} rao of stake and {free(successor)} rao moved; early: {early.message[:50]}")


def disputed():
    done(sub.announce_coldkey_swap(eve, cold(stranger)), "the announcement")
    done(sub.dispute_coldkey_swap(eve), "the dispute")
    check(sub.get_coldkey_swap_dispute(cold(eve)) is not None, "the dispute is not seen")
    sub.wait_for_block(sub.block + 32)
    refused = sub.swap_coldkey_announced(eve, cold(stranger))
    check(not refused.success, "a disputed coldkey was swapped")
    as_root(call("SubtensorModule", "reset_coldkey_swap", coldkey=cold(eve)), "resetting the swap")
    check(sub.get_coldkey_swap_announcement(cold(eve)) is None, "the announcement outlived its reset")
    step(f"disputed: refused ({refused.message[:50]}), reset by root")


walk([prepare, children, root_claims, moves, destroyed, crowdloan, new_coldkey, disputed])
sub.close()
