#!/usr/bin/env python3
"""How quickly a command starts, asks once and ends: `myelin` beside `btcli`, one after the other in one run.

    cargo build --release -p myelin-cli
    cli/benches/against_btcli.py --network ws://127.0.0.1:9944 --runs 20 \
        --myelin $CARGO_TARGET_DIR/release/myelin --btcli ~/.cache/myelin/python/11.3.0/bin/btcli

Each pair of commands takes turns, so that what else the machine does meets both. Wall time is the process's. Memory is its
largest resident set, in runs of its own below GNU `time`: the kernel counts for a child also what its parent had when it
was forked, which is this Python (11 MiB), or `time` (1 MiB).
"""

import argparse
import os
import statistics
import sys
import tempfile
import time


def once(command, environment):
    """Milliseconds; the command must succeed."""
    sink = os.open(os.devnull, os.O_RDWR)
    log = tempfile.TemporaryFile()
    begun = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.dup2(sink, 0)
        os.dup2(sink, 1)
        os.dup2(log.fileno(), 2)
        try:
            os.execve(command[0], command, environment)
        finally:
            os._exit(127)
    _, status = os.waitpid(pid, 0)
    taken = (time.perf_counter() - begun) * 1000
    os.close(sink)
    if status != 0:
        log.seek(0)
        sys.exit(f"{' '.join(command)} failed: {log.read().decode(errors='replace')}")
    return taken


def memory(command, environment):
    """MiB of the largest resident set."""
    with tempfile.NamedTemporaryFile("r") as told:
        once(["/usr/bin/time", "--quiet", "--format=%M", f"--output={told.name}", *command], environment)
        return int(told.read()) / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--myelin", required=True)
    parser.add_argument("--btcli", default=None, help="left out: myelin alone")
    parser.add_argument("--network", default="ws://127.0.0.1:9944")
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    ours = os.path.expanduser(options.myelin)
    pairs = [("--version", [ours, "--version"], ["--version"])]
    pairs.append(("subnet list", [ours, "subnet", "list", "--network", options.network],
                  ["subnets", "list", "--network", options.network]))
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": "/usr/bin:/bin", "TERM": "dumb", "NO_COLOR": "1"}
        print(f"{'command':<14}{'program':<10}{'median ms':>10}{'best ms':>10}{'MiB':>8}")
        for name, mine, arguments in pairs:
            programs = {"myelin": mine}
            if options.btcli:
                programs["btcli"] = [os.path.expanduser(options.btcli), *arguments]
            taken = {program: [] for program in programs}
            for command in programs.values():
                once(command, environment)  # files are in memory, caches are written
            for _ in range(options.runs):
                for program, command in programs.items():
                    taken[program].append(once(command, environment))
            for program, times in taken.items():
                most = max(memory(programs[program], environment) for _ in range(3))
                print(f"{name:<14}{program:<10}{statistics.median(times):>10.1f}{min(times):>10.1f}{most:>8.1f}")
            if "btcli" in taken:
                ratio = statistics.median(taken["btcli"]) / statistics.median(taken["myelin"])
                print(f"{name:<14}{'ratio':<10}{ratio:>10.0f}")


main()
