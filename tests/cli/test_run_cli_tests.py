#!/usr/bin/env python3
"""Tests run_cli_tests with /bin/sh scripts in place of the command."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

RUNNER = Path(__file__).with_name("run_cli_tests")


class RunCliTests(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.root = Path(self.temporary.name)
        self.command = self.root / "command"
        self.command.write_text("#!/bin/sh\nprintf 'a [1]\\nb 2\\nc\\n'\necho note >&2\nexit 3\n")
        self.command.chmod(0o755)

    def run_test(self, files, *options):
        folder = self.root / "tests" / "one"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cmd").write_text('"$NEARDUP" in.txt\n')
        for name, text in files.items():
            (folder / name).write_text(text)
        done = subprocess.run([sys.executable, RUNNER, "--neardup", self.command, "--tests",
                               self.root / "tests", *options], capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_exact(self):
        good = {"stdout.exact": "a [1]\nb 2\nc\n", "stderr.exact": "note\n", "exit": "3\n"}
        self.assertEqual(self.run_test(good)[0], 0)
        for name, text in (("stdout.exact", "a [1]\nb 2\nc"), ("stderr.exact", ""), ("exit", "0\n")):
            self.assertEqual(self.run_test({**good, name: text})[0], 1, name)

    def test_missing_means_nothing(self):
        self.assertEqual(self.run_test({"stdout.exact": "a [1]\nb 2\nc\n", "exit": "3"})[0], 1)
        self.assertEqual(self.run_test({"ignore": ""})[0], 0)

    def test_glob(self):
        rest = {"ignore": "", "exit": "3"}
        for pattern, status in (("a [1]\nb ?\n*\n", 0), ("...\n", 0), ("a*\n...\n", 0), ("...\nc\n", 0),
                                ("a*\n", 1), ("a 1\n...\n", 1), ("...\nb ?\n", 1), ("", 1)):
            self.assertEqual(self.run_test({**rest, "stdout.glob": pattern})[0], status, pattern)

    def test_update(self):
        self.assertEqual(self.run_test({}, "--update")[0], 0)
        folder = self.root / "tests" / "one"
        self.assertEqual((folder / "stdout.exact").read_text(), "a [1]\nb 2\nc\n")
        self.assertEqual((folder / "exit").read_text(), "3\n")
        self.assertEqual(self.run_test({})[0], 0)

    def test_files_are_copied(self):
        self.command.write_text("#!/bin/sh\ncat \"$1\"\nrm \"$1\"\n")
        self.assertEqual(self.run_test({"in.txt": "x\n", "stdout.exact": "x\n"})[0], 0)
        self.assertTrue((self.root / "tests/one/in.txt").exists())


if __name__ == "__main__":
    unittest.main()
