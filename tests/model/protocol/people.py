"""What officers do on tablets, other tools beside them, and the console."""
from .rules import *

FIRST_VALUES = dict(k1='a', k2='a', mx=1, mn=None, un=frozenset('p'), st='draft', sm=0, tx=('x', 'y'), ap='A')


class People:
    """Part of World."""

    def rand_new(s, r, f):
        v, policy = r['cells'][f].val, POLICY[f]
        if policy == 'KEEP': return s.rng.choice('abc') if s.rng.random() < .35 else f'v{s.uid}.{s.rng.randint(0, 999)}'
        if policy in ('MAX', 'MIN'): return s.rng.randint(1, 9) if s.rng.random() < .9 else None
        if policy == 'SUM': return v + s.rng.randint(1, 5)
        if policy == 'UNION': return v ^ {s.rng.choice('pqr')}
        if policy == 'TEXT':
            lines = list(v)
            lines[s.rng.randint(0, 1)] = f'{s.rng.choice("xyz")}{s.uid}'
            return tuple(lines)
        if policy == 'STATE':
            targets = sorted(b for a, b in LEGAL if a == v)
            return s.rng.choice(targets) if targets else v
        if policy == 'SERVER': return s.rng.choice(SCOPES)
        return f'ap{s.uid}'

    def edit_of(s, r, trunk):
        often = ['k1', 'k1', 'k2', 'mx', 'mn', 'un', 'st', 'st', 'sm', 'sm', 'tx']
        if s.rng.random() < .05: often.append('ap')
        if s.rng.random() < .03 and r['kind'] == 'note' and 'poison' in s.enabled: often = ['area']
        cells = {}
        for f in s.rng.sample(often, min(len(often), s.rng.randint(1, 2))):
            new, c = s.rand_new(r, f), r['cells'][f]
            if new != c.val: cells[f] = Ed(c.val, new, trunk(r, f), c.ghost, frozenset(r.get('after', {}).get(f, ())))
        return Edit(r['id'], 'update', r['kind'], None, None, r['rev'], cells) if cells else None

    def create_edit(s, scope, parent=None, trunk=0):
        cells = {f: Ed(None, x, 0, E0) for f, x in FIRST_VALUES.items()}
        if parent is None: cells = {'area': Ed(None, scope, 0, E0), **cells}
        table = 'note' if parent is None else 'part'
        return Edit(f'r{s.next_id()}', 'create', table, scope, parent, trunk, cells)

    def delete_edit(s, t, r):
        cells = {f: Ed(c.val, None, t.trunk(r, f), c.ghost) for f, c in r['cells'].items()}
        return Edit(r['id'], 'delete', r['kind'], None, None, r['rev'], cells)

    def resolving(s, t, v, item):
        """Takes one of a conflict's values, and closes the item."""
        row, f = item['meta']['row'], item['meta']['field']
        cs = item['cells']['cs']
        edits = [Edit(item['id'], 'update', 'conflict', None, None, item['rev'], {'cs': Ed('open', 'res', t.trunk(item, 'cs'), cs.ghost)})]
        if row not in v: return edits
        value = s.rng.choice([item['meta']['shown'][0], item['meta']['kept'][0]])
        cur = v[row]['cells'][f]
        if value != cur.val and POLICY[f] != 'STATE':
            cells = {f: Ed(cur.val, value, t.trunk(v[row], f), cur.ghost | item['meta']['ghost'])}
            edits.append(Edit(row, 'update', v[row]['kind'], None, None, v[row]['rev'], cells))
        return edits

    def creating(s, t, v, notes):
        """A note, or a part of one, or both; now and then before the tablet has any scope."""
        if not t.d['scopes'] and s.rng.random() < .8: return []
        scope = s.rng.choice(sorted(t.d['scopes'] or s.server.may_hold(t.user)) or SCOPES)
        if notes and s.rng.random() < .3:
            parent = s.rng.choice(notes)
            return [s.create_edit(v[parent]['scope'], parent, v[parent]['rev'])]
        note = s.create_edit(scope)
        if s.rng.random() < .8: return [note]
        return s.rng.sample([note, s.create_edit(scope, note.row)], 2)

    def deleting(s, t, v, r):
        parts = [q for q in v.values() if q['parent'] == r['id'] and q['kind'] != 'conflict']
        if parts and s.rng.random() < .5: return []
        return [s.delete_edit(t, q) for q in s.rng.sample([r] + parts, 1 + len(parts))]

    def edits_of(s, t):
        """What a person saves at once; [] for nothing."""
        v = t.visible()
        rows = sorted(i for i, r in v.items() if r['kind'] != 'conflict')
        notes = [i for i in rows if v[i]['kind'] == 'note']
        items = sorted(i for i, r in v.items() if r['kind'] == 'conflict' and r['cells']['cs'].val == 'open')
        if items and s.rng.random() < .2: return s.resolving(t, v, v[s.rng.choice(items)])
        x = s.rng.random()
        if not rows or x < (.3 if len(rows) < 5 else .08): return s.creating(t, v, notes)
        if x > .94: return s.deleting(t, v, v[s.rng.choice(rows)])
        chosen = s.rng.sample(rows, min(len(rows), 1 if s.rng.random() < .75 else 2))
        edits = [s.edit_of(v[i], t.trunk) for i in chosen]
        return [e for e in edits if e]

    def user_edit(s, t):
        edits = s.edits_of(t)
        if not edits: return
        t.fold()
        u = s.new_uuid()
        t.save(u, edits, t.clock_trusted())
        s.did('save', [t], t=t, m=u, edits=edits)

    def tool_edit(s, t):
        """Another tool's statement: captured, folded later. Nothing checks its values on the tablet."""
        edits = s.edits_of(t)
        if not edits: return
        e = edits[0]
        if 'k1' in e.cells and e.kind != 'delete' and e.cells['k1'].old != TOO_LONG and s.chance('poison'):
            e = e._replace(cells={**e.cells, 'k1': e.cells['k1']._replace(new=TOO_LONG)})
        u = s.new_uuid()
        t.d['capture'].append((u, s.with_ghosts(u, e)))
        t.vis = None
        s.count['external'] += 1
        s.log(t.name, 'EXTERNAL edit', e.row)
        s.did('tool', [t], t=t, m=u, edits=[e])

    def serve_write(s, e):
        """A write that no tablet made."""
        u = s.new_uuid()
        m = Mut(u, 0, '', '', 'console', 0, s.time, True, (s.with_ghosts(u, e),))
        s.register('console', m)
        s.server.apply(m)
        s.destroyed.add(u)
        s.did('console', ['server'], m=u, edits=[e])

    def console(s):
        rows = s.server.st['rows']
        some = sorted(i for i, r in rows.items() if r['kind'] != 'conflict')
        if not some or s.rng.random() < .15: return s.serve_write(s.create_edit(s.rng.choice(SCOPES)))
        e = s.edit_of(rows[s.rng.choice(some)], lambda r, f: r['rev'])
        if e: s.serve_write(e)
