"""tors: signatures and bands in Rust, candidates kept when the estimate reaches the threshold."""
import tors

import driver as d


def find(path, _):
    rows = [tors.minhash_signature(text, num_perm=d.PERMUTATIONS, shingle_size=d.SHINGLE)
            for text in d.texts(path)]
    for a, b in tors.lsh_candidates(rows, bands=d.BANDS, rows=d.ROWS)["pairs"]:
        if tors.minhash_jaccard(rows[a], rows[b]) >= d.THRESHOLD:
            yield a, b


d.run(find)
