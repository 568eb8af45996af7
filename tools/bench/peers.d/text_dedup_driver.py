"""text-dedup: its minhash program, as it is configured in a file. Clusters; with the variant
verify it computes the true similarity inside the clusters (check_false_positive)."""
import os
import pickle
import subprocess
import sys
import tempfile

import driver as d

CONFIG = """
[input]
input_type = "local_files"
file_type = "json"
[input.read_arguments]
path = "json"
data_files = {path!r}
split = "train"
cache_dir = {cache!r}
[algorithm]
algorithm_name = "minhash"
text_column = "text"
num_perm = {permutations}
bands = {bands}
rows = {rows}
threshold = {threshold}
ngram_size = {shingle}
min_length = 1
num_proc = 1
check_false_positive = {verify}
[output]
output_dir = "out"
clean_cache = false
save_clusters = true
[debug]
enable_profiling = false
"""


def find(path, variant):
    path = os.path.abspath(path)
    with tempfile.TemporaryDirectory(prefix="text-dedup-") as folder:
        os.chdir(folder)
        with open("config.toml", "w") as f:
            f.write(CONFIG.format(path=path, cache=os.path.join(folder, "cache"), permutations=d.PERMUTATIONS,
                                  bands=d.BANDS, rows=d.ROWS, threshold=d.THRESHOLD, shingle=d.SHINGLE,
                                  verify="true" if variant == "verify" else "false"))
        subprocess.run([sys.executable, "-m", "text_dedup.minhash"], check=True, stdout=subprocess.DEVNULL)
        with open("out/clusters.pickle", "rb") as f:
            parents = pickle.load(f)
    groups = {}
    for n, group in parents.items():
        groups.setdefault(group, []).append(n)
    return groups.values()


d.run(find)
