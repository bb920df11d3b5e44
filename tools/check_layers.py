#!/usr/bin/env python3
"""Refuses an arrow that runs up: an #include or a link line against the house plan.

  check_layers.py [ROOT]   Exit 0: every arrow runs down. 1: one line for each that does not.

docs/architecture.md draws the plan; LAYERS below is its one machine-readable copy.
"""

import os
import re
import sys

BASE = {"sync/base"}
SQL = BASE | {"sync/sql"}
SCHEMA = SQL | {"sync/schema"}
MERGE = SCHEMA | {"sync/merge"}
PRODUCT = {"protos/zoufang/v1"}

# What each layer may use beside itself and the protos of sync. `device` and `hub` do not know each
# other, `domain` knows no SQL, `sync` knows no product.
LAYERS = {
    "protos": PRODUCT,
    "protos/zoufang/v1": set(),
    "sync/base": set(),
    "sync/sql": BASE,
    "sync/schema": SQL,
    "sync/merge": SCHEMA,
    "sync/device": MERGE,
    "sync/hub": MERGE,
    "domain": PRODUCT | BASE | {"sync/schema"},
    "server/storage": PRODUCT | MERGE | {"sync/hub", "domain"},
    "server/metrics": PRODUCT | BASE | {"domain"},
    "server/notify": BASE | {"server/storage"},
    "server/rpc": PRODUCT | MERGE | {"sync/hub", "domain", "server/storage", "server/metrics"},
    # Before the services, and knowing none: of rpc it has the name of one header.
    "server/http": PRODUCT | BASE | {"domain", "server/rpc"},
    "server": PRODUCT
    | MERGE
    | {"sync/hub", "domain", "server/storage", "server/metrics", "server/notify", "server/rpc"}
    | {"server/http"},
    "clients": PRODUCT | MERGE | {"sync/device", "domain"},
}
# Nothing stands on these, so they may use everything.
TOPS = ("tests", "tools")

# The administrator's `init` makes the server's directory before any server runs, and `admin restore`
# works on that of a stopped one. The tablet's transport carries the product's files too.
EXCEPTIONS = {
    ("sync/device/grpc_transport.h", "zoufang/v1/attachment_service.grpc.pb.h"),
    ("clients/cli/command_init.cc", "server/storage/init.h"),
    ("clients/cli/command_admin.cc", "server/storage/restore.h"),
    ("zoufang", "server_storage"),
}

# Libraries that only some files may include.
GRPC_HOMES = (
    "server/rpc/",
    "server/http/",
    "server/server.",
    "server/credentials.",
    "sync/device/grpc_transport",
    "clients/",
    *TOPS,
)
CONFINED = (
    # The simulator's virtual disks are a VFS: there is no way to make one without the header.
    ("sqlite3.h", re.compile(r"sqlite3(ext)?\.h$"), ("sync/sql/", "tests/simulation/virtual_vfs.cc")),
    ("gRPC", re.compile(r"grpc(pp)?/|.*\.grpc\.pb\.h$"), GRPC_HOMES),
)

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]')
TARGET_COMMAND = re.compile(
    r"\b(zoufang_library|zoufang_program|zoufang_protos|add_library|target_link_libraries)"
    r"\s*\(([^)]*)\)"
)
LINK_KEYWORDS = {"DEPS", "PRIVATE_DEPS", "PUBLIC", "PRIVATE", "INTERFACE"}
OTHER_KEYWORDS = {"SOURCES", "PROTOS", "STATIC", "SHARED", "OBJECT"}


def layer_of(path):
    """The layer of a file of ours (its longest folder in LAYERS or TOPS), or None."""
    folder = os.path.dirname(path)
    while folder:
        if folder in LAYERS or folder in TOPS:
            return folder
        folder = os.path.dirname(folder)
    return None


def layer_of_include(path):
    """The layer an #include reaches; generated headers count as their proto."""
    if path.startswith("zoufang/v1/"):
        return "protos/zoufang/v1"
    return layer_of(path)


def allowed(source, target):
    return source in TOPS or source == target or target == "protos" or target in LAYERS[source]


def sources(root, suffixes):
    """Paths relative to `root`, builds and hidden folders left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "build", "node_modules")))
        for name in sorted(names):
            if name.endswith(suffixes):
                yield os.path.relpath(os.path.join(folder, name), root)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def include_problems(path, line, included):
    source, target = layer_of(path), layer_of_include(included)
    where = f"{path}:{line}: includes {included}"
    if source is None:
        yield f"{where}: its folder has no layer in tools/check_layers.py"
        return
    exception = (path, included) in EXCEPTIONS
    if target is not None and not exception and not allowed(source, target):
        yield f"{where}: {source} may not use {target}"
    for library, pattern, homes in CONFINED:
        if pattern.match(included) and not path.startswith(homes):
            yield f"{where}: {library} belongs to {', '.join(homes)} only"


def check_includes(root):
    for path in sources(root, (".h", ".cc")):
        for number, text in enumerate(read(root, path).splitlines(), start=1):
            found = INCLUDE.match(text)
            if found:
                yield from include_problems(path, number, found.group(1))


class Target:
    """A CMake target of ours: where it is declared, its first source, and what it links."""

    def __init__(self, path):
        self.path = path
        self.source = None
        self.links = []

    def layer(self):
        folder = os.path.dirname(self.path)
        if folder == "protos" and any(link.startswith("gRPC::") for link in self.links):
            return "protos"  # The stubs are one library for the services of sync and product.
        return layer_of(os.path.join(folder, self.source or "CMakeLists.txt"))


def read_arguments(target, words):
    section = "SOURCES"
    for word in words:
        if word in LINK_KEYWORDS or word in OTHER_KEYWORDS:
            section = word
        elif section in LINK_KEYWORDS:
            target.links.append(word)
        elif target.source is None:
            target.source = word


def targets(root):
    """Every target declared below the layers (tests link what they like), by name."""
    found = {}
    for path in sources(root, ("CMakeLists.txt", ".cmake")):
        if layer_of(path) in (None, "tests"):
            continue
        text = re.sub(r"#.*", "", read(root, path))
        for _, arguments in TARGET_COMMAND.findall(text):
            words = arguments.split()
            read_arguments(found.setdefault(words[0], Target(path)), words[1:])
    return found


def links_grpc(name, known, seen=()):
    if name.startswith("gRPC::"):
        return True
    if name not in known or name in seen:
        return False
    return any(links_grpc(link, known, (*seen, name)) for link in known[name].links)


def may_link_grpc(target):
    layer = target.layer()
    if layer == "sync/device":
        return (target.source or "").startswith("grpc_transport")
    return layer in ("protos", "server/rpc", "server/http", "server", "clients", *TOPS)


def link_problems(name, target, known):
    layer = target.layer()
    for link in target.links:
        linked = known[link].layer() if link in known else None
        if linked and (name, link) not in EXCEPTIONS and not allowed(layer, linked):
            yield f"{target.path}: {name} links {link}: {layer} may not use {linked}"
        if link.startswith("SQLite::") and layer != "sync/sql":
            yield f"{target.path}: {name} links {link}: SQLite belongs to sync/sql only"
        if links_grpc(link, known) and not may_link_grpc(target):
            yield f"{target.path}: {name} links gRPC by way of {link}: {layer} must stay free of it"


def check_links(root):
    known = targets(root)
    for name, target in sorted(known.items()):
        if "$" not in name:
            yield from link_problems(name, target, known)


def violations(root):
    return [*check_includes(root), *check_links(root)]


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(__file__)) or "."
    found = violations(root)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
