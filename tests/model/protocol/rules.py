"""Words, policies and the merge of one field.

Ghost data is never read by protocol code: each value carries the set of edits it causally contains, so that
checks.py can tell what became of every edit.
"""
import collections
import hashlib

# Each amendment of the protocol by name, and what runs instead when it is switched off by --off.
AMENDMENTS = {
    'INC': 'revs carry the server incarnation, never re-used after a restore (off: rev = rev + 1)',
    'CHAIN': 'an edit of a field with a pending edit inherits its trunk (off: trunk = row rev at edit)',
    'OLDVAL': 'concurrent only if current differs from the old value replaced (off: by field rev alone)',
    'HOLD': 'edits of a not yet known row are held and released by its creation (off: parked)',
    'ASKHELD': 'a HELD outcome is asked for again once its row arrives (off: it stays)',
    'ONESNAP': 'a pull covers all scopes in one snapshot and one transaction (off: one scope at a time)',
    'TRANSIT': 'a row that leaves a scope stays on screen while another is not installed',
    'FLOOR': 'a gap below what the device still holds is attached over (off: RESEND for ever)',
    'STATEC': 'concurrent STATE edits always leave a conflict item (off: legal -> applied silently)',
    'FOLD': 'captured edits are folded before a pull is applied (off: trunk taken at fold time)',
    'GVER': 'mutations carry the grant version they were made under (off: judged by current grants only)',
    'DELOLD': 'a delete carries the old row; concurrent only if a field differs (off: any field rev > trunk)',
    'TOGETHER': 're-bootstrapped scopes switch together (off: each when staged)',
    'HELLO': 'a device checks applied against its own chain before applying a pull (off: only FORKED on push)',
    'ROLL': 'a pull names the unacknowledged mutations; applied rolls over known ones (off: not)',
    'NOSHADOW': 'an edit of a row without image stays until every held scope includes it (off: its own scope)',
    'AFTER': 'a UNION removal also names the held edits it saw (off: own unsent adds cannot be taken back)',
    'CAPID': 'a captured edit gets its uuid in the capture, not when folded (off: twins fold it twice)',
    'SNAPEND': 'a bootstrap proves the head of its last page too (off: only of its first)',
    'LOSTTRUNK': 'an edit on a rev that the row never had here is concurrent (off: by field rev alone)',
    'REATTACH': 'a reply of another start of the server has the device attach again (off: it is taken)',
    'ONESTART': 'the parts of one attach are answered by one start of the server (off: by any)',
    'UNTAG': 'a UNION removal acts only on elements whose add the author had seen (off: set difference)',
}
OFF = set()


def on(amendment):
    return amendment not in OFF


# Fields of a note. A part has the same but for its area; a conflict item has only cs.
POLICY = {'area': 'SERVER', 'k1': 'KEEP', 'k2': 'KEEP', 'mx': 'MAX', 'mn': 'MIN', 'un': 'UNION', 'st': 'STATE',
          'sm': 'SUM', 'tx': 'TEXT', 'ap': 'APPEND', 'cs': 'STATE'}
LEGAL = {('draft', 'sub'), ('draft', 'void'), ('sub', 'done'), ('sub', 'void'), ('open', 'res')}
PREVAILS = {'void'}        # Of two concurrent transitions the one to such a value is shown.
DELTAS = ('SUM', 'UNION')  # Edits of these lie on the image as differences.
SCOPES = ['A', 'B', 'C']
KINDS = ['note', 'part', 'conflict']  # In the order of a snapshot's pages.
TOO_LONG = 'P' * 40        # A value of k1 that breaks the field's rules.

SECOND = 1_000_000
DAY = 86400 * SECOND
GRACE = 30 * DAY           # How long late work is judged by the access its author held.
CLOCK_TOLERANCE = 300 * SECOND
CLOCK_SLACK = 2 * SECOND

E0 = frozenset()
M64 = (1 << 64) - 1
REV_BITS = 20

# elem (UNION): element -> {(rev, uuid)} of its live adds.
Cell = collections.namedtuple('Cell', 'val rev uuid obs user ghost elem')
# after: uuids of held edits of this field that the author saw.
Ed = collections.namedtuple('Ed', 'old new trunk ghost after', defaults=(E0,))
Edit = collections.namedtuple('Edit', 'row kind table scope parent trunk cells')
Mut = collections.namedtuple('Mut', 'uuid seq prev hash user gver obs trust edits')
Merged = collections.namedtuple('Merged', 'cell conflict park', defaults=(None, False, ''))


class Violation(Exception):
    """An invariant does not hold: (which, what was seen)."""


def chain_hash(*parts):
    return hashlib.md5(repr(parts).encode()).hexdigest()[:12]


