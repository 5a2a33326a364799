"""Weights that nobody can copy, with bittensor 11.3.0 as it is: `SetWeights` seals them, the beacon opens them.
Arguments: the node's WebSocket address, and the port where it looks for a relay of quicknet."""

from client11 import *
from sealed import *


def prepare():
    does(bt.RegisterSubnet(bob.hot), bob, "the registration of a subnet")
    does(bt.StartCall(NETUID), bob, "the start")
    check(sub.subnets.commit_reveal_enabled(NETUID), "commit-reveal is off on a new subnet")
    as_root(calls.AdminUtils.sudo_set_admin_freeze_window(window=0), "opening the freeze window")
    as_root(calls.AdminUtils.sudo_set_tempo(netuid=NETUID, tempo=TEMPO), "setting the tempo")
    as_root(calls.AdminUtils.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0), "lifting the limit on weights")
    for who in (charlie, alice, dave, eve):
        calls_it(calls.SubtensorModule.burned_register(netuid=NETUID, hotkey=who.hot), who, "a registration")
    for who, amount in ((charlie, 300), (alice, 200)):
        does(bt.AddStake(who.hot, NETUID, amount, slippage_protection=False), who, "staking")
    step("prepare: a subnet with commit-reveal on, as it is by default; two validators, two miners")


def schedule():
    """Block of the last epoch, and the block now."""
    return sub.query(Network.LastEpochBlock, [NETUID]), sub.block


def next_epoch():
    """Waits for the beginning of an epoch and returns its block."""
    before, _ = schedule()
    return until("an epoch", lambda: (schedule()[0] > before) and schedule()[0])


def weights_of(uid):
    return [tuple(pair) for pair in dict(sub.query_map(Network.Weights, [NETUID])).get(uid, [])]


def seal():
    next_epoch()
    block_time = sub.block_time()
    for _ in range(8):
        last, now = schedule()
        seal_for_the_round(last + TEMPO - now, block_time)
        _, block = does(bt.SetWeights(NETUID, [3, 4], [0.75, 0.25]), charlie, "setting weights")
        (event,) = [list(one.values() if isinstance(one, dict) else one) for one in events(block, "TimelockedWeightsCommitted")]
        if event[-1] == ROUND:
            break
    equal(event[-1], ROUND, "the round of the commit")
    equal((event[0], event[1]), (charlie.hot, NETUID), "who committed, and where")
    equal(weights_of(1), [], "the weights before the beacon")
    step(f"seal: weights committed in block {block} for round {ROUND}; nobody sees them")
    return block


def reveal():
    committed = seal()
    publish()
    until("the beacon on chain", lambda: sub.query(storage.Drand.LastStoredRound) == ROUND)
    revealed = until("the weights", lambda: weights_of(1))
    equal([target for target, _ in revealed], [3, 4], "whom uid 1 weighs")
    equal(revealed[0][1], U16, "the larger weight")
    check(abs(revealed[1][1] - U16 / 3) <= 1, f"the weights are {revealed}")
    check(schedule()[0] > committed, "the weights were revealed in the epoch of their commit")
    step(f"reveal: the beacon came, and in the next epoch the weights {revealed}, without anybody's transaction")


def by_hash():
    salt, target, weights = [7, 8, 9], [3, 4], [1.0, 1.0]
    last = next_epoch()
    # The client commits only by the timelock; it reveals what other software committed.
    secret = commit_hash(bytes(alice.hotkey.public_key), NETUID, target, [U16, U16], salt, 0)
    commit = calls.SubtensorModule.commit_weights(netuid=NETUID, commit_hash="0x" + secret.hex())
    calls_it(commit, alice, "the commit of a hash", signer="hotkey")
    reveals = bt.RevealWeights(NETUID, target, weights, salt)
    why = fails(lambda: sub.execute(reveals, alice), "revealing in the epoch of the commit")
    until("the next epoch", lambda: schedule()[0] > last)
    does(reveals, alice, "the reveal")
    equal(weights_of(2), [(3, U16), (4, U16)], "the weights of uid 2")
    step(f"hash: committed, refused in the same epoch ({why}), revealed in the next")


def paid():
    block = next_epoch()
    graph = metagraph(NETUID, block)
    incentive = [round(neuron.incentive * U16) for neuron in graph.neurons]
    earned = [alpha(who, who, NETUID, block) - alpha(who, who, NETUID, block - 1) for who in (charlie, dave, eve)]
    check(incentive[3] > incentive[4] > 0, f"the incentives are {incentive}")
    check(all(gain > 0 for gain in earned), f"validator and miners earned {earned}")
    step(f"paid in block {block}: incentives {incentive[3:]}, the miners earned {earned[1:]} rao of alpha")


walk((prepare, reveal, by_hash, paid))
