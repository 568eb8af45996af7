"""rensa. pairs: R-MinHash of all shingles, LSH, candidates kept when the estimate reaches the threshold.
rho: its fastest way, which samples shingles and says only which rows share a band with another."""
from rensa import RMinHash, RMinHashLSH

import driver as d

SEED = 42


def pairs(path):
    index = RMinHashLSH(threshold=d.THRESHOLD, num_perm=d.PERMUTATIONS, num_bands=d.BANDS)
    signatures = []
    for batch in d.batches(map(d.shingles, d.texts(path))):
        for signature in RMinHash.from_token_sets(batch, num_perm=d.PERMUTATIONS, seed=SEED):
            n = len(signatures)
            for other in index.query(signature):
                if signature.jaccard(signatures[other]) >= d.THRESHOLD:
                    yield other, n
            index.insert(n, signature)
            signatures.append(signature)


def flags(path):
    index = RMinHashLSH(threshold=d.THRESHOLD, num_perm=d.PERMUTATIONS, num_bands=d.BANDS)
    rows = list(map(d.shingles, d.texts(path)))
    matrix = RMinHash.digest_matrix_from_token_sets_rho(rows, num_perm=d.PERMUTATIONS, seed=SEED)
    for n, flag in enumerate(index.query_duplicate_flags_matrix_one_shot(matrix)):
        if flag:
            yield (n,)


d.run(lambda path, variant: flags(path) if variant == "rho" else pairs(path))
