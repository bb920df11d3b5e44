"""Faults, and the network between tablets and server: one seeded run."""
import collections
import pickle
import random

from .checks import Checks
from .history import Silent
from .people import People
from .rules import *
from .server import Server
from .tablet import Tablet

FAULTS = ['srv_crash_mid_push', 'drop', 'dup', 'timeout', 'tab_crash', 'srv_restart', 'srv_restore', 'deep_restore',
          'tab_restore', 'clone', 'move', 'grant', 'compact', 'console', 'external', 'poison', 'clock', 'late']
START = 1_800_000_000 * SECOND
STEP = 2 * SECOND  # More than a second: a server start takes its incarnation from the clock.
SKEWS = [0, 0, 0, 0, 60 * SECOND, -60 * SECOND, 600 * SECOND, -2 * DAY, 3650 * DAY]


class World(Checks, People):
    def __init__(s, seed, steps=400, trace=False, history=None):
        s.rng = random.Random(seed)
        s.seed, s.steps, s.trace = seed, steps, trace
        s.history = history or Silent()
        s.count = collections.Counter()
        s.edits, s.past, s.muts = {}, {}, {}                  # Ghost: every edit, and what its author had seen.
        s.destroyed, s.forgotten = set(), set()
        s.deep, s.restores, s.faulty = False, 0, True
        s.now, s.time, s.inc = 0, START, 1
        s.uid, s.nn, s.marks = 0, 0, 0
        s.enabled = set(s.rng.sample(FAULTS, s.rng.randint(3, len(FAULTS))))  # Each seed draws its own mix.
        s.tiny_pull = s.rng.random() < .06
        s.server = Server(s)
        s.tabs, s.net, s.snaps, s.verified, s.tabsnaps = [], [], [], -1, {}
        s.history.begin(s)
        for t in range(s.rng.randint(2, 4)):
            user = f'u{t}' if t == 0 or s.rng.random() < .9 else f'u{t - 1}'
            if user not in s.server.st['grants']: s.grant(user, s.rng.sample(SCOPES, s.rng.randint(1, 3)))
            s.add_tablet(Tablet(s, f'T{t}', user, s.new_install()))
        s.take_snap()

    def add_tablet(s, t):
        t.skew = s.rng.choice(SKEWS)
        s.tabs.append(t)
        s.did('tablet', [t], t=t, user=t.user)

    # --- bookkeeping ---------------------------------------------------------------------------
    def log(s, *a):
        if s.trace: print(f'{s.now:4}', *a)

    def did(s, op, touched=(), t=None, **args):
        """Tells the history what was done, after it."""
        if t is not None: args.update(t=t.name, clock=t.clock())
        s.history.did(op, touched, dict(args, now=s.time))

    def chance(s, f):
        if not s.faulty or f not in s.enabled: return False
        hit = s.rng.random() < dict(srv_crash_mid_push=.08, drop=.12, dup=.1).get(f, .5)
        s.count[f] += hit
        return hit

    def next_id(s): s.uid += 1; return s.uid
    def new_uuid(s): return f'm{s.next_id()}'
    def new_install(s): return f'I{s.next_id()}'
    def nonce(s): s.nn += 1; return s.nn
    def mark(s): s.marks += 1; return s.marks

    def register(s, who, m):
        s.muts[m.uuid] = m
        for e in m.edits:
            for f, c in e.cells.items():
                if e.kind != 'delete': s.edits[(m.uuid, e.row, f)] = (m, e, c)
            if e.kind == 'delete': s.edits[(m.uuid, e.row, '*')] = (m, e, None)
        s.count['mutations'] += 1
        s.log(who, 'saves', m.uuid, f'#{m.seq}', [(e.kind, e.row, e.scope, {f: (c.old, c.new, f't{c.trunk}')
              for f, c in e.cells.items()} if e.kind == 'update' else '') for e in m.edits])

    def with_ghosts(s, u, e):
        for f, c in e.cells.items(): s.past.setdefault((u, e.row, f), c.ghost)
        if e.kind == 'delete': return e
        own = lambda f, c: (E0 if POLICY[f] in DELTAS and e.kind == 'update' else c.ghost) | {(u, e.row, f)}
        return e._replace(cells={f: c._replace(ghost=own(f, c)) for f, c in e.cells.items()})

    # --- faults --------------------------------------------------------------------------------
    def take_snap(s):
        b = s.mark()
        s.snaps.append((b, pickle.dumps(s.server.st)))
        s.did('backup', b=b)

    def verify_backup(s):
        s.verified = len(s.snaps) - 1
        b, copy = s.snaps[-1]
        s.server.st['durable'] = {i: x['last'] for i, x in pickle.loads(copy)['inst'].items()}
        s.did('verified', ['server'], b=b)

    def server_restart(s):
        s.inc += 1
        s.server.st['inc'] = s.inc
        s.log('server restarts')

    def fault_srv_restart(s, t):
        s.server_restart()
        s.did('restart', ['server'])

    def restore(s, deep):
        if deep and s.verified > 0:
            k = s.rng.randint(0, s.verified - 1)
            s.deep = True
        else: k = s.rng.randint(max(s.verified, 0), len(s.snaps) - 1)
        b, copy = s.snaps[k]
        s.server.st = pickle.loads(copy)
        s.snaps, s.verified = s.snaps[:k + 1], min(s.verified, k)
        s.restores += 1
        s.log('SERVER RESTORED to snapshot', b, 'deep' if deep else '')
        s.server_restart()
        s.did('restore', ['server'], b=b)

    def fault_srv_restore(s, t): s.restore(False)
    def fault_deep_restore(s, t): s.restore(True)

    def fault_tab_crash(s, t):
        t.drop_calls()
        t.vis = None
        s.log(t.name, 'crashes')
        s.did('crash', [t], t=t)

    def keep_tablet(s, t):
        f = s.mark()
        s.tabsnaps.setdefault(t.name, []).append((f, pickle.dumps(t.d)))
        s.did('keep', t=t, f=f)

    def fault_tab_restore(s, t):
        if t.name not in s.tabsnaps: return False
        f, copy = s.rng.choice(s.tabsnaps[t.name])
        had = {m.uuid for m in t.d['chain']} | {u for u, _ in t.d['capture']}
        t.drop_calls()
        t.d, t.vis = pickle.loads(copy), None
        s.destroyed |= had - {m.uuid for m in t.d['chain']}
        t.own = s.screen(t)
        s.log(t.name, 'RESTORED')
        s.did('rollback', [t], t=t, f=f)

    def fault_clone(s, t):
        if len(s.tabs) >= 6: return False
        c = Tablet(s, f'{t.name}c{s.now}', t.user, t.d['install'])
        c.d = pickle.loads(pickle.dumps(t.d))
        c.own = s.screen(c)
        s.log(t.name, 'CLONED as', c.name)
        s.did('clone', t=t, to=c.name)
        s.add_tablet(c)

    def fault_move(s, t):
        for _ in range(2):
            notes = sorted(i for i, r in s.server.st['rows'].items() if r['kind'] == 'note')
            if not notes: return False
            r, to = s.server.st['rows'][s.rng.choice(notes)], s.rng.choice(SCOPES)
            if to == r['scope']: continue
            cur = r['cells']['area']
            s.serve_write(Edit(r['id'], 'update', 'note', None, None, r['rev'], {'area': Ed(cur.val, to, r['rev'], cur.ghost)}))

    def grant(s, user, scopes):
        s.server.set_grants(user, scopes)
        s.log('GRANTS', user, scopes)
        s.did('grant', ['server'], user=user, scopes=sorted(scopes))

    def fault_grant(s, t):
        s.grant(t.user, s.rng.sample(SCOPES, s.rng.choice([0, 1, 1, 2, 2, 3, 3])))

    def fault_compact(s, t):
        if not s.server.st['logs']: return False
        sc = s.rng.choice(sorted(s.server.st['logs']))
        upto = s.rng.randint(0, s.server.st['logs'][sc]['head'])
        s.server.compact(sc, upto)
        s.did('compact', ['server'], scope=sc, upto=upto)

    def fault_console(s, t): s.console()

    def fault_clock(s, t):
        t.skew = s.rng.choice(SKEWS)
        s.did('clock', t=t)

    def fault_late(s, t):
        s.time += s.rng.choice([3600 * SECOND, DAY, 10 * DAY, 40 * DAY])

    # --- the network ---------------------------------------------------------------------------
    def call(s, t, typ):
        """Starts a call; -> its message."""
        request = t.start(typ)
        if request is None: s.did('idle', [t], t=t, call=typ, outstanding=typ in t.out)
        else:
            _, n, _, p = request
            size = dict(attach=lambda: len(p[3]), push=lambda: len(p[1]), snap=lambda: p[5]).get(typ, lambda: 0)()
            s.did('start', [t], t=t, call=typ, n=n, size=size, scope=p[1] if typ == 'snap' else '')
        return request

    def serve(s, t, n, typ, p):
        """-> (reply, its number, the moment), or None: the server died."""
        r = getattr(s.server, typ)(*p)
        s.log('server', typ, t.name, '->', (r['t'], r.get('applied')))
        if r['t'] == 'CRASH':
            s.server_restart()
            s.did('serve', ['server'], n=n, crash=r['done'])
            return None
        number = s.mark()
        s.did('serve', ['server'], n=n, r=number)
        return r, number, (s.restores, {i: x['scope'] for i, x in s.server.st['rows'].items()})

    def take(s, t, typ, p, answer):
        reply, number, moment = answer
        del t.out[typ]
        s.log(t.name, 'gets', typ, reply['t'])
        s.step_tab(t, lambda: t.reply(typ, p, reply), moment)
        s.did('take', [t], t=t, r=number)

    def deliver(s):
        if not s.net: return
        k = s.rng.randrange(len(s.net)) if s.rng.random() < .4 else 0
        m = s.net.pop(k)
        what, t, n, typ, p = m[:5]
        if s.chance('drop'):
            s.log('net drops', what, typ)
            return s.did('drop', what=what, n=n)
        if what == 'req':
            if s.chance('dup'): s.net.append(m)
            answer = s.serve(t, n, typ, p)
            if answer: s.net.append(('rep', t, n, typ, p, answer))
        elif t.out.get(typ, (None,))[0] == n: s.take(t, typ, p, m[5])

    # --- a run ---------------------------------------------------------------------------------
    def step(s):
        t, x = s.rng.choice(s.tabs), s.rng.random()
        if x < .22: s.step_tab(t, lambda: s.user_edit(t))
        elif x < .25:
            if 'external' in s.enabled: s.step_tab(t, lambda: s.tool_edit(t))
        elif x < .55:
            request = s.call(t, s.rng.choice(['attach', 'push', 'push', 'pull', 'pull', 'snap']))
            if request: s.net.append(('req',) + request)
        elif x < .86: s.deliver()
        elif x < .89:
            if 'timeout' in s.enabled and t.out:
                t.out.pop(s.rng.choice(sorted(t.out)))
                s.count['timeout'] += 1
        else: s.fault(t, s.rng.choice(FAULTS))
        if s.rng.random() < .05: s.take_snap()
        if s.rng.random() < .03: s.verify_backup()
        if s.rng.random() < .06: s.keep_tablet(t)

    def fault(s, t, f):
        strike = getattr(s, 'fault_' + f, None)
        if f not in s.enabled or strike is None: return
        if f in ('srv_restore', 'deep_restore', 'tab_restore') and s.rng.random() < .45: return
        if strike(t) is not False: s.count[f] += 1

    def run(s):
        for s.now in range(1, s.steps + 1):
            s.time += STEP
            s.step()
        s.heal()
        s.final()
        s.history.end()

    def heal(s):
        """Faults stop; everybody calls until nothing changes."""
        s.faulty, s.net = False, []
        for t in s.tabs: t.out, t.vis = {}, None
        for _ in range(90):
            if not any([s.settle(t) for t in s.tabs]): return
        s.fail('liveness', str([(t.name, t.want_push(), t.d['attach'], t.d['pushed_to'], t.last()[0]) for t in s.tabs]))

    def settle(s, t):
        def state():
            d = t.d
            return pickle.dumps((d['pushed_to'], d['scopes'], d['install'], d['attach'], len(d['rows']), sorted(d['outc'])))
        busy = False
        for typ in ['attach', 'push', 'snap', 'pull']:
            s.time += STEP
            before = state()
            request = s.call(t, typ)
            if request is None: continue
            s.take(t, typ, request[3], s.serve(*request))
            busy |= typ != 'pull' or state() != before
        return busy
