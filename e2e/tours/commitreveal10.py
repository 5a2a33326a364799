"""Weights that nobody can copy, with bittensor 10.5.0 as it is: `set_weights` seals them, the beacon opens them.
Arguments: the node's WebSocket address, and the port where it looks for a relay of quicknet."""

from client10 import *
from sealed import *


def prepare():
    done(sub.register_subnet(bob), "the registration of a subnet")
    done(sub.start_call(bob, NETUID), "the start")
    check(sub.commit_reveal_enabled(NETUID), "commit-reveal is off on a new subnet")
    as_root(call("AdminUtils", "sudo_set_admin_freeze_window", window=0), "opening the freeze window")
    as_root(call("AdminUtils", "sudo_set_tempo", netuid=NETUID, tempo=TEMPO), "setting the tempo")
    as_root(call("AdminUtils", "sudo_set_weights_set_rate_limit", netuid=NETUID, weights_set_rate_limit=0), "lifting the limit on weights")
    for who in (charlie, alice, dave, eve):
        done(sub.burned_register(who, NETUID), "a registration")
    for who, amount in ((charlie, 300), (alice, 200)):
        done(sub.add_stake(who, NETUID, hot(who), tao(amount)), "staking")
    step("prepare: a subnet with commit-reveal on, as it is by default; two validators, two miners")


def schedule():
    """Block of the last epoch, and the block now."""
    return stored("LastEpochBlock", [NETUID]), sub.block


def next_epoch():
    """Waits for the beginning of an epoch and returns its block."""
    before, _ = schedule()
    return until("an epoch", lambda: (schedule()[0] > before) and schedule()[0])


def weights_of(uid):
    return dict(sub.weights(NETUID)).get(uid, [])


def seal():
    next_epoch()
    for _ in range(8):
        sub.wait_for_block()
        last, now = schedule()
        # By default this client takes a block for 12 seconds.
        seal_for_the_round(last + TEMPO - now, 12)
        response, block = done(sub.set_weights(charlie, NETUID, [3, 4], [0.75, 0.25]), "setting weights")
        (event,) = events(block, "TimelockedWeightsCommitted")
        if event[-1] == ROUND:
            break
    equal(event[-1], ROUND, "the round of the commit")
    equal((event[0], event[1]), (hot(charlie), NETUID), "who committed, and where")
    equal(weights_of(1), [], "the weights before the beacon")
    step(f"seal: weights committed in block {block} for round {ROUND}; nobody sees them")
    return block


def reveal():
    committed = seal()
    publish()
    until("the beacon on chain", lambda: sub.last_drand_round() == ROUND)
    revealed = until("the weights", lambda: weights_of(1))
    equal([target for target, _ in revealed], [3, 4], "whom uid 1 weighs")
    equal(revealed[0][1], U16, "the larger weight")
    check(abs(revealed[1][1] - U16 / 3) <= 1, f"the weights are {revealed}")
    check(schedule()[0] > committed, "the weights were revealed in the epoch of their commit")
    step(f"reveal: the beacon came, and in the next epoch the weights {revealed}, without anybody's transaction")


def by_hash():
    salt, target, values = [7, 8, 9], [3, 4], [U16, U16]
    last = next_epoch()
    done(sub.commit_weights(alice, NETUID, salt, target, values, wait_for_inclusion=True, wait_for_finalization=True), "the commit of a hash")
    early = sub.reveal_weights(alice, NETUID, target, values, salt)
    check(not early.success, "a commit was revealed in its own epoch")
    until("the next epoch", lambda: schedule()[0] > last)
    done(sub.reveal_weights(alice, NETUID, target, values, salt), "the reveal")
    equal(weights_of(2), [(3, U16), (4, U16)], "the weights of uid 2")
    step("hash: committed, refused in the same epoch, revealed in the next")


def paid():
    block = next_epoch()
    info = sub.get_metagraph_info(NETUID, block=block)
    incentive = [round(float(value) * U16) for value in info.incentives]
    earned = [alpha(who, who, block=block) - alpha(who, who, block=block - 1) for who in (charlie, dave, eve)]
    check(incentive[3] > incentive[4] > 0, f"the incentives are {incentive}")
    check(all(gain > 0 for gain in earned), f"validator and miners earned {earned}")
    step(f"paid in block {block}: incentives {incentive[3:]}, the miners earned {earned[1:]} rao of alpha")


walk((prepare, reveal, by_hash, paid))
