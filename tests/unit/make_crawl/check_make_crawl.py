#!/usr/bin/env python3
"""Holds make-crawl to what its truth file claims, and score-crawl to known answers.

usage: check_make_crawl.py MAKE_CRAWL SCORE_CRAWL
"""
import collections
import importlib.machinery
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
maker, scorer = sys.argv[1:3]
loader = importlib.machinery.SourceFileLoader("score_crawl", scorer)
score = importlib.util.module_from_spec(importlib.util.spec_from_loader("score_crawl", loader))
loader.exec_module(score)

SIZE = 2_000_000
failures = []


def check(holds, *what):
    if not holds and len(failures) < 20:
        failures.append(" ".join(map(str, what)))


def make(folder, name, *options):
    crawl, truth = (os.path.join(folder, name + end) for end in (".jsonl", ".truth.jsonl"))
    subprocess.run([maker, "-o", crawl, "--truth", truth, *options], check=True)
    return crawl, truth


def read(path):
    with open(path, "rb") as file:
        return file.read()


def check_bytes(folder):
    first = make(folder, "a", "--size", "2M", "--seed", "7")
    second = make(folder, "b", "--size", "2M", "--seed", "7")
    other = make(folder, "c", "--size", "2M", "--seed", "8")
    for a, b, c in zip(first, second, other):
        check(read(a) == read(b), "two runs differ")
        check(read(a) != read(c), "another seed gives the same crawl")
    parts, truth = make(folder, "d", "--size", "2M", "--seed", "7", "--split", "5")
    whole = b"".join(read(parts.replace(".jsonl", f".{i}.jsonl")) for i in range(1, 6))
    check(whole == read(first[0]) and read(truth) == read(first[1]), "--split changes bytes")
    check(abs(len(whole) - SIZE) < SIZE * 0.1, "size", len(whole))
    bad = subprocess.run([maker, "--size", "2X", "-o", os.devnull], capture_output=True)
    check(bad.returncode == 2, "a bad size is not refused")
    return first


def check_rows(rows):
    check(len({r["id"] for r in rows}) == len(rows), "ids are not unique")
    check(len({r["url"] for r in rows}) == len(rows), "urls are not unique")
    languages = {r["lang"] for r in rows}
    check(languages == {"en", "fr", "de", "ru", "zh", "ja", "ar", "th"}, "languages", languages)
    for r in rows:
        check(set(r) == {"id", "url", "date", "title", "lang", "text"}, "fields of", r["id"])


def check_ranges(texts, truth):
    data = {doc: text.encode() for doc, text in texts.items()}

    def part(r):
        piece = data[r["doc"]][r["begin"]:r["end"]]
        check(0 <= r["begin"] < r["end"] <= len(data[r["doc"]]), "range of", r)
        return piece.decode()  # fails when a character is cut

    for r in truth:
        if "doc" not in r:
            continue
        text = part(r)
        check(text == text.strip(), "space at the ends of", r)
        around = data[r["doc"]]
        check(r["begin"] == 0 or around[r["begin"] - 1:r["begin"]] == b"\n", "begin of", r)
        check(r["end"] in (len(around),) or around[r["end"]:r["end"] + 1] == b"\n", "end of", r)
        if r["type"] == "repeat":
            check(text == part(r["of"]), "repeat is not its source", r)
        if r["type"] == "teaser":
            source = part(r["of"])
            front, _, rest = text.partition(source)
            check(source in text and len(front) < 160, "teaser is not a prefix", r)
            rest = rest.lstrip()
            check(re.match(r"\.\.\.|…|\[\.\.\.\]|\[…\]", rest) or
                  (not rest and source[-1] in ".!?。"), "teaser's ending", r, repr(rest))
            paragraph = data[r["of"]["doc"]][r["of"]["begin"]:].decode().split("\n")[0]
            check(len(paragraph) > len(source), "teaser has its whole source", r)


def check_frames(rows, texts, truth):
    site = {r["id"]: r["url"].split("/")[2] for r in rows}
    pages = collections.Counter(site.values())
    tokens = {doc: len(score.tokens(text)) for doc, text in texts.items()}
    seen, frame_tokens = collections.defaultdict(collections.Counter), collections.Counter()
    for r in truth:
        if r["type"] == "frame":
            text = texts[r["doc"]].encode()[r["begin"]:r["end"]].decode()
            frame_tokens[r["doc"]] += len(score.tokens(text))
            for line in text.split("\n"):
                seen[site[r["doc"]]][re.sub(r"\d+", "#", line)] += 1
    for name, lines in seen.items():
        check(10 <= pages[name] <= 250, "pages of", name, pages[name])
        for line, count in lines.items():
            check(not line or count >= pages[name] * 0.05, "frame line on few pages:", name, line)
    large = sum(frame_tokens[doc] > 0.35 * tokens[doc] for doc in tokens)
    check(large < 0.15 * len(tokens), "pages that are mostly frame:", large, "of", len(tokens))


