#!/usr/bin/env python3
"""Runs the executable model of the sync protocol.

  protocol_model.py --seeds N [--start S] [--steps K] [--jobs J]   N runs, each with its own mix of faults; exit 1: a violation
  protocol_model.py --off RULE[,RULE] ...                          with amendments switched off (protocol/rules.py names them)
  protocol_model.py --trace --start S                              one run, told step by step
  protocol_model.py --history --seeds N [--start S]                writes the runs down for the engine (protocol/history.py)
"""
import argparse
import collections
import multiprocessing
import sys
import time
import traceback

from protocol.history import History
from protocol.rules import AMENDMENTS, OFF, Violation
from protocol.world import World


def one(task):
    seed, steps, off = task
    OFF.clear()
    OFF.update(off)
    w = World(seed, steps)
    try: w.run()
    except Violation as e: return seed, (e.args[0], e.args[1][:700]), w.count
    except Exception: return seed, ('model-error', traceback.format_exc()[-900:]), w.count
    return seed, None, w.count


def run_many(o, off):
    begun = time.time()
    bad, total = collections.defaultdict(list), collections.Counter()
    with multiprocessing.Pool(o.jobs) as pool:
        tasks = [(seed, o.steps, off) for seed in range(o.start, o.start + o.seeds)]
        for seed, violation, count in pool.imap_unordered(one, tasks, 8):
            total += count
            if violation: bad[violation[0]].append((seed, violation[1]))
    verdict = 'VIOLATIONS' if bad else 'CLEAN'
    print(f'{o.seeds} seeds from {o.start}, {o.steps} steps, {time.time() - begun:.0f} s, off={off}: {verdict}')
    for kind, found in sorted(bad.items()):
        print(f'  {kind}: {len(found)} seeds')
        for seed, text in sorted(found)[:o.show]: print(f'    seed {seed}: {text}')
    print('  totals:', dict(sorted(total.items())))
    return 1 if bad else 0


def trace(o, off):
    OFF.update(off)
    w = World(o.start, o.steps, trace=True)
    try: w.run()
    except Violation as e:
        print('VIOLATION', *e.args)
        return 1
    print('clean', dict(w.count))
    return 0


def write_histories(o):
    for seed in range(o.start, o.start + o.seeds):
        World(seed, o.steps, history=History(sys.stdout)).run()
    return 0


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (('seeds', 300), ('start', 0), ('steps', 400), ('jobs', 1), ('show', 3)):
        ap.add_argument('--' + name, type=int, default=default)
    ap.add_argument('--off', default='')
    ap.add_argument('--trace', action='store_true')
    ap.add_argument('--history', action='store_true')
    o = ap.parse_args()
    off = [x for x in o.off.split(',') if x]
    unknown = [x for x in off if x not in AMENDMENTS]
    if unknown: ap.error(f'no such amendment: {unknown}')
    if o.trace: return trace(o, off)
    return write_histories(o) if o.history else run_many(o, off)


if __name__ == '__main__':
    sys.exit(main())
