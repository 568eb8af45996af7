#!/usr/bin/env python3
"""The true near duplicates of a JSONL file, and how well a tool found them. Needs numpy.

usage: truth.py words IN.jsonl OUT.jsonl     texts as their words, one space between
       truth.py pairs IN.jsonl OUT.tsv       every pair with Jaccard similarity .7 or more
       truth.py score TRUTH.tsv FOUND KIND   prints JSON

words: the words are those of neardup (NFKC, case folded, without accents; one character a word in
scripts without spaces), so that tools that cut at white space see the same words.
pairs: exact, over sets of 5-word shingles, words between white space. Two sets that are alike by t share
one of their |x| - ceil(t |x|) + 1 rarest members, so only pairs that do are compared (--all-shared
compares all that share any). Shingles are 64-bit hashes; among 10^8 of them two meet by chance with
probability 3 in 10,000.
score: FOUND has row numbers as the drivers write them, or is a run file of neardup. KIND is pairs,
clusters (held against the transitive closure of the true pairs) or flags (rows that have a copy).
"""
import collections
import json
import re
import sys
import unicodedata

import numpy as np

SHINGLE = 5
LEAST = 0.7      # listed in the truth
THRESHOLD = 0.8  # owed
UNSPACED = ("\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
            "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff")
WORD = re.compile(f"[{UNSPACED}]|(?:(?![{UNSPACED}])[^\\W_]|[\u0900-\u0dff\u0610-\u06ed])+")


def rows(path):
    with open(path, "rb") as f:
        for line in f:
            if line.strip():
                yield json.loads(line)


def words(source, target):
    with open(target, "w", encoding="utf-8") as out:
        for row in rows(source):
            text = unicodedata.normalize("NFKC", row["text"]).casefold()
            text = "".join(c for c in unicodedata.normalize("NFD", text) if not 0x300 <= ord(c) <= 0x36F)
            text = " ".join(WORD.findall(unicodedata.normalize("NFC", text)))
            out.write(json.dumps({"id": str(row["id"]), "text": text}, ensure_ascii=False) + "\n")


def shingle_sets(path):
    """One sorted array of distinct 64-bit hashes a row."""
    numbers, sets = {}, []
    random = np.random.default_rng(1)
    hashes = random.integers(0, 2**64, 1 << 16, dtype=np.uint64)
    factor = np.uint64(0x9E3779B97F4A7C15)
    for row in rows(path):
        ids = [numbers.setdefault(word, len(numbers)) for word in row["text"].split()]
        while len(numbers) > len(hashes):
            hashes = np.concatenate([hashes, random.integers(0, 2**64, len(hashes), dtype=np.uint64)])
        values = hashes[np.array(ids, dtype=np.int64)]
        size = min(SHINGLE, len(values))
        count = len(values) - size + 1 if size else 0
        total = np.zeros(count, dtype=np.uint64)
        for i in range(size):
            total = (total + values[i:i + count]) * factor
            total ^= total >> np.uint64(29)
        sets.append(np.unique(total))
    return sets


def prefixes(sets, all_shared):
    """(shingle number, row) of the rarest members of each set, ascending by shingle."""
    lengths = np.array([len(s) for s in sets])
    owner = np.repeat(np.arange(len(sets)), lengths)
    _, member, count = np.unique(np.concatenate(sets), return_inverse=True, return_counts=True)
    # Rare ones first in each row; what stands in one row only can't be shared, but takes a place.
    order = np.lexsort((member, count[member], owner))
    member, owner = member[order], owner[order]
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    reach = lengths if all_shared else lengths - np.ceil(LEAST * lengths - 1e-9).astype(int) + 1
    used = (place < reach[owner]) & (count[member] > 1)
    member, owner = member[used], owner[used]
    order = np.argsort(member, kind="stable")
    return member[order], owner[order], lengths