def check_pairs(texts, truth):
    """Brute force: what is alike is in one family, and the labels are true."""
    sets = {doc: score.shingles(text) for doc, text in texts.items()}
    together = collections.defaultdict(set)
    for r in truth:
        if r["type"] == "family":
            check(len(r["docs"]) <= 50, "large family")
            for doc in r["docs"]:
                together[doc].update(r["docs"])
    index, shared = collections.defaultdict(list), collections.Counter()
    for doc, found in sets.items():
        for value in found:
            for other in index[value]:
                shared[other, doc] += 1
            index[value].append(doc)
    highest = 0
    for (a, b), count in shared.items():
        size_a, size_b = len(sets[a]), len(sets[b])
        value = count / min(size_a, size_b)
        if b not in together[a]:
            highest = max(highest, value)
            check(value < 0.5, "alike outside families:", a, b, value)
    kinds = collections.defaultdict(list)
    for r in truth:
        if r["type"] in ("reprint", "exact", "contained", "negative"):
            a, b = r["docs"]
            check(b in together[a], "labelled pair in no family", r)
            kinds[r["type"]].append((r, score.similarity(sets[a], sets[b])))
    for r, (jaccard, share, _) in kinds["exact"]:
        check(jaccard == 1.0 and texts[r["docs"][0]] == texts[r["docs"][1]], "not exact", r)
    for r, (jaccard, share, _) in kinds["contained"]:
        check(share > 0.4 and jaccard < 0.8, "contained", r, jaccard, share)
    for r, (jaccard, *_shares) in kinds["negative"]:
        check(jaccard < 0.6 and max(_shares) < 0.8, "negative is alike", r, jaccard)
    over = sum(j >= 0.8 or max(c) >= 0.8 for _, (j, *c) in kinds["reprint"])
    check(0.2 * len(kinds["reprint"]) < over < 0.9 * len(kinds["reprint"]), "reprints over 0.8:", over)
    for kind in ("reprint", "exact", "contained", "negative"):
        check(kinds[kind], "no record of", kind)
    repeated = {doc for r in truth if r["type"] == "family" for doc in r["docs"]}
    plain = sum(len(t.encode()) for doc, t in texts.items() if doc not in repeated)
    total = sum(len(t.encode()) for t in texts.values())
    check(0.5 < plain / total < 0.75, "share of plain pages", plain / total)
    return highest, plain / total


def figures(run, crawl, truth):
    done = subprocess.run([sys.executable, scorer, run, crawl, truth], capture_output=True, text=True)
    check(done.returncode == 0, done.stderr)
    return dict(line.split("\t") for line in done.stdout.splitlines() if not line.startswith("#"))


def check_scorer(folder, crawl, truth_path, texts, truth):
    run = os.path.join(folder, "run.jsonl")
    with open(run, "w", encoding="utf-8") as file:
        names = {"frame": "boilerplate", "teaser": "teaser", "repeat": "repeat"}
        for r in truth:
            if r["type"] in names:
                print(json.dumps({**r, "type": "block", "kind": names[r["type"]]}), file=file)
            if r["type"] == "family":
                for i, a in enumerate(r["docs"]):
                    for b in r["docs"][:i]:
                        j, ca, cb = score.similarity(score.shingles(texts[a]), score.shingles(texts[b]))
                        if max(j, ca, cb) >= 0.8:
                            print(json.dumps({"type": "pair", "a": a, "b": b, "jaccard": j}), file=file)
        print('{"type":"end"}', file=file)
    perfect = figures(run, crawl, truth_path)
    for name, value in perfect.items():
        if name.endswith(("recall", "precision", "F1")):
            check(value == "1.0000", "a perfect run scores", name, value)
    check(int(perfect["pairs owed"]) > 20, "few pairs are owed")
    check(perfect["keep pieces wrongly found"] == "0", "keep pieces")
    doc = next(r for r in truth if r["type"] == "keep")
    with open(run, "w", encoding="utf-8") as file:
        print(json.dumps({**doc, "type": "block", "kind": "repeat"}), file=file)
        print('{"type":"pair","a":"0.0.0","b":"0.0.1","jaccard":0.9}\n{"type":"end"}', file=file)
    poor = figures(run, crawl, truth_path)
    for name, value in (("pair recall", "0.0000"), ("pair precision", "0.0000"),
                        ("frame F1", "0.0000"), ("keep pieces wrongly found", "1")):
        check(poor[name] == value, "a poor run scores", name, poor[name])


def main():
    with tempfile.TemporaryDirectory() as folder:
        crawl, truth_path = check_bytes(folder)
        rows = list(score.records(crawl))
        truth = list(score.records(truth_path))
        texts = {r["id"]: r["text"] for r in rows}
        check_rows(rows)
        check_ranges(texts, truth)
        check_frames(rows, texts, truth)
        highest, plain = check_pairs(texts, truth)
        check_scorer(folder, crawl, truth_path, texts, truth)
    print(len(rows), "pages; most alike outside families:", round(highest, 3),
          "; bytes of plain pages:", round(plain, 3))
    for failure in failures:
        print("FAILED:", failure)
    return 1 if failures else 0


sys.exit(main())
