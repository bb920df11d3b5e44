"""What must hold, checked with ghost data after every step and at the end."""
import collections

from .rules import *


def better(policy, a, b):
    """Does a MAX or MIN field prefer a to b? None is the worst."""
    if a is None: return False
    return b is None or (a > b if policy == 'MAX' else a < b)


def values(rows):
    return {i: (r['scope'], {f: c.val for f, c in r['cells'].items()}) for i, r in rows.items()}


class Checks:
    """Part of World."""

    def fail(s, kind, text): raise Violation(kind, text)

    # --- after every step of a tablet ----------------------------------------------------------
    def check_images(s, t, app):
        """Every scope of a checkpoint equals the server's snapshot, and the digest proves it."""
        d = t.d
        s.count['checkpoints'] += 1
        for sc, x in app.items():
            mine = {i: (q['rev'], {f: c.val for f, c in q['cells'].items()}) for i, q in d['rows'].items()
                    if q['scope'] == sc}
            if mine == x['truth']: continue
            diff = [(i, mine.get(i), x['truth'].get(i)) for i in set(mine) | set(x['truth'])
                    if mine.get(i) != x['truth'].get(i)]
            digest = sum(row_digest(i, q[0]) for i, q in mine.items()) & M64
            kind = 'divergence-undetected' if digest == x['digest'] else 'checkpoint-mismatch'
            s.fail(kind, f'{t.name} scope {sc}: {diff[:2]}')
        for i, q in d['rows'].items():
            if q['scope'] not in d['scopes']: s.fail('confinement', f'{t.name} holds {i} of {q["scope"]}')

    def screen(s, t):
        """-> the own edits that the screen shows. Checks that sums on it add up."""
        own = set()
        v = t.visible()
        for m in t.d['chain']:
            for e in m.edits:
                r = v.get(e.row)
                if e.kind == 'delete' or r is None: continue
                for f, c in e.cells.items():
                    cell = r['cells'][f]
                    if (m.uuid, e.row, f) in cell.ghost or POLICY[f] not in DELTAS and cell.val == c.new:
                        own.add((m.uuid, e.row, f))
        for i, r in v.items():
            c = r['cells'].get('sm')
            if c is None or s.deep or any(e.row == i for _, e in t.d['capture']): continue
            if c.val != s.sum_of(c.ghost): s.fail('sum-on-screen', f'{t.name} {i} shows {c.val}, edits {sorted(c.ghost)}')
        return own

    def sum_of(s, ghost):
        known = [s.edits[g][2] for g in ghost if g in s.edits and s.edits[g][2]]
        return sum((c.new or 0) - (c.old or 0) for c in known)

    def step_tab(s, t, fn, moment=None):
        """Runs one transaction of a tablet. Own edits leave its screen only for a reason."""
        before, shown = t.own, t.visible()
        fn()
        now = s.screen(t)
        terminal = None
        for g in before - now if moment is None or moment[0] == s.restores else ():
            if s.may_leave(t, g, shown, moment): continue
            if terminal is None: terminal = s.terminal()
            if g not in terminal:
                s.fail('flicker', f'{t.name}: own edit {g} left the screen although the server shows it')
        t.own = now

    def may_leave(s, t, g, shown, moment):
        d, st = t.d, s.server.st
        u, i, f = g
        if not any(x.uuid == u for x in d['chain']): return True
        if any(e.row == i and (e.kind == 'delete' or f in e.cells) for _, e in d['capture']): return True
        if any(e.row == i and e.kind == 'delete' for m in d['chain'] for e in m.edits): return True
        r = st['rows'].get(i)
        if u not in st['uuids']:
            if i in d['rows'] and not d['attach']: s.fail('vanished-unsent', f'{t.name}: own edit {g} is on no screen')
            return True
        if r is None or r['scope'] not in s.server.may_hold(t.user) or r['scope'] not in d['scopes']: return True
        if i in shown and shown[i]['scope'] not in d['scopes']: return True
        if moment and moment[1].get(i) not in d['scopes']: return True  # Moved out and back since the reply was made.
        absorbed = POLICY[f] in ('MAX', 'MIN') or g not in r['cells'][f].ghost
        if absorbed and r['cells'][f].val != s.edits[g][2].new: return True
        if i in d['rows'] and d['rows'][i]['rev'] > r['rev']: return True
        return bool(s.restores and not on('INC'))

    # --- where an edit is ----------------------------------------------------------------------
    def terminal(s):
        """Edits in a conflict item, parked or held."""
        st = s.server.st
        a = union(r['meta']['ghost'] for r in st['rows'].values() if r['meta'])
        a |= union(parked[4] for parked in st['parked'])
        for m, e in (one for held in st['holds'].values() for one in held):
            a |= union(c.ghost for c in e.cells.values())
            if e.kind == 'delete': a |= {(m.uuid, e.row, '*')}
        return a

    def anchors(s):
        st = s.server.st
        rows = union(c.ghost for r in st['rows'].values() for c in r['cells'].values())
        return s.terminal() | rows | union(st['grave'].values())

    # --- at the end ----------------------------------------------------------------------------
    def final(s):
        for t in s.tabs: s.check_tablet(t)
        s.check_edits()
        st = s.server.st
        for i, r in st['rows'].items():
            if i in st['grave']: s.fail('resurrection', i)
            if r['kind'] == 'conflict': continue
            s.check_set(i, r['cells']['un'])
            for f in ('mx', 'mn'): s.check_extreme(i, f, r['cells'][f])
            if r['cells']['sm'].val != s.sum_of(r['cells']['sm'].ghost): s.fail('sum', f'{i} {r["cells"]["sm"].val}')
        for parked in st['parked']:
            if parked[2] == 'UNKNOWN_ROW' and parked[1] in st['rows']: s.fail('stranded', f'{parked[0]} of {parked[1]}')
        s.count_leftovers()

    def check_tablet(s, t):
        st = s.server.st
        held = s.server.scopes_of(t.user)
        want = values({i: r for i, r in st['rows'].items() if r['scope'] in held})
        have = values(t.visible())
        if want != have:
            diff = [(i, want.get(i), have.get(i)) for i in sorted(set(want) | set(have)) if want.get(i) != have.get(i)]
            s.fail('convergence', f'{t.name} {diff[:2]}')
        if t.want_push() is not None or t.d['capture']: s.fail('liveness', f'{t.name} outbox not drained')
        for sc in held:
            mine = sum(row_digest(i, r['rev']) for i, r in t.d['rows'].items() if r['scope'] == sc) & M64
            if mine != s.server.digest(sc): s.fail('digest', f'{t.name} {sc}')
        for m in t.d['chain']:
            for row, verdict in st['uuids'].get(m.uuid, {}).items():
                told = t.d['outc'].get(m.uuid, {}).get(row)
                if verdict in ('PARKED', 'REJECTED') and told not in (verdict, 'HELD'):
                    s.fail('attention', f'{t.name} {m.uuid} {row} is {verdict}, it knows of {told}')
        for u, out in t.d['outc'].items():
            for row, verdict in out.items():
                arrived = verdict == 'HELD' and row in t.d['rows']
                if arrived and st['uuids'][u][row] != 'HELD': s.fail('attention', f'{t.name} {u} {row} is not held')

    def check_edits(s):
        anchored = s.anchors()
        for g, (m, e, c) in s.edits.items():
            if g in anchored: continue
            if m.uuid in s.server.st['uuids']: s.fail('lost-edit', f'{g} {e.kind} {c} is nowhere')
            if m.uuid in s.destroyed or s.deep and m.uuid in s.forgotten or m.user == 'console':
                s.count['excused'] += 1
                continue
            s.fail('lost-edit', f'{g} never came (back) to the server')

    def check_set(s, i, c):
        if s.restores: return
        seen = [(g, s.edits[g][2]) for g in c.ghost if g in s.edits and s.edits[g][2] is not None and g[2] == 'un']
        adds = lambda ed: ed.new - (ed.old or E0)
        removals = lambda ed: (ed.old or E0) - ed.new
        for g, ed in seen:
            for x in adds(ed) - c.val:
                if not any(x in removals(other) and g in s.past[h] for h, other in seen): s.fail('union-add-lost', f'{i} {g} {x}')
            for x in removals(ed) & c.val:
                if not any(x in adds(other) and h not in s.past[g] for h, other in seen if h != g):
                    s.fail('union-removal-lost', f'{i} {g} {x}')

    def check_extreme(s, i, f, c):
        prefers = lambda a, b: better(POLICY[f], a, b)
        for g in c.ghost:
            if g not in s.edits or not s.edits[g][2] or not prefers(s.edits[g][2].new, c.val): continue
            wanted = s.edits[g][2].new
            others = [h for h in c.ghost if h in s.edits and h != g]
            if not any(g in s.past[h] or not prefers(wanted, s.edits[h][2].old) for h in others):
                s.fail('extreme-lost', f'{i} {f} {g}')

    def count_leftovers(s):
        st = s.server.st
        items = [r['meta'] for r in st['rows'].values() if r['kind'] == 'conflict']
        seen = collections.Counter((m['row'], m['field'], tuple(sorted([repr(m['shown'][0]), repr(m['kept'][0])])),
                                    m['ghost']) for m in items)
        s.count['dup_conflicts'] += any(n > 1 for n in seen.values())
        s.count['stranded_resolution'] += sum(k[0] == 'c' for k in st['holds'])
        s.count['holds_left'] += len(st['holds'])
        s.count['conflicts'] += len(seen)
        s.count['parked'] += len(st['parked'])