def candidates(sets, all_shared):
    """Pairs (a, b), a < b, of rows that share a member of their prefixes, each once."""
    member, owner, lengths = prefixes(sets, all_shared)
    borders = np.flatnonzero(np.diff(member)) + 1
    found, pending, waiting = set(), [], 0
    for group in np.split(owner, borders):
        if len(group) < 2:
            continue
        a, b = np.triu_indices(len(group), 1)
        a, b = group[a], group[b]
        near = np.minimum(lengths[a], lengths[b]) >= LEAST * np.maximum(lengths[a], lengths[b])
        pending.append((a[near].astype(np.int64) << 32) | b[near])
        waiting += len(pending[-1])
        if waiting > 1 << 22:
            found.update(np.unique(np.concatenate(pending)).tolist())
            pending, waiting = [], 0
    if pending:
        found.update(np.unique(np.concatenate(pending)).tolist())
    for key in sorted(found):
        yield key >> 32, key & 0xFFFFFFFF


def pairs(source, target, all_shared):
    sets = shingle_sets(source)
    with open(target, "w") as out:
        out.write(f"{len(sets)}\n")
        for a, b in candidates(sets, all_shared):
            x, y = sets[a], sets[b]
            shared = len(np.intersect1d(x, y, assume_unique=True))
            jaccard = shared / (len(x) + len(y) - shared)
            if jaccard >= LEAST:
                out.write(f"{a}\t{b}\t{jaccard:.6f}\n")


def components(edges):
    """{row: number of its component} of the rows that have an edge."""
    parent = {}

    def find(x):
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in edges:
        parent[find(a)] = find(b)
    return {x: find(x) for x in list(parent)}


def found_lines(path):
    """Row numbers of each line, or the pairs of a run file that reach the threshold."""
    with open(path, "rb") as f:
        for line in f:
            if not line.startswith(b"{"):
                yield tuple(map(int, line.split()))
            elif line.startswith(b'{"type":"pair"'):
                record = json.loads(line)
                if record["jaccard"] >= THRESHOLD:
                    yield tuple(sorted((record["a_n"], record["b_n"])))


def choose_two(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def share(part, whole):
    return part / whole if whole else 1.0


def score(truth_path, found_path, kind):
    with open(truth_path) as f:
        documents = int(f.readline())
        truth = {(int(a), int(b)): float(j) for a, b, j in (line.split("\t") for line in f)}
    owed = {pair for pair, jaccard in truth.items() if jaccard >= THRESHOLD}
    true_group = components(owed)
    lines = list(found_lines(found_path))
    result = {"documents": documents, "owed": len(owed),
              "true_drop": len(true_group) - len(set(true_group.values()))}
    if kind == "flags":
        flagged = {line[0] for line in lines}
        right = len(flagged & true_group.keys())
        result.update(owed=len(true_group), found=len(flagged), right=right)
    else:
        group = components((line[0], other) for line in lines for other in line[1:])
        result["drop"] = len(group) - len(set(group.values()))
        if kind == "pairs":
            found = {(min(line), max(line)) for line in lines}
            right = len(found & owed)
            result.update(found=len(found), right=right,
                          near_misses=sum(1 for pair in found - owed if truth.get(pair, 0) >= THRESHOLD - .05))
            clear = {pair for pair in owed if truth[pair] >= THRESHOLD + .05}
            result["recall_clear"] = share(len(clear & found), len(clear))
        else:
            both = collections.Counter((true_group[x], group[x]) for x in true_group if x in group)
            right = choose_two(both.values())
            result.update(owed=choose_two(collections.Counter(true_group.values()).values()),
                          found=choose_two(collections.Counter(group.values()).values()), right=right)
    result["recall"] = share(result["right"], result["owed"])
    result["precision"] = share(result["right"], result["found"])
    print(json.dumps(result))


def main(argv):
    all_shared = "--all-shared" in argv
    argv = [a for a in argv if a != "--all-shared"]
    if len(argv) == 3 and argv[0] == "words":
        words(*argv[1:])
    elif len(argv) == 3 and argv[0] == "pairs":
        pairs(*argv[1:], all_shared)
    elif len(argv) == 4 and argv[0] == "score":
        score(*argv[1:])
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
