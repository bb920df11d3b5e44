"""The server: ingest (S2-S7), scope logs, pull and snapshot (S8-S10)."""
from .rules import *

WEIGHT = {'APPLIED': 0, 'CONFLICT': 1, 'PARKED': 2}


def copy_row(row):
    copied = {k: v for k, v in row.items() if k != 'hist'}
    copied['cells'] = dict(row['cells'])
    return copied


def row_key(row):
    return KINDS.index(row['kind']), row['id']


def turn(e):
    """Parents are created before their children and deleted after them."""
    depth = KINDS.index(e.table)
    return {'create': depth, 'update': 10, 'delete': 20 - depth}[e.kind]


class Server:
    """Everything in self.st is durable."""

    def __init__(s, w):
        s.w = w
        s.st = dict(rows={}, grave={}, logs={}, inst={}, uuids={}, parked=[], holds={}, grants={}, inc=1, durable={},
                    gver=0)

    # --- revs, logs, grants --------------------------------------------------------------------
    def next_rev(s, rev):
        return max(rev, s.st['inc'] << REV_BITS) + 1 if on('INC') else rev + 1

    def log_of(s, sc):
        """A scope comes into being with its first row."""
        return s.st['logs'].setdefault(sc, dict(head=0, hash='0', min=0, minhash='0', ent=[]))

    def log(s, sc, kind, row, rev):
        log = s.log_of(sc)
        log['head'] += 1
        log['hash'] = chain_hash(log['hash'], kind, row, rev)
        log['ent'].append((log['head'], kind, row, rev, log['hash']))

    def on_log(s, sc, point):
        log = s.st['logs'].get(sc)
        if log is None or not log['min'] <= point[0] <= log['head']: return False
        at = log['minhash'] if point[0] == log['min'] else log['ent'][point[0] - log['min'] - 1][4]
        return at == point[1]

    def head(s, sc):
        return s.st['logs'][sc]['head'], s.st['logs'][sc]['hash']

    def digest(s, sc):
        return sum(row_digest(i, r['rev']) for i, r in s.st['rows'].items() if r['scope'] == sc) & M64

    def compact(s, sc, upto):
        log = s.st['logs'][sc]
        if upto <= log['min']: return
        log['minhash'] = log['ent'][upto - log['min'] - 1][4]
        log['ent'] = log['ent'][upto - log['min']:]
        log['min'] = upto

    def set_grants(s, user, scopes):
        grants = s.st['grants'].setdefault(user, [])
        if grants and grants[-1][1] == frozenset(scopes): return
        s.st['gver'] = max(s.st['gver'], s.st['inc'] << REV_BITS) + 1
        grants.append((s.st['gver'], frozenset(scopes), s.w.time))

    def may_hold(s, user):
        return s.st['grants'][user][-1][1]

    def scopes_of(s, user):
        return {sc for sc in s.may_hold(user) if sc in s.st['logs']}

    def allowed(s, m, then, now, left=None):
        """By today's access; or by that which the author held when he saw the row in `then`, lost within the grace.

        The grace counts from the first loss: a later grant without `then`, or the row's move at `left`.
        """
        if m.user == 'console': return True
        grants = s.st['grants'][m.user]
        if now in grants[-1][1]: return True
        if not on('GVER'): return False
        at = 0
        while at + 1 < len(grants) and grants[at + 1][0] <= m.gver: at += 1
        if then not in grants[at][1]: return False
        losses = [since for _, scopes, since in grants[at:] if then not in scopes][:1] + ([] if left is None else [left])
        return not losses or s.w.time - min(losses) <= GRACE

    def allowed_row(s, m, r, trunk):
        then, left = r['hist'][0][1], None
        for rev, sc, at in r['hist'][1:]:
            if rev <= trunk: then, left = sc, None
            elif left is None: left = at
        return s.allowed(m, then, r['scope'], left)

    # --- push and attach -----------------------------------------------------------------------
    def attach(s, install, user, base, chain):
        """S2. chain: [(seq, uuid, hash)] of everything the device still holds; base = (seq, hash) below it."""
        last = base
        for seq, u, h in chain:
            if u not in s.st['uuids']: break
            last = (seq, h)
        ins = s.st['inst'].setdefault(install, dict(user=user, last=last[0], hash=last[1], hashes={}))
        outs = {u: s.st['uuids'][u] for _, u, _ in chain if u in s.st['uuids']}
        return dict(t='ATTACHED', outs=outs, applied=(ins['last'], ins['hash']), inc=s.st['inc'])

    def push(s, install, muts, device_time):
        """S3. One transaction per mutation; CRASH: the server died after `done` of them."""
        ins = s.st['inst'].get(install)
        if ins is None: return dict(t='UNKNOWN', inc=s.st['inc'])
        outs = {}
        answer = lambda t: dict(t=t, outs=outs, applied=(ins['last'], ins['hash']), inc=s.st['inc'])
        for done, m in enumerate(muts, 1):
            known = s.st['uuids'].get(m.uuid)
            if m.seq <= ins['last']:
                h = ins['hashes'].get(m.seq)
                if h != m.hash and (h is not None or known is None): return answer('FORKED')
                if known is not None: outs[m.uuid] = known
                continue
            if m.seq > ins['last'] + 1: return answer('RESEND')
            if m.prev != ins['hash']: return answer('FORKED')
            if known is None: known = s.apply(s.judge_clock(m, device_time))
            outs[m.uuid] = known
            ins['last'], ins['hash'] = m.seq, m.hash
            ins['hashes'][m.seq] = m.hash
            if s.w.chance('srv_crash_mid_push'): return dict(t='CRASH', done=done)
        return answer('OK')

    def judge_clock(s, m, device_time):
        fits = abs(s.w.time - device_time) <= CLOCK_TOLERANCE and m.obs <= device_time + CLOCK_TOLERANCE
        return m._replace(trust=m.trust and fits)

    # --- ingest --------------------------------------------------------------------------------
    def apply(s, m):
        """-> the outcome: row -> verdict. Stored for good, also across installs."""
        out = {}
        for e in sorted(m.edits, key=turn): out[e.row] = s.apply_edit(m, e)
        s.st['uuids'][m.uuid] = out
        return out

    def park(s, m, e, reason, field='', verdict='PARKED'):
        ghost = union(c.ghost for f, c in e.cells.items() if field in ('', f))
        if e.kind == 'delete': ghost |= {(m.uuid, e.row, '*')}
        s.st['parked'].append((m.uuid, e.row, reason, field, ghost))
        return verdict

    def hold(s, key, m, e):
        if not on('HOLD'): return s.park(m, e, 'UNKNOWN_ROW')
        s.st['holds'].setdefault(key, []).append((m, e))
        return 'HELD'

    def refused(s, m, e):
        """The reason when the edit as a whole breaks a rule."""
        if e.kind == 'update' and 'area' in e.cells and m.user != 'console': return 'SERVER_ONLY'
        if e.kind != 'delete' and 'k1' in e.cells and e.cells['k1'].new == TOO_LONG: return 'FIELDS_INVALID'
        return ''

    def apply_edit(s, m, e):
        """S4."""
        r = s.st['rows'].get(e.row)
        if e.row in s.st['grave']:
            if e.kind != 'delete': return s.park(m, e, 'DELETED')
            s.st['grave'][e.row] |= {(m.uuid, e.row, '*')} | union(c.ghost for c in e.cells.values())
            return 'APPLIED'
        if e.kind == 'create': return s.create(m, e)
        if r is None: return s.hold(e.row, m, e)
        if not s.allowed_row(m, r, e.trunk): return s.park(m, e, 'NOT_YOURS')
        return s.delete(m, e, r) if e.kind == 'delete' else s.update(m, e, r)

    def create(s, m, e):
        st = s.st
        if e.row in st['rows']: return s.park(m, e, 'EXISTS')
        if s.refused(m, e): return s.park(m, e, s.refused(m, e), verdict='REJECTED')
        if e.parent:
            if e.parent in st['grave']: return s.park(m, e, 'PARENT_DELETED')
            p = st['rows'].get(e.parent)
            if p is None: return s.hold(e.parent, m, e)
            sc = p['scope']
            ok = s.allowed_row(m, p, e.trunk)
        else:
            sc = e.scope
            ok = s.allowed(m, sc, sc)
        if not ok: return s.park(m, e, 'NOT_YOURS')
        rev = s.next_rev(0)
        cells = {}
        for f, c in e.cells.items():
            elem = {x: frozenset([(rev, m.uuid)]) for x in c.new} if POLICY[f] == 'UNION' else None
            cells[f] = Cell(c.new, rev, m.uuid, m.obs, m.user, c.ghost, elem)
        s.put_new(e.row, e.table, sc, rev, cells, e.parent)
        return 'APPLIED'

    def put_new(s, i, kind, sc, rev, cells, parent, meta=None):
        s.st['rows'][i] = dict(id=i, kind=kind, scope=sc, rev=rev, past=(), cells=cells, parent=parent,
                               hist=[(0, sc, s.w.time)], meta=meta)
        s.log(sc, 'PUT', i, rev)
        for m, e in s.st['holds'].pop(i, []):  # Released: the stored outcome becomes the present one.
            verdict = s.apply_edit(m, e)
            s.st['uuids'][m.uuid] = {**s.st['uuids'][m.uuid], e.row: verdict}

    def delete(s, m, e, r):
        st = s.st
        if on('DELOLD'):
            meanwhile = any(f not in e.cells or is_concurrent(r, cell, e.cells[f]) for f, cell in r['cells'].items())
        else: meanwhile = any(cell.rev > e.trunk for cell in r['cells'].values())
        if meanwhile: return s.park(m, e, 'EDITED_MEANWHILE')
        if any(x['parent'] == e.row and x['kind'] != 'conflict' for x in st['rows'].values()):
            return s.park(m, e, 'HAS_CHILDREN')
        ghost = union(c.ghost for c in e.cells.values()) | {(m.uuid, e.row, '*')}
        if on('DELOLD'): ghost |= union(cell.ghost for f, cell in r['cells'].items() if cell.val == e.cells[f].old)
        st['grave'][e.row] = ghost
        del st['rows'][e.row]
        s.log(r['scope'], 'GONE', e.row, s.next_rev(r['rev']))
        return 'APPLIED'

    def update(s, m, e, r):
        if s.refused(m, e): return s.park(m, e, s.refused(m, e), verdict='REJECTED')
        rev = s.next_rev(r['rev'])
        verdict = 'APPLIED'
        new, conflicts = {}, []
        for f, c in e.cells.items():
            cur = r['cells'][f]
            merged = merge_field(f, r, c, m, rev)
            mine = 'APPLIED'
            if merged.park: mine = s.park(m, e, merged.park, f)
            elif merged.conflict: mine = 'CONFLICT'; conflicts.append((f, cur, c, merged.cell is not None))
            if merged.cell: new[f] = merged.cell
            verdict = max(verdict, mine, key=WEIGHT.get)
        changed = any(x.val != r['cells'][f].val or x.rev != r['cells'][f].rev for f, x in new.items())
        r['cells'].update(new)
        if changed: s.write_changed(r, rev)
        for f, cur, c, shown in conflicts: s.conflict(r, f, cur, m, c, shown)
        return verdict

    def write_changed(s, r, rev):
        to = r['cells']['area'].val if r['kind'] == 'note' else r['scope']
        if to != r['scope']: return s.move(r, to)
        set_rev(r, rev)
        s.log(r['scope'], 'PUT', r['id'], rev)

    def move(s, r, to):
        rev = s.next_rev(r['rev'])
        s.log(r['scope'], 'LEAVE', r['id'], rev)
        r['scope'] = to
        set_rev(r, rev)
        r['hist'].append((rev, to, s.w.time))
        s.log(to, 'PUT', r['id'], rev)
        for child in [x for x in s.st['rows'].values() if x['parent'] == r['id']]: s.move(child, to)

    def conflict(s, r, f, cur, m, c, incoming_shown):
        """S6. The id follows from row, field and the two mutations."""
        pair = sorted([cur.uuid, m.uuid])
        cid = 'c' + chain_hash(r['id'], f, *pair)
        ghost = cur.ghost | c.ghost
        if cid in s.st['rows'] or cid in s.st['grave']:
            item = s.st['rows'].get(cid)
            if item: item['meta'] = {**item['meta'], 'ghost': item['meta']['ghost'] | ghost}
            return
        sides = [(c.new, m.user, m.obs), (cur.val, cur.user, cur.obs)]
        if not incoming_shown: sides.reverse()
        meta = dict(row=r['id'], field=f, base=c.old, shown=sides[0], kept=sides[1], pair=pair, ghost=ghost)
        rev = s.next_rev(0)
        s.put_new(cid, 'conflict', r['scope'], rev, {'cs': Cell('open', rev, cid, 0, 'server', E0, None)}, r['id'], meta)

    # --- pull and snapshot ---------------------------------------------------------------------
    def pull(s, install, user, cursors, pend):
        """S8. All scopes of one snapshot."""
        ins = s.st['inst'].get(install)
        if ins is None: return dict(t='UNKNOWN')
        rolled = ins['last']
        if on('ROLL'):  # A twin may have pushed what this device still holds.
            for seq, u, h in pend:
                if seq == rolled + 1 and u in s.st['uuids']: rolled = seq
        held = s.scopes_of(user)
        out = {sc: s.changes(sc, cursor) for sc, cursor in cursors.items() if sc in held}
        return dict(t='OK', held=held, scopes=out, applied=(ins['last'], ins['hash']), rolled=rolled,
                    gver=s.st['grants'][user][-1][0], durable=s.st['durable'].get(install, 0), inc=s.st['inc'])

    def changes(s, sc, cursor):
        """What the log names since the cursor; None: unknown, the scope is to be taken anew."""
        at, *end = cursor
        if not s.on_log(sc, at) or on('SNAPEND') and end and not s.on_log(sc, end[0]): return None
        latest = {en[2]: en for en in s.st['logs'][sc]['ent'] if en[0] > at[0]}
        ops = [(kind, i, copy_row(s.st['rows'][i]) if kind == 'PUT' else None) for _, kind, i, _, _ in latest.values()]
        if s.w.tiny_pull and any(kind == 'PUT' for kind, _, _ in ops): return None  # More than a pull may carry.
        truth = {i: (r['rev'], {f: c.val for f, c in r['cells'].items()})
                 for i, r in s.st['rows'].items() if r['scope'] == sc}
        return dict(ops=ops, to=s.head(sc), digest=s.digest(sc), truth=truth)

    def snap(s, user, sc, s0, s1, after, size):
        """S9. The next `size` notes and parts in key order, then all conflict items. A full page is not the last."""
        if sc not in s.scopes_of(user): return dict(t='NO')
        if s0 is None: s0 = s.head(sc)
        elif not s.on_log(sc, s0) or on('SNAPEND') and not s.on_log(sc, s1): return dict(t='NO')
        rows = sorted((r for r in s.st['rows'].values() if r['scope'] == sc and row_key(r) > after), key=row_key)
        done = sum(r['kind'] != 'conflict' for r in rows) < size
        if not done: rows = rows[:size]
        return dict(t='OK', s0=s0, s1=s.head(sc), rows=[copy_row(r) for r in rows], done=done,
                    after=row_key(rows[-1]) if rows else after)
