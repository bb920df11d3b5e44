"""A tablet (T1-T12). Everything in self.d is durable; each method is one local transaction."""
from .rules import *

FIRST = (-1, '')  # Before the first row of a snapshot.


class Tablet:
    def __init__(s, w, name, user, install):
        s.w, s.name, s.user = w, name, user
        s.d = dict(install=install, chain=[], base=(0, '0'), outc={}, pushed_to=0, rows={}, scopes={}, transit={},
                   staging={}, attention={}, capture=[], gver=0, attach=True, heard=0, last_pull=0)
        s.drop_calls()
        s.own = set()   # Ghost: own edits on the screen.
        s.vis = None
        s.skew = 0

    def drop_calls(s):
        s.out = {}          # Outstanding calls: one of each kind.
        s.attaching = None  # An attach under way: (base, chain, [(links of the part, its reply)]).

    def clock(s):
        return s.w.time + s.skew

    # --- the screen ----------------------------------------------------------------------------
    def included_everywhere(s):
        """For rows without image. None: no granted scope."""
        return min((x['inc'] if x['cur'] and not x['bad'] else -1 for x in s.d['scopes'].values()), default=None)

    def included(s, i, scope):
        """T3. What of the own chain the row's image contains; None: by outcome."""
        d = s.d
        if i in d['rows']: return d['scopes'][d['rows'][i]['scope']]['inc']
        if i in d['transit']: return d['transit'][i][1]
        if on('NOSHADOW'): return s.included_everywhere()
        if scope not in d['scopes']: return None
        return d['scopes'][scope]['inc'] if d['scopes'][scope]['cur'] else -1

    def image(s, i):
        d = s.d
        return d['rows'].get(i) or (d['transit'][i][0] if i in d['transit'] else None)

    def overlays(s):
        """Edits that the images do not contain, in order, as (uuid, edit); captured, unfolded changes last."""
        d = s.d
        scope_of_new = {}
        for m in d['chain']:
            for e in m.edits:
                if e.kind == 'create':
                    parent = d['rows'].get(e.parent)
                    scope_of_new[e.row] = parent['scope'] if parent else scope_of_new.get(e.parent, e.scope)
                inc = s.included(e.row, scope_of_new.get(e.row))
                if m.uuid not in d['outc'] if inc is None else m.seq > inc: yield m.uuid, e
        yield from d['capture']

    def visible(s):
        """id -> the row as shown. pend: field -> trunk of the first overlaid edit; after: field -> their uuids."""
        if s.vis is not None: return s.vis
        shown = lambda r: dict(r, cells=dict(r['cells']), pend={}, after={})
        v = {i: shown(r) for i, (r, _, _) in s.d['transit'].items()}
        v.update({i: shown(r) for i, r in s.d['rows'].items()})
        for u, e in s.overlays():
            r = v.get(e.row)
            if e.kind == 'create' and r is None:
                cells = {f: Cell(c.new, 0, None, 0, None, c.ghost, None) for f, c in e.cells.items()}
                scope = v[e.parent]['scope'] if e.parent in v else e.scope
                v[e.row] = dict(id=e.row, kind=e.table, scope=scope, rev=0, cells=cells, parent=e.parent, meta=None,
                                pend={f: 0 for f in cells}, after={f: {u} for f in cells})
            elif e.kind == 'delete' and r is not None: del v[e.row]
            elif e.kind == 'update' and r is not None:
                for f, c in e.cells.items(): s.overlay(r, u, f, c)
        s.vis = v
        return v

    def overlay(s, r, u, f, c):
        cur = r['cells'][f]
        ghost = cur.ghost | c.ghost if POLICY[f] in DELTAS else c.ghost
        r['cells'][f] = cur._replace(val=overlay(f, cur.val, c), ghost=ghost)
        r['pend'].setdefault(f, c.trunk)
        r['after'].setdefault(f, set()).update({u} | c.after)

    def trunk(s, r, f):
        """T2. Deltas lie on the image itself: its rev was seen."""
        return r['pend'].get(f, r['rev']) if on('CHAIN') and POLICY[f] not in DELTAS else r['rev']

    # --- saving --------------------------------------------------------------------------------
    def last(s):
        return (s.d['chain'][-1].seq, s.d['chain'][-1].hash) if s.d['chain'] else s.d['base']

    def clock_trusted(s):
        """A clock that runs behind what it showed before is not to be trusted."""
        latest = max([s.d['last_pull']] + [m.obs for m in s.d['chain'][-1:]])
        return s.clock() + CLOCK_SLACK >= latest

    def save(s, u, edits, trust):
        d = s.d
        s.vis = None
        seq, prev = s.last()
        edits = tuple(s.w.with_ghosts(u, e) for e in edits)
        body = (s.user, d['gver'], s.clock(), trust, edits)
        m = Mut(u, seq + 1, prev, chain_hash(prev, u, content(body)), *body)
        d['chain'].append(m)
        s.w.register(s.name, m)

    def fold(s):
        """T1. One mutation for each captured change, under the uuid in the capture."""
        d = s.d
        trust = s.clock_trusted()
        for u, e in d['capture']:
            if not on('CAPID'): u = s.w.new_uuid()
            if not on('FOLD') and e.row in d['rows']:
                rev = d['rows'][e.row]['rev']
                e = e._replace(trunk=rev, cells={f: c._replace(trunk=rev) for f, c in e.cells.items()})
            s.save(u, [e], trust)
        d['capture'] = []

    # --- calls ---------------------------------------------------------------------------------
    def chain_info(s):
        return [(m.seq, m.uuid, m.hash) for m in s.d['chain']]

    def want_push(s):
        """T7. Index of the first mutation to send."""
        for k, m in enumerate(s.d['chain']):
            if m.seq > s.d['pushed_to'] or m.uuid not in s.d['outc']: return k
        return None

    def missing_scopes(s):
        d = s.d
        return sorted(sc for sc, x in d['scopes'].items()
                      if (x['bad'] or not x['cur']) and not d['staging'].get(sc, {}).get('done'))

    def start(s, typ):
        """The request of a call; None: nothing to send, or one is outstanding (T4)."""
        d = s.d
        if typ in s.out: return None
        if typ == 'push': s.fold()
        if d['attach'] != (typ == 'attach'): return None
        p = getattr(s, 'make_' + typ)()
        if p is None: return None
        n = s.w.nonce()
        s.out[typ] = (n, p)
        return (s, n, typ, p)

    def make_attach(s):
        """The chain in parts, each an attach onto the end of the one before; all replies together are the reply."""
        if s.attaching is None: s.attaching = (s.d['base'], s.chain_info(), [])
        base, chain, replies = s.attaching
        asked = sum(n for n, _ in replies)
        below = (chain[asked - 1][0], chain[asked - 1][2]) if asked else base
        return s.d['install'], s.user, below, chain[asked:asked + s.w.rng.randint(1, 6)]

    def make_push(s):
        k = s.want_push()
        if k is None: return None
        return s.d['install'], s.d['chain'][k:k + s.w.rng.randint(1, 4)], s.clock()

    def make_pull(s):
        """T9."""
        d = s.d
        cursors = {sc: (x['cur'],) for sc, x in d['scopes'].items() if x['cur'] and not x['bad']}
        for sc, x in d['staging'].items():
            if x['done'] and sc in d['scopes'] and s.may_switch(sc): cursors[sc] = (x['s0'], x['s1'])
        if not on('ONESNAP') and cursors:
            one = s.w.rng.choice(sorted(cursors))
            cursors = {one: cursors[one]}
        return d['install'], s.user, cursors, [link for link in s.chain_info() if link[0] > d['pushed_to']]

    def make_snap(s):
        """T12."""
        missing = s.missing_scopes()
        if not missing: return None
        sc = s.w.rng.choice(missing)
        x = s.d['staging'].get(sc, dict(s0=None, s1=None, after=FIRST))
        return s.user, sc, x['s0'], x['s1'], x['after'], s.w.rng.randint(1, 4)

    def may_switch(s, sc):
        d = s.d
        if not on('TOGETHER') or not d['scopes'][sc]['bad']: return True
        return all(d['staging'].get(o, {}).get('done') for o, x in d['scopes'].items() if x['bad'])

    # --- replies -------------------------------------------------------------------------------
    def reply(s, typ, p, r):
        """One local transaction per reply."""
        s.vis = None
        if on('REATTACH') and typ in ('push', 'pull') and r.get('inc', s.d['heard']) != s.d['heard']: return s.attach_again()
        if r['t'] in ('UNKNOWN', 'FORKED'): return s.fork()
        getattr(s, 'take_' + typ)(p, r)

    def fork(s):
        """T6. A new install id; the chain stays."""
        s.d['install'] = s.w.new_install()
        s.d['attach'] = True
        s.drop_calls()
        s.w.count['forks'] += 1

    def attach_again(s):
        """Another start of the server, perhaps on older files: what it said of the chain before may be true no longer."""
        s.d['attach'] = True
        s.drop_calls()
        s.w.count['reattached'] += 1

    def accept(s, ap):
        """T5. Is the server's applied on the own chain?"""
        d = s.d
        if ap[0] < d['base'][0] and not on('FLOOR'):
            d['pushed_to'] = d['base'][0]
            return False
        if ap == d['base'] or any((m.seq, m.hash) == ap for m in d['chain']):
            d['pushed_to'] = ap[0]
            return True
        s.fork()
        return False

    def fold_if_by_outcome(s):
        """While no scope is granted an edit is on the screen until it has its outcome; captured ones stay on it."""
        if not s.d['scopes']: s.fold()

    def take_attach(s, p, r):
        """What the first part is told of applied fits the outcomes of all: it can only have moved on."""
        _, chain, replies = s.attaching
        if on('ONESTART') and replies and r['inc'] != replies[0][1]['inc']:
            s.attaching = None
            return
        replies.append((len(p[3]), r))
        if sum(n for n, _ in replies) < len(chain): return
        s.attaching = None
        s.fold_if_by_outcome()
        if not s.accept(replies[0][1]['applied']): return
        s.d['attach'], s.d['heard'] = False, r['inc']
        if on('REATTACH'): s.d['outc'] = {}  # Of what it does not know the outcome is to come.
        for _, one in replies: s.take_outcomes(one['outs'])

    def take_push(s, p, r):
        s.fold_if_by_outcome()
        if s.accept(r['applied']): s.take_outcomes(r['outs'])

    def take_outcomes(s, outs):
        """T8. A later outcome of the same uuid replaces the earlier one. None changes a row."""
        d = s.d
        held = {m.uuid for m in d['chain']}
        for u, out in outs.items():
            if u not in held: continue
            d['outc'][u] = out
            d['attention'].pop(u, None)
            bad = {row: v for row, v in out.items() if v in ('PARKED', 'REJECTED', 'HELD')}
            if bad: d['attention'][u] = bad

    def take_snap(s, p, r):
        d = s.d
        _, sc, s0, _, after, _ = p
        if sc not in d['scopes']: return
        if r['t'] != 'OK': return d['staging'].pop(sc, None)
        x = d['staging'].get(sc, dict(s0=None, rows={}, after=FIRST))
        if x['s0'] != s0 or x['after'] != after: return
        x['rows'].update({row['id']: row for row in r['rows']})
        x.update(s0=r['s0'], s1=r['s1'], after=r['after'], done=r['done'])
        d['staging'][sc] = x

    def take_pull(s, p, r):
        """T10, one transaction."""
        d = s.d
        if on('HELLO') and not s.accept(r['applied']): return
        if on('FOLD'): s.fold()
        s.change_scopes(r)
        app = s.parts(r)
        old_inc = {sc: x['inc'] for sc, x in d['scopes'].items()}
        for sc, x in app.items(): s.remove_rows(sc, x, old_inc)
        for sc, x in app.items(): s.put_rows(sc, x, r['rolled'])
        if all(x['cur'] and not x['bad'] for x in d['scopes'].values()): d['transit'] = {}
        d['gver'], d['last_pull'] = r['gver'], s.clock()
        s.vis = None
        s.ask_held_again()
        s.forget(r['durable'])
        s.w.check_images(s, app)

    def change_scopes(s, r):
        d = s.d
        for sc in [sc for sc in d['scopes'] if sc not in r['held']]:
            d['scopes'].pop(sc)
            d['staging'].pop(sc, None)
            d['rows'] = {i: x for i, x in d['rows'].items() if x['scope'] != sc}
            d['transit'] = {i: x for i, x in d['transit'].items() if x[2] != sc}
        for sc in sorted(r['held']): d['scopes'].setdefault(sc, dict(cur=None, inc=-1, bad=False))
        for sc, x in r['scopes'].items():
            if x is None and sc in d['scopes']:
                if d['scopes'][sc]['cur']: d['scopes'][sc]['bad'] = True
                d['staging'].pop(sc, None)

    def parts(s, r):
        """The scopes that this reply brings up to date. Invalid ones switch together, or not at all."""
        d = s.d
        app = {sc: x for sc, x in r['scopes'].items() if x is not None and sc in d['scopes']}
        bads = {sc for sc, x in d['scopes'].items() if x['bad']}
        if on('TOGETHER') and not bads <= set(app): app = {sc: x for sc, x in app.items() if sc not in bads}
        return app

    def remove_rows(s, sc, x, old_inc):
        d = s.d
        mine = {e.row for m in d['chain'] for e in m.edits}

        def leave(i, for_good):
            row = d['rows'].pop(i)
            if on('TRANSIT') and i in mine and not for_good: d['transit'][i] = (row, old_inc[sc], sc)

        if s.anew(sc):
            for i in [i for i, row in d['rows'].items() if row['scope'] == sc]: leave(i, False)
        for kind, i, _ in x['ops']:
            if kind != 'PUT' and i in d['rows'] and d['rows'][i]['scope'] == sc: leave(i, kind == 'GONE')

    def put_rows(s, sc, x, rolled):
        d = s.d
        if s.anew(sc):
            gone = {i for kind, i, _ in x['ops'] if kind != 'PUT'}
            for i, row in d['staging'].pop(sc)['rows'].items():
                if i not in gone: s.put(row)
        for kind, i, row in x['ops']:
            if kind != 'PUT' or not on('ONESNAP') and i in d['rows'] and d['rows'][i]['rev'] > row['rev']: continue
            s.put(row)
        d['scopes'][sc] = dict(cur=x['to'], bad=False, inc=rolled)

    def anew(s, sc):
        return s.d['scopes'][sc]['bad'] or not s.d['scopes'][sc]['cur']

    def put(s, row):
        s.d['rows'][row['id']] = row
        s.d['transit'].pop(row['id'], None)

    def ask_held_again(s):
        """A HELD edit whose row is here was released, and has another outcome by now: send it again to learn it."""
        d = s.d
        if not on('ASKHELD'): return
        seqs = {m.uuid: m.seq for m in d['chain']}
        for u, bad in list(d['attention'].items()):
            for row in [row for row, verdict in bad.items() if verdict == 'HELD' and row in d['rows']]:
                x = d['scopes'][d['rows'][row]['scope']]
                if x['bad'] or u in seqs and x['inc'] < seqs[u]: continue
                if u in seqs: d['outc'].pop(u, None)
                else: d['attention'][u] = {k: v for k, v in d['attention'][u].items() if k != row}
            if not d['attention'][u]: del d['attention'][u]

    def forget(s, durable):
        """T11. A mutation whose edit is HELD stays: only sent again it learns what became of it."""
        d = s.d
        waits = lambda m: on('ASKHELD') and 'HELD' in d['attention'].get(m.uuid, {}).values()
        incs = [x['inc'] if x['cur'] and not x['bad'] else -1 for x in d['scopes'].values()]
        while d['chain'] and d['chain'][0].seq <= min([durable, d['pushed_to']] + incs) and d['chain'][0].uuid in d['outc'] \
                and not waits(d['chain'][0]):
            m = d['chain'].pop(0)
            d['base'] = (m.seq, m.hash)
            d['outc'].pop(m.uuid)
            s.w.forgotten.add(m.uuid)
