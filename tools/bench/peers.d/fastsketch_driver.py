"""FastSketchLSH: Fast Similarity Sketching in C++, LSH, candidates kept when the estimate reaches the threshold."""
import numpy
from FastSketchLSH import LSH, FastSimilaritySketch

import driver as d


def find(path, _):
    sketcher = FastSimilaritySketch(size=d.PERMUTATIONS, seed=42)
    index = LSH(num_perm=d.PERMUTATIONS, num_bands=d.BANDS, num_threads=1)
    blocks = []
    for batch in d.batches(map(d.shingles, d.texts(path))):
        blocks.append(numpy.asarray(sketcher.batch(batch, num_threads=1), dtype=numpy.uint64))
    sketches = numpy.vstack(blocks)
    index.insert(sketches)
    flat, offsets = index.query(sketches, format="csr")
    flat, offsets = numpy.asarray(flat), numpy.asarray(offsets)
    for n in range(len(sketches)):
        for other in set(flat[offsets[n]:offsets[n + 1]].tolist()):
            if other < n and (sketches[n] == sketches[other]).mean() >= d.THRESHOLD:
                yield other, n


d.run(find)
