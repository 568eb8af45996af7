#!/usr/bin/env python3
"""Holds score-content to answers that were counted by hand.

usage: check_score_content.py SCORE_CONTENT
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = [
    {"id": "1", "site": "a", "page_type": "article", "text": "Menu The cat\u2019s milk. Ads",
     "gold": "The cat\u2019s milk.", "must": ["the CAT's\nmilk", "cat"], "mustnot": ["ads", "menu the"]},
    {"id": 2, "site": "b", "page_type": "forum", "text": "one two", "gold": "one two", "must": []},
    {"id": 3, "site": "b", "page_type": "forum", "text": "not scored"},
    {"id": 4, "site": "b", "page_type": "forum", "text": "\u6587\u5b57", "gold": "\u6587\u5b57"},
]
CLEANED = [{"id": 1, "text": "The cat\u2019s milk. Ads"}, {"id": "2", "text": "one three"}]
WANTED = [  # pages, P, R, F1, macro, must, literally, mustnot, literally
    "all text all 3 0.800 1.000 0.889 0.933 1.000 0.500 1.000 1.000",
    "all text article 1 0.667 1.000 0.800 0.800 1.000 0.500 1.000 1.000",
    "all text forum 2 1.000 1.000 1.000 1.000 - - - -",
    "cleaned all 3 0.714 0.625 0.667 0.463 1.000 0.500 0.500 0.500",
    "cleaned article 1 0.800 1.000 0.889 0.889 1.000 0.500 0.500 0.500",
    "cleaned forum 2 0.500 0.250 0.333 0.250 - - - -",
]


def score(folder, *options):
    for name, rows in (("docs", DOCS), ("cleaned", CLEANED)):
        Path(folder, name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    command = [sys.executable, sys.argv[1], f"{folder}/docs", f"{folder}/cleaned", *options]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [" ".join(line.split()) for line in out.split("\n")[1:] if line]


def main():
    with tempfile.TemporaryDirectory() as folder:
        found = score(folder)
        assert found == WANTED, "\n".join(found)
        assert score(folder, "--min-pages", "2")[0].startswith("all text all 2 1.000")


main()
