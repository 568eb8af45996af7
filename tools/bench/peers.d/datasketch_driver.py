"""datasketch: MinHash, MinHashLSH, candidates kept when the estimate reaches the threshold."""
from datasketch import MinHash, MinHashLSH

import driver as d


def find(path, _):
    index = MinHashLSH(num_perm=d.PERMUTATIONS, params=(d.BANDS, d.ROWS))
    signatures = []
    for n, text in enumerate(d.texts(path)):
        signature = MinHash(num_perm=d.PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in d.shingles(text)])
        for other in index.query(signature):
            if signature.jaccard(signatures[other]) >= d.THRESHOLD:
                yield other, n
        index.insert(n, signature)
        signatures.append(signature)


d.run(find)
