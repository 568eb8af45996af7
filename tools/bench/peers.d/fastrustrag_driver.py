"""fastrustrag: all in Rust, from texts to pairs with an estimate."""
import fastrustrag

import driver as d


def find(path, _):
    pipeline = fastrustrag.DeduplicationPipeline(num_bands=d.BANDS, num_hashes=d.PERMUTATIONS,
                                                 shingle_size=d.SHINGLE, similarity_threshold=d.THRESHOLD)
    pipeline.process_documents(list(d.texts(path)))
    for a, b, _ in pipeline.deduplicate_corpus():
        yield a, b


d.run(find)