def content(body):
    """What the hash of a mutation covers beside the one before and its uuid: all but ghosts."""
    *head, edits = body
    value = lambda v: sorted(v) if isinstance(v, frozenset) else v
    cell = lambda f, c: (f, value(c.old), value(c.new), c.trunk, sorted(c.after) if POLICY[f] == 'UNION' else [])
    return head, [(e.row, e.kind, e.parent, e.trunk, [cell(f, c) for f, c in sorted(e.cells.items())]) for e in edits]


def row_digest(row, rev):
    return int(hashlib.md5(f'{row}/{rev}'.encode()).hexdigest()[:16], 16)


def union(ghosts):
    return E0.union(*ghosts)


def overlay(field, value, edit):
    """What the screen shows of `value` under an own edit: SUM and UNION as deltas, others as values."""
    policy = POLICY[field]
    if policy == 'SUM': return value + edit.new - edit.old
    if policy == 'UNION': return (value - (edit.old - edit.new)) | (edit.new - edit.old)
    return edit.new


def merge_lines(base, theirs, ours):
    """Three-way by line; None: two changes overlap."""
    merged = []
    for b, t, o in zip(base, theirs, ours):
        if t == b: merged.append(o)
        elif o in (b, t): merged.append(t)
        else: return None
    return tuple(merged)


def merge_set(cur, c, m, cell, rev):
    add, rem = c.new - c.old, c.old - c.new
    elem = dict(cur.elem)
    for x in rem:
        seen = lambda a: a[0] <= c.trunk or on('AFTER') and a[1] in c.after
        elem[x] = frozenset(a for a in elem.get(x, E0) if on('UNTAG') and not seen(a))
    for x in add: elem[x] = elem.get(x, E0) | {(rev, m.uuid)}
    elem = {x: adds for x, adds in elem.items() if adds}
    return cell(frozenset(elem), cur.ghost | c.ghost, elem)


def merge_extreme(cur, c, cell, better):
    """None gives way to any value."""
    both = cur.ghost | c.ghost
    take = cur.val is None or c.new is not None and better(c.new, cur.val)
    return Merged(cell(c.new, both) if take else cur._replace(ghost=both))


def merge_state(cur, c, cell, ghost, concurrent):
    legal = (cur.val, c.new) in LEGAL
    if not concurrent or not on('STATEC'):
        return Merged(cell(c.new, ghost)) if legal else Merged(park='STATE_NOT_ALLOWED')
    shown = c.new in PREVAILS or legal and cur.val not in PREVAILS
    return Merged(cell(c.new, ghost) if shown else None, conflict=True)


def had_rev(row, rev):
    """Whether the row ever was at `rev` here, and not only on a server that a restore has undone.

    Within an incarnation its revs follow each other, so the last one of each tells.
    """
    if not on('LOSTTRUNK'): return True
    return any(last >> REV_BITS == rev >> REV_BITS and rev <= last for last in (*row['past'], row['rev']))


def set_rev(row, rev):
    if rev >> REV_BITS != row['rev'] >> REV_BITS: row['past'] += (row['rev'],)
    row['rev'] = rev


def is_concurrent(row, cur, c):
    """S5. Whether its author had not seen the value that the edit would replace."""
    return (cur.rev > c.trunk or not had_rev(row, c.trunk)) and not (on('OLDVAL') and cur.val == c.old)


def merge_field(field, row, c, m, rev):
    """S5. A cell with `rev` is the field's new state; a conflict shows the incoming value if there is one."""
    cur = row['cells'][field]
    policy = POLICY[field]
    cell = lambda val, ghost, elem=None: Cell(val, rev, m.uuid, m.obs, m.user, ghost, elem)
    both = cur.ghost | c.ghost
    if policy == 'SUM': return Merged(cell(cur.val + c.new - c.old, both))
    if policy == 'UNION': return Merged(merge_set(cur, c, m, cell, rev))
    if policy == 'APPEND': return Merged(park='WRITTEN_ONCE')
    if cur.val == c.new: return Merged(cur._replace(ghost=both))
    concurrent = is_concurrent(row, cur, c)
    ghost = both if cur.val == c.old else c.ghost  # Its author had seen the current value.
    if policy == 'STATE': return merge_state(cur, c, cell, ghost, concurrent)
    if not concurrent or policy == 'SERVER': return Merged(cell(c.new, ghost))
    if policy == 'MAX': return merge_extreme(cur, c, cell, lambda a, b: a > b)
    if policy == 'MIN': return merge_extreme(cur, c, cell, lambda a, b: a < b)
    if policy == 'TEXT':
        merged = merge_lines(c.old, cur.val, c.new)
        if merged is not None: return Merged(cell(merged, both))
    shown = m.trust and m.obs > cur.obs
    return Merged(cell(c.new, ghost) if shown else None, conflict=True)
