#!/usr/bin/env python3
"""Checks that the tree keeps its floors: who may include whom, names, sizes.

Usage: check_layers.py ROOT
Prints one line a breach and exits 1 if there is any.
"""
import re
import sys
from pathlib import Path

FLOORS = {
    "base": 0,
    "html": 1, "warc": 1, "input": 1, "text": 1,
    "fingerprint": 2,
    "store": 3, "suffix": 3,
    "match": 4, "boilerplate": 4, "substring": 4,
    "run": 5,
}
# Pairs (from, to) of folders on the same floor where the first may include the second.
SAME_FLOOR_ALLOWED = {("html", "text"), ("input", "html"), ("input", "warc"), ("boilerplate", "match"), ("match", "substring")}

# A third-party header, and the only place that may include it.
BORDERS = [
    (re.compile(r"xxhash\.h$|xxh3\.h$"), re.compile(r"src/base/hash\.c$")),
    (re.compile(r"divsufsort(64)?\.h$"), re.compile(r"src/suffix/suffix_array\w*\.(c|inc|h)$")),
    (re.compile(r"simdjson\.h$"), re.compile(r"src/input/\w+\.cpp$")),
    (re.compile(r"uchardet\.h$"), re.compile(r"src/html/uchardet_border\.cpp$")),
    (re.compile(r"gumbo\.h$"), re.compile(r"src/html/gumbo_border\.c$|tools/bench/micro/html_cost\.c$")),
]
MAX_LINES = 600
CODE = {".c", ".h", ".cpp", ".inc", ".py"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
API = re.compile(r"\bND_API\b[^;{]*?\b(\w+)\s*\(")
NOT_CODE = re.compile(r"/\*.*?\*/|//[^\n]*|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.S | re.M)


def code_files(root, folder):
    top = root / folder
    return sorted(p for p in top.rglob("*") if p.suffix in CODE) if top.is_dir() else []


def check_source_include(root, path, system, name):
    """The breach of one #include of a file in src/, or None."""
    folder = path.relative_to(root / "src").parts[0]
    if name == "neardup/neardup.h":
        return "src/ must not include neardup/neardup.h"
    if name.startswith("neardup/") or system:
        return None
    if ".." in Path(name).parts:
        return f"'{name}' climbs out of its folder"
    target = Path(name).parts[0]
    if len(Path(name).parts) == 1:
        return None if (path.parent / name).exists() else f"'{name}' needs its folder in front"
    if target not in FLOORS:
        return f"'{name}' is on no floor"
    if target == folder or FLOORS[target] < FLOORS[folder]:
        return None
    if FLOORS[target] == FLOORS[folder] and (folder, target) in SAME_FLOOR_ALLOWED:
        return None
    return f"floor {FLOORS[folder]} ({folder}) must not include '{name}' of floor {FLOORS[target]}"


def check_tool_include(root, name):
    """The breach of one #include of a file in tools/neardup, or None."""
    if Path(name).parts[0] in FLOORS or (root / "src" / name).exists():
        return f"the command must use public headers only, not '{name}'"
    if "src/" in name:
        return f"'{name}' reaches into src/"
    return None


def check_includes(root):
    simdjson = set()
    for path in code_files(root, "src") + code_files(root, "tools") + code_files(root, "include"):
        where = path.relative_to(root).as_posix()
        if path.suffix == ".py":
            continue
        text = path.read_text(encoding="utf-8")
        for quote, name in INCLUDE.findall(text):
            for header, place in BORDERS:
                if header.search(name) and not place.search(where):
                    yield f"{where}: must not include '{name}'"
            if name.endswith("simdjson.h"):
                simdjson.add(where)
            breach = None
            if where.startswith("src/"):
                if path.parent == root / "src" or path.relative_to(root / "src").parts[0] not in FLOORS:
                    breach = "stands on no floor"
                else:
                    breach = check_source_include(root, path, quote == "<", name)
            elif where.startswith("tools/neardup/"):
                breach = check_tool_include(root, name)
            elif where.startswith("include/"):
                if quote == '"' and not name.startswith("neardup/"):
                    breach = f"a public header must not include '{name}'"
            if breach:
                yield f"{where}: {breach}"
    if len(simdjson) > 1:
        yield f"simdjson.h is included by more than one file: {', '.join(sorted(simdjson))}"


def check_names(root):
    seen = {}
    for path in code_files(root, "src") + code_files(root, "tools"):
        where = path.relative_to(root).as_posix()
        if path.name in seen:
            yield f"{where}: the same file name as {seen[path.name]}"
        seen[path.name] = where
    for path in code_files(root, "include"):
        where = path.relative_to(root).as_posix()
        for name in API.findall(NOT_CODE.sub("", path.read_text(encoding="utf-8"))):
            if not name.startswith("nd_") or name.startswith("nd__"):
                yield f"{where}: public function '{name}' is not named nd_..."


def check_sizes(root):
    for folder in ("src", "include", "tools", "tests"):
        for path in code_files(root, folder):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > MAX_LINES:
                yield f"{path.relative_to(root).as_posix()}: {lines} lines, more than {MAX_LINES}"


def main():
    root = Path(sys.argv[1]).resolve()
    if not (root / "src").is_dir():
        sys.exit(f"check_layers: no folder src in {root}")
    breaches = [*check_includes(root), *check_names(root), *check_sizes(root)]
    for breach in breaches:
        print(breach)
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
