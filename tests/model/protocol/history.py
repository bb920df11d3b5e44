"""Writes a run down, so that the engine can be taken through the same: one JSON object a line.

Each step says what was done, with every value that was drawn; `expect` gives, for each whose state it touched ("server"
or a tablet's name), what of its description changed: key -> text, null for what is no longer there.
"""
import json

from .rules import *

STATES = {'draft': 1, 'sub': 2, 'done': 3, 'void': 4, 'open': 1, 'res': 2}
SHARED = ['k1', 'k2', 'mx', 'mn', 'un', 'st', 'sm', 'tx', 'ap']
COLUMNS = {'note': ['area'] + SHARED, 'part': ['note_id'] + SHARED, 'conflict': ['cs']}
NAMES = {'cs': 'state'}  # Column names that differ.


class Silent:
    """No history."""
    def begin(s, world): pass
    def did(s, op, touched, args): pass
    def end(s): pass


def stored(value):
    """As the engine stores it."""
    if isinstance(value, frozenset): return json.dumps(sorted(value), separators=(',', ':'))
    if isinstance(value, tuple): return '\n'.join(value)
    return STATES.get(value, value)


def text(value):
    return 'NULL' if stored(value) is None else str(stored(value))


def literal(value):
    value = stored(value)
    if value is None: return 'NULL'
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def row_name(row):
    """Conflict items have another id in the engine: {name} is to be replaced."""
    return '{' + row + '}' if row[0] == 'c' else row


def statement(e):
    """An edit as SQL on a tablet's tables."""
    where = f"WHERE id='{row_name(e.row)}'"
    if e.kind == 'delete': return f'DELETE FROM {e.table} {where}'
    cells = {NAMES.get(f, f): literal(c.new) for f, c in e.cells.items()}
    if e.kind == 'update': return f'UPDATE {e.table} SET {", ".join(f"{f}={x}" for f, x in cells.items())} {where}'
    cells = {'id': f"'{e.row}'", **({'note_id': f"'{e.parent}'"} if e.parent else {}), **cells}
    return f'INSERT INTO {e.table}({", ".join(cells)}) VALUES ({", ".join(cells.values())})'


def describe_row(r):
    if r['kind'] == 'conflict':
        m = r['meta']
        side = lambda x: f'{json.dumps(stored(x[0]))} by {x[1]} at {x[2]}'
        return (f'conflict about {m["row"]}.{m["field"]} from {json.dumps(stored(m["base"]))}: shown {side(m["shown"])},'
                f' kept {side(m["kept"])}, state {text(r["cells"]["cs"].val)}')
    value = lambda f: r['parent'] if f == 'note_id' else text(r['cells'][f].val)
    return r['kind'] + ' ' + '|'.join(f'{f}={value(f)}' for f in COLUMNS[r['kind']])


def verdicts(out):
    return ' '.join(f'{row}={v}' for row, v in sorted(out.items()))


def describe_tablet(t):
    d = t.d
    told = {f'row {i}': describe_row(r) for i, r in t.visible().items()}
    told.update({f'rev {i}': r['rev'] for i, r in d['rows'].items()})
    told.update({f'attention {u}': verdicts(bad) for u, bad in d['attention'].items()})
    for sc, x in d['scopes'].items():
        state = 'invalid' if x['bad'] else 'installed' if x['cur'] else 'new'
        rows = sum(r['scope'] == sc for r in d['rows'].values())
        told[f'scope area:{sc}'] = f'{state} at {x["cur"][0] if x["cur"] else 0} includes {x["inc"]} rows {rows}'
    unknown = sum(m.uuid not in d['outc'] for m in d['chain'])
    told['chain'] = (f'{d["base"][0]} to {t.last()[0]}, pushed to {d["pushed_to"]}, {unknown} without outcome,'
                     f' {len(d["capture"])} captured, {"attaching" if d["attach"] else "attached"}')
    return told


def describe_server(server):
    st = server.st
    told = {f'row {i}': f'{describe_row(r)} in area:{r["scope"]}' for i, r in st['rows'].items()}
    told.update({f'rev {i}': r['rev'] for i, r in st['rows'].items()})
    told.update({f'grave {i}': '' for i in st['grave']})
    told.update({f'outcome {u}': verdicts(out) for u, out in st['uuids'].items()})
    told.update({f'log area:{sc}': f'{log["min"]} to {log["head"]}' for sc, log in st['logs'].items()})
    for key, held in st['holds'].items():
        for m, e in held: told[f'held {m.uuid} {e.row}'] = f'for {key}'
    parked = {}
    for u, row, reason, field, _ in st['parked']: parked.setdefault(f'parked {u} {row}', []).append(f'{reason} {field}'.strip())
    told.update({key: ', '.join(sorted(reasons)) for key, reasons in parked.items()})
    told['installs'] = str(len(st['inst']))
    return told


class History:
    def __init__(s, out):
        s.out, s.known, s.named = out, {}, set()

    def begin(s, world):
        s.world = world
        s.write(dict(op='begin', seed=world.seed, tiny_pull=world.tiny_pull, now=world.time))

    def did(s, op, touched, args):
        edits = args.pop('edits', None)
        if edits is not None: args['edits' if op == 'console' else 'sql'] = [s.on_server(e) if op == 'console' else statement(e) for e in edits]
        step = dict(op=op, **args)
        names = s.new_names()
        if names: step['names'] = names
        expect = {}
        for who in touched:
            name = who if who == 'server' else who.name
            told = describe_server(s.world.server) if who == 'server' else describe_tablet(who)
            expect[name] = s.changes(name, told)
        if expect: step['expect'] = expect
        s.write(step)

    def end(s): s.write(dict(op='end', now=s.world.time))

    def on_server(s, e):
        values = {f: stored(c.new) for f, c in e.cells.items()}
        return dict(table=e.table, row=e.row, kind=e.kind, values=values)

    def new_names(s):
        """Conflict items made since: name -> row, field and the two mutations that its id follows from."""
        names = {}
        for i, r in s.world.server.st['rows'].items():
            if r['kind'] != 'conflict' or i in s.named: continue
            s.named.add(i)
            names[i] = [r['meta']['row'], r['meta']['field'], *r['meta']['pair']]
        return names

    def changes(s, name, told):
        before = s.known.get(name, {})
        s.known[name] = told
        changed = {k: v for k, v in told.items() if before.get(k) != v}
        changed.update({k: None for k in before if k not in told})
        return changed

    def write(s, step):
        s.out.write(json.dumps(step, separators=(',', ':')) + '\n')
