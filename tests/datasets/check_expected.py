#!/usr/bin/env python3
"""Holds `neardup scan --json` to the findings written down in datasets/expected.

usage: check_expected.py NEARDUP_BINARY DATASETS_DIR [NAME...]

expected/NAME.json belongs to articles/NAME.txt, articles-clean/NAME.txt or the folder NAME. The scan
runs inside DATASETS_DIR, so that document ids are the paths used in the expected files. Findings are
compared by the text their bytes hold. Exit status: 0 all equal, 1 a finding is missing, extra or
badly placed, 2 the check itself could not be made. NAMEs choose some of the expectations.
"""
import collections
import json
import os
import subprocess
import sys

ARTICLE_FOLDERS = ("articles", "articles-clean")
SITE_FOLDER = "site"
SIMILARITY_TOLERANCE = 0.0006  # expected values are rounded to three places
TIMEOUT_SECONDS = 120


class Unusable(Exception):
    """The data set or the command line is wrong, not the program under test."""


class BadRun(Exception):
    """The program failed, or wrote something that is not a run file."""


def read_json(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def inputs_by_name(root):
    """Name of the expectation -> INPUT argument, for everything that must have an expectation."""
    inputs = {SITE_FOLDER: SITE_FOLDER, "files": "files"}
    for folder in ARTICLE_FOLDERS:
        for name in sorted(os.listdir(os.path.join(root, folder))):
            stem = os.path.splitext(name)[0]
            if stem in inputs:
                raise Unusable(f"two inputs are named {stem}; expected files could not tell them apart")
            inputs[stem] = f"{folder}/{name}"
    return inputs


def read_texts(root, name, path):
    """Document id -> bytes of its text, for every file below path (hidden ones too)."""
    full = os.path.join(root, path)
    if not os.path.isdir(full):
        with open(full, "rb") as f:
            return {path: f.read()}
    texts = {}
    for folder, _, files in os.walk(full):
        for file in files:
            one = os.path.join(folder, file)
            with open(one, "rb") as f:
                data = f.read()
            if name == SITE_FOLDER:
                for line in data.decode("utf-8").splitlines():
                    row = json.loads(line)
                    texts[row["id"]] = row["text"].encode("utf-8")
            else:
                texts[os.path.relpath(one, root).replace(os.sep, "/")] = data
    return texts


def scan(binary, root, path):
    """The records of the run file, checked to be whole."""
    try:
        done = subprocess.run([binary, "scan", "--json", path], cwd=root, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=TIMEOUT_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise BadRun(f"no end after {TIMEOUT_SECONDS} s")
    if done.returncode != 0:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise BadRun(f"exit status {done.returncode}: {message[-1] if message else 'no message'}")
    try:
        records = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines() if line]
    except ValueError as error:
        raise BadRun(f"not JSON lines: {error}")
    types = [r.get("type") for r in records]
    if not types or types[0] != "run" or types[-1] != "end":
        raise BadRun("the run file does not start with a run line and end with an end line")
    return records


def slice_text(texts, place):
    """(text, complaint) of a {"doc","begin","end"} object."""
    doc, begin, end = place.get("doc"), place.get("begin"), place.get("end")
    if doc not in texts:
        return "", f"names an unknown document {doc!r}"
    if not (isinstance(begin, int) and isinstance(end, int) and 0 <= begin < end <= len(texts[doc])):
        return "", f"has bytes [{begin}, {end}) outside {doc}"
    try:
        return texts[doc][begin:end].decode("utf-8"), None
    except UnicodeDecodeError:
        return "", f"has bytes [{begin}, {end}) of {doc} that cut a character"


def block_key(record, texts, complaints):
    kind, doc = record.get("kind"), record.get("doc")
    text, complaint = slice_text(texts, record)
    if kind == "boilerplate":
        of_doc, of_text = None, None  # any page may stand for the copies
    else:
        of = dict(record.get("of") or {})
        of.setdefault("doc", doc)
        of_doc = of["doc"]
        of_text, of_complaint = slice_text(texts, of)
        complaint = complaint or of_complaint
        if not complaint and kind == "repeat" and of_doc == doc and of["end"] > record["begin"]:
            complaint = "points at a copy that does not stand before it"
    if complaint:
        complaints.append(f"{kind} {shorten(text)!r} {complaint}")
    return (kind, doc, text, of_doc, of_text)


def pair_key(kind, doc, of):
    """Which of two equals is kept is the policy's choice; a contained document is never it."""
    return (kind, doc, None, of, None) if kind == "contained" else (kind, *sorted((doc, of)))


def found_findings(records, texts):
    """(Counter of keys, key -> numbers of the pair, complaints)."""
    keys, numbers, complaints = collections.Counter(), {}, []
    for record in records:
        if record.get("type") == "block":
            keys[block_key(record, texts, complaints)] += 1
        elif record.get("type") == "group":
            for member in record.get("members", []):
                if member.get("kept"):
                    continue
                kind = member.get("kind", record.get("kind"))
                key = pair_key(kind, str(member.get("doc")), str(record.get("kept")))
                keys[key] += 1
                numbers[key] = member
    return keys, numbers, complaints


def expected_findings(items, texts):
    keys, numbers = collections.Counter(), {}
    for item in items:
        kind, doc = item["kind"], item["doc"]
        if kind == "distinct":
            if doc not in texts or item["of"] not in texts:
                raise Unusable(f"distinct pair names an unknown document: {doc}, {item['of']}")
        elif kind in ("exact", "near", "contained"):
            key = pair_key(kind, doc, item["of"])
            keys[key] += 1
            numbers[key] = item
        else:
            of = item.get("of")
            of_doc = item.get("of_doc", doc) if of is not None else None
            for where, text in ((doc, item["text"]), (of_doc, of)):
                if where is not None and text.encode("utf-8") not in texts.get(where, b""):
                    raise Unusable(f"{where} does not hold the expected text {shorten(text)!r}")
            keys[(kind, doc, item["text"], of_doc, of)] += 1
    return keys, numbers


def wrong_numbers(expected, found):
    for key, item in expected.items():
        for name in ("jaccard", "containment"):
            if key in found and name in item and name in found[key]:
                if abs(item[name] - found[key][name]) > SIMILARITY_TOLERANCE:
                    yield (f"{' '.join(str(k) for k in key if k)}: {name} is {found[key][name]}, "
                           f"should be {item[name]}")


def shorten(text, width=60):
    text = " ".join(text.split())
    return text if len(text) <= width else text[:width - 1] + "…"


def describe(key):
    if len(key) == 3:
        return f"{key[0]} {key[1]} ~ {key[2]}"
    kind, doc, text, of_doc, of_text = key
    if kind == "contained":
        return f"contained {doc} in {of_doc}"
    line = f"{kind} {doc} {shorten(text)!r}"
    return line if of_text is None else f"{line} of {of_doc} {shorten(of_text, 40)!r}"


def check_one(binary, root, name, path):
    """(number expected, number found, lines of complaint)."""
    texts = read_texts(root, name, path)
    expected, expected_numbers = expected_findings(
        read_json(os.path.join(root, "expected", name + ".json")), texts)
    try:
        found, found_numbers, lines = found_findings(scan(binary, root, path), texts)
    except BadRun as error:
        return sum(expected.values()), 0, [str(error)]
    lines += ["missing: " + describe(k) for k in (expected - found).elements()]
    lines += ["extra:   " + describe(k) for k in (found - expected).elements()]
    lines += wrong_numbers(expected_numbers, found_numbers)
    return sum(expected.values()), sum(found.values()), lines


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    binary, root, names = os.path.abspath(arguments[0]), arguments[1], arguments[2:]
    try:
        inputs = inputs_by_name(root)
        written = {os.path.splitext(n)[0] for n in os.listdir(os.path.join(root, "expected"))}
        if written != set(inputs):
            raise Unusable("expected files and inputs do not match: "
                           + ", ".join(sorted(written ^ set(inputs))))
        if set(names) - written:
            raise Unusable("no such expectation: " + ", ".join(sorted(set(names) - written)))
        if not os.access(binary, os.X_OK):
            raise Unusable(f"{binary} can't be run")
        failed = 0
        print(f"{'input':<44}{'expected':>9}{'found':>7}  result")
        for name in names or sorted(inputs):
            wanted, got, lines = check_one(binary, root, name, inputs[name])
            print(f"{inputs[name]:<44}{wanted:>9}{got:>7}  {'differs' if lines else 'ok'}")
            for line in lines:
                print("    " + line)
            failed += bool(lines)
    except (Unusable, OSError, ValueError, KeyError) as error:
        print(f"check_expected.py: {error}", file=sys.stderr)
        return 2
    print(f"{failed} of {len(names or inputs)} inputs differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
