"""dedup-rs: text-dedup's MinHash in Rust. Clusters of rows that share a band; nothing is verified."""
import dedup_rs
import numpy

import driver as d


def find(path, _):
    index = dedup_rs.EmbedFunc.from_b_r(d.BANDS, d.ROWS, d.SHINGLE, d.PERMUTATIONS, "text", "n", None, 1)
    first = 0
    for batch in d.batches(d.texts(path)):
        index.batch_embed_shard(batch, numpy.arange(first, first + len(batch), dtype=numpy.uint32))
        first += len(batch)
    yield from d.clusters(index.cluster().parent.items())


d.run(find)
