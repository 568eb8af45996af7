"""What the drivers of the peers share. A driver is called IN.jsonl OUT.tsv [VARIANT].

Rows of IN have a text. OUT gets a line of row numbers (from 0) for every pair, or for every cluster
where the peer knows clusters only, or one number a line where it can only say that a row has a
copy. Asked for by all: Jaccard .8 of 5-word shingles, words between white space, 128 values in 16
bands of 8.
"""
import json
import sys

PERMUTATIONS = 128
BANDS = 16
ROWS = PERMUTATIONS // BANDS
SHINGLE = 5
THRESHOLD = 0.8


def texts(path):
    with open(path, "rb") as f:
        for line in f:
            yield json.loads(line)["text"]


def shingles(text):
    words = text.split()
    if not words:
        return []
    if len(words) <= SHINGLE:
        return [" ".join(words)]
    return [" ".join(words[i:i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)]


def batches(items, size=1000):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def clusters(edges):
    """Connected components of pairs, largest first."""
    parent = {}

    def find(x):
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x
    for a, b in edges:
        parent[find(a)] = find(b)
    groups = {}
    for x in parent:
        groups.setdefault(find(x), []).append(x)
    return sorted(groups.values(), key=len, reverse=True)


def run(function):
    """Calls function(input, variant), an iterable of tuples of row numbers, and writes them."""
    variant = sys.argv[3] if len(sys.argv) > 3 else None
    with open(sys.argv[2], "w") as out:
        for numbers in function(sys.argv[1], variant):
            out.write("\t".join(map(str, numbers)) + "\n")
