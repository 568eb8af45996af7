#!/usr/bin/env python3
"""Tests check_layers.py: small trees with one breach each must be refused, sound ones not."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).with_name("check_layers.py")


def run(files):
    """Exit status and output of check_layers.py over a tree of {path: text}."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "src").mkdir()
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, SCRIPT, root], capture_output=True, text=True)
        return done.returncode, done.stdout


class CheckLayers(unittest.TestCase):
    def refused(self, files, words):
        status, output = run(files)
        self.assertEqual(status, 1, output)
        self.assertIn(words, output)
        self.assertEqual(output.count("\n"), 1, output)

    def accepted(self, files):
        self.assertEqual(run(files), (0, ""))

    def test_sound_tree(self):
        self.accepted({
            "src/base/hash.c": '#include <xxhash.h>\n#include "base/hash.h"\n',
            "src/base/hash.h": '#include "neardup/status.h"\n',
            "src/text/tokens.c": '#include "base/hash.h"\n',
            "src/suffix/suffix_array.c": "#include <divsufsort.h>\n#include <divsufsort64.h>\n",
            "src/input/json_fields.cpp": "#include <simdjson.h>\n",
            "src/run/scan.c": '#include "match/spans.h"\n',
            "tools/neardup/main.c": '#include <neardup/neardup.h>\n#include "options.h"\n',
        })

    def test_higher_floor(self):
        self.refused({"src/text/a.c": '#include "fingerprint/b.h"\n'}, "must not include")

    def test_spaces_do_not_hide_it(self):
        self.refused({"src/text/a.c": ' #  include "run/b.h"\n'}, "must not include")

    def test_same_floor_other_folder(self):
        self.refused({"src/input/a.c": '#include "text/b.h"\n'}, "must not include")

    def test_umbrella_in_src(self):
        self.refused({"src/run/a.c": "#include <neardup/neardup.h>\n"}, "neardup/neardup.h")

    def test_way_around_the_floors(self):
        self.refused({"src/text/a.c": '#include "../run/b.h"\n'}, "climbs")

    def test_command_with_inner_header(self):
        self.refused({"tools/neardup/a.c": '#include "base/file.h"\n'}, "public headers only")

    def test_borders(self):
        self.refused({"src/text/a.c": "#include <xxhash.h>\n"}, "xxhash.h")
        self.refused({"src/match/a.c": "#include <divsufsort64.h>\n"}, "divsufsort64.h")
        self.refused({"src/input/a.cpp": "#include <simdjson.h>\n",
                      "src/input/b.cpp": "#include <simdjson.h>\n"}, "more than one")

    def test_same_name_twice(self):
        self.refused({"src/text/a.c": "\n", "tools/neardup/a.c": "\n"}, "same file name")

    def test_too_long(self):
        self.refused({"src/text/a.c": "\n" * 601}, "601 lines")
        self.accepted({"src/text/a.c": "\n" * 600})

    def test_public_name(self):
        self.refused({"include/neardup/a.h": "ND_API int other(void);\n"}, "other")
        self.refused({"include/neardup/a.h": "ND_API int *nd__inner(void);\n"}, "nd__inner")
        self.accepted({"include/neardup/a.h": "#define ND_API __attribute__((x))\nND_API const char *nd_a(int x);\n"})


if __name__ == "__main__":
    unittest.main()
