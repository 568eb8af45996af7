#!/usr/bin/env python3
"""WARC files that are damaged or made to hurt: the good records are found, memory stays bounded.

Usage: check_hostile.py NEARDUP
"""
import gzip
import os
import random
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import warc_maker as w

MOST_MEMORY = 400e6  # far below each record here, and above what sanitizers need
GOOD = w.record("conversion", "http://a.org/good", b"A text that is good.", "text/plain")
OTHER = w.record("conversion", "http://a.org/other", b"Another text that is good, too.", "text/plain")


def scan(neardup, path, *arguments):
    """What standard error says, the documents that were read, peak memory."""
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([neardup, "scan", "-j", "2", "--json", *arguments, path],
                                   stdout=out, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 2), f"{path}: exit status {process.returncode}"
        said.seek(0)
        out.seek(0)
        last = out.read().splitlines()[-1:]
        documents = int(last[0].split('"documents":')[1].split(",")[0]) if last else 0
        return said.read(), documents, usage.ru_maxrss * 1024


def expect(neardup, path, documents, words, *arguments):
    said, found, memory = scan(neardup, path, *arguments)
    assert found == documents, f"{path}: {found} documents instead of {documents}: {said}"
    assert words in said, f"{path}: no '{words}' in: {said}"
    print(f"{words}: {memory / 1e6:.0f} MB")
    assert memory < MOST_MEMORY, f"{path}: {memory / 1e6:.0f} MB of memory"


def write_sparse(path, parts):
    """Bytes, and numbers: so many zeros, which take no place on the disk."""
    with open(path, "wb") as out:
        for part in parts:
            if isinstance(part, int):
                out.seek(part, os.SEEK_CUR)
            else:
                out.write(part)


def head(length):
    return w.record("conversion", "http://a.org/big", b"", "text/plain", length)[:-4]


def check_giants(neardup, folder):
    path = folder / "giant.warc"
    giant = 2 << 30
    write_sparse(path, [GOOD, head(giant), giant, b"\r\n\r\n", OTHER])
    expect(neardup, path, 2, "larger than 67108864 bytes")
    write_sparse(path, [GOOD, head(2**64 - 1), 1 << 30, b"\r\n\r\n", OTHER])
    expect(neardup, path, 2, "larger than")
    write_sparse(path, [GOOD, b"WARC/1.0\r\nX: ", 1 << 30, b"\r\n\r\n", OTHER])
    expect(neardup, path, 2, "its header is longer")
    write_sparse(path, [GOOD, b"WARC/1.0\r\n" + b"X: y\r\n" * 3000000 + b"\r\n", OTHER])
    expect(neardup, path, 2, "its header is longer")
    write_sparse(path, [GOOD, 1 << 30, b"\r\n\r\n", OTHER])
    expect(neardup, path, 2, "no WARC record begins there")
    path.unlink()


def check_bombs(neardup, folder):
    path = folder / "bomb.warc.gz"
    size = 1 << 30
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = press.compress(head(size))
    for _ in range(1024):
        packed += press.compress(bytes(1 << 20))
    packed += press.compress(b"\r\n\r\n") + press.flush()
    path.write_bytes(gzip.compress(GOOD) + packed + gzip.compress(OTHER))
    expect(neardup, path, 2, "larger than")
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(press.compress(bytes(1 << 20)) for _ in range(1024)) + press.flush()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    path.write_bytes(gzip.compress(GOOD + w.record("response", "http://a.org/b", answer) + OTHER))
    expect(neardup, path, 2, "larger than")
    path.write_bytes(GOOD + w.record("response", "http://a.org/b", answer) + OTHER)
    expect(neardup, path, 2, "larger than 2097152 bytes", "--max-record", "2M")


def check_lies(neardup, folder):
    path = folder / "lie.warc"
    for length in (0, 1, 19, 21, 23, 24, 25, 100, 10**6, 10**9, 2**63, 2**64 - 1, 2**64, "-1", "x", ""):
        lie = w.record("conversion", "http://a.org/lie", b"A text of 20 letters", "text/plain", length)
        path.write_bytes(GOOD + lie + OTHER)
        _, found, _ = scan(neardup, path)
        assert found in (2, 3), f"Content-Length {length}: {found} documents"
        path.write_bytes(b"".join(map(gzip.compress, (GOOD, lie, OTHER))))
        _, found, _ = scan(neardup, path)
        assert found in (2, 3), f"Content-Length {length}, packed: {found} documents"


def check_members(neardup, folder):
    """Very many members: of a byte each, and damaged ones."""
    path = folder / "members.warc.gz"
    bytes_alone = b"".join(gzip.compress(bytes([b])) for b in range(256))
    size = len(bytes_alone) // 256
    alone = [bytes_alone[i * size:(i + 1) * size] for i in range(256)]
    text = w.record("conversion", "http://a.org/1", b"word " * 60000, "text/plain")
    path.write_bytes(b"".join(alone[b] for b in GOOD + text + OTHER))
    expect(neardup, path, 3, "")
    broken = bytearray(gzip.compress(OTHER))
    broken[-6] ^= 1
    path.write_bytes(gzip.compress(GOOD) + bytes(broken) * 20000 + gzip.compress(GOOD))
    expect(neardup, path, 2, "and 19990 more damaged records")
    path.write_bytes(gzip.compress(GOOD) + b"\x1f\x8b\x08" * 1000000 + gzip.compress(GOOD))
    _, found, _ = scan(neardup, path)
    assert found in (1, 2), found


def check_changes(neardup, folder):
    """Bytes that were changed, cut out, put in: no crash, and what is whole is found."""
    path = folder / "changed.warc"
    rng = random.Random(5)
    records = [w.response(f"http://a.org/{n}", p, n % 4, n) for n, p in enumerate(w.pages().values())]
    for number in range(100):
        packed = [gzip.compress(r) if number % 2 else r for r in records]
        bad = rng.randrange(len(packed))
        one = bytearray(packed[bad])
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(one))
            kind = rng.randrange(3)
            if kind == 0:
                one[at] ^= 1 << rng.randrange(8)
            elif kind == 1:
                del one[at:at + rng.randrange(1, 300)]
                one = one or bytearray(b"x")
            else:
                one[at:at] = rng.randbytes(rng.randrange(1, 100))
        packed[bad] = bytes(one)
        path.write_bytes(b"".join(packed))
        said, found, _ = scan(neardup, path)
        lost = 1 if number % 2 else 2  # without members the next one may lose its beginning
        assert found >= len(records) - lost, f"change {number}: {found} documents: {said}"


def main():
    with tempfile.TemporaryDirectory(prefix="neardup-hostile-") as temporary:
        for check in check_members, check_lies, check_changes, check_bombs, check_giants:
            print(check.__name__, flush=True)
            check(sys.argv[1], Path(temporary))


if __name__ == "__main__":
    main()
