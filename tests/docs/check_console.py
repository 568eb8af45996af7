#!/usr/bin/env python3
"""Runs the ```console blocks of a document and compares what they print.

A line that begins with "$ " is a command for sh, run in a folder that holds a link to datasets/
and nothing else, with the command neardup on the path; the lines up to the next one are what it
prints, standard error included. Commands of one document run in order in one folder.

Usage: check_console.py NEARDUP SOURCE_DIR DOCUMENT...
Exits 1 with a difference; a command of neardup that this build lacks ends the document's check.
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


def steps(document):
    """(command, expected output) of all console blocks."""
    for block in BLOCK.findall(document.read_text(encoding="utf-8")):
        command, expected = None, []
        for line in block.splitlines(keepends=True):
            if line.startswith("$ "):
                if command is not None:
                    yield command, "".join(expected)
                command, expected = line[2:].rstrip("\n"), []
            else:
                expected.append(line)
        if command is not None:
            yield command, "".join(expected)


def check(neardup, source, document):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(source / "datasets", Path(folder) / "datasets")
        environment = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1",
                           PATH=f"{neardup.parent}:{os.environ['PATH']}")
        for command, expected in steps(document):
            done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, timeout=120,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            got = done.stdout.decode("utf-8", "replace")
            if "neardup: unknown command" in got:
                print(f"{document.name}: {command}: not in this build, the rest is not checked")
                break
            if got != expected:
                failures += 1
                print(f"{document.name}: $ {command}")
                sys.stdout.writelines(difflib.unified_diff(
                    expected.splitlines(True), got.splitlines(True), "in the document", "printed"))
    return failures


def main(arguments):
    neardup, source = Path(arguments[0]).resolve(), Path(arguments[1]).resolve()
    return 1 if sum(check(neardup, source, Path(d)) for d in arguments[2:]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
