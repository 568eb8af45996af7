"""datatrove: its MinHash stages 1 to 3, in this process. Clusters of rows that share a band; nothing is
verified. As shipped words come from spaCy; the variant split takes white space."""
import glob
import os
import struct
import tempfile

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader

import driver as d


class SplitWords:
    """Takes the place of spaCy."""

    def word_tokenize(self, text):
        return text.split()


def execute(pipeline, tasks=1):
    LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=1, logging_dir="logs",
                          skip_completed=False).run()


def find(path, variant):
    path = os.path.abspath(path)
    config = MinhashConfig(n_grams=d.SHINGLE, num_buckets=d.BANDS, hashes_per_bucket=d.ROWS)
    with tempfile.TemporaryDirectory(prefix="datatrove-") as folder:
        os.chdir(folder)
        signature = MinhashDedupSignature(output_folder="signatures", config=config)
        if variant == "split":
            signature.word_tokenizer = SplitWords()
        # default_metadata keeps the reader from naming rows after the file; rows keep their order.
        reader = JsonlReader(os.path.dirname(path), glob_pattern=os.path.basename(path), id_key="no id")
        execute([reader, signature])
        execute([MinhashDedupBuckets("signatures", "buckets", config=config)], tasks=d.BANDS)
        execute([MinhashDedupCluster("buckets", "clusters", config=config, save_cluster_id=True)])
        groups = {}
        for name in glob.glob("clusters/*.clusters"):
            with open(name, "rb") as f:
                for n, group in struct.iter_unpack("<2I", f.read()):
                    groups.setdefault(group, []).append(n)
    return groups.values()


d.run(find)
