#!/usr/bin/env python3
"""Checks the symbols of the built libraries.

Usage: check_exports.py declared NM SHARED_LIBRARY HEADER...
           What the headers declare ND_API is what the shared library exports, no more, no less.
       check_exports.py quiet NM STATIC_LIBRARY
           The C objects of the static library define only nd_ names and need nothing that
           prints or ends the program.
"""
import re
import subprocess
import sys

FORBIDDEN = {
    "exit", "_exit", "_Exit", "quick_exit", "abort",
    "printf", "fprintf", "vprintf", "vfprintf", "dprintf", "puts", "putchar", "perror",
    "__printf_chk", "__fprintf_chk", "__vprintf_chk", "__vfprintf_chk", "__dprintf_chk",
    "stdout", "stderr", "__stdoutp", "__stderrp",
}
DECLARED = re.compile(r"\bND_API\b[^;{]*?\b(\w+)\s*\(")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.S | re.M)


def nm(tool, *arguments):
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def check_declared(tool, library, headers):
    declared = set()
    for header in headers:
        with open(header, encoding="utf-8") as file:
            declared.update(DECLARED.findall(COMMENT.sub("", file.read())))
    exported = {line.split()[-1].split("@")[0] for line in nm(tool, "-D", "--defined-only", library)}
    if not declared:
        yield "no header declares anything"
    for name in sorted(declared - exported):
        yield f"declared but not exported: {name}"
    for name in sorted(exported - declared):
        yield f"exported but not declared: {name}"


def check_quiet(tool, library):
    objects = 0
    member = ""
    for line in nm(tool, "-g", library):
        if line.endswith(":"):
            member = line[:-1]
            objects += 1
        if member.endswith(".cpp.o") or not line or line.endswith(":"):
            continue
        *_, kind, name = line.split()
        name = name.split("@")[0]
        if kind == "U" and name in FORBIDDEN:
            yield f"{member}: needs {name}"
        if kind != "U" and not name.startswith("nd_"):
            yield f"{member}: defines {name}, which is not an nd_ name"
    if objects == 0:
        yield "no object in the library"


def main():
    mode, tool, library, *headers = sys.argv[1:]
    if mode == "declared":
        faults = list(check_declared(tool, library, headers))
    else:
        faults = list(check_quiet(tool, library))
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
