#!/usr/bin/env python3
"""A WARC file that wget makes of a small site has what its pages have as HTML files.

Usage: check_of_wget.py NEARDUP
Exits 77 where there is no wget with --warc-file, or no server can be started on 127.0.0.1.
"""
import functools
import gzip
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import warc_maker as w


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        pass


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def fetch(site, folder):
    """Lets wget fetch the site; the path of its WARC file."""
    try:
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    except OSError as error:
        skip(f"no server on 127.0.0.1: {error}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    urls = "".join(f"http://127.0.0.1:{port}/{name}\n"
                   for name in [*sorted(p.name for p in site.iterdir()), "missing.html"])
    (folder / "urls").write_text(urls, encoding="utf-8")
    warc, status = folder / "x.warc.gz", 0
    for _ in range(10):  # on a busy machine a connection may break, and wget misses a page
        warc.unlink(missing_ok=True)
        status = subprocess.run(
            ["wget", "-q", "--no-proxy", "--no-config", "--no-http-keep-alive", "--tries=1",
             "--timeout=20", "--warc-file=x", "-P", "fetched", "-i", "urls"],
            cwd=folder, timeout=200, check=False).returncode
        if warc.exists() and gzip.decompress(warc.read_bytes()).count(b"\nHTTP/1.0 ") == urls.count("\n"):
            server.shutdown()
            return warc
    server.shutdown()
    return skip(f"wget did not fetch all pages, exit status {status}")


def base(name):
    return name.rsplit("/", 1)[1]


def main():
    neardup = sys.argv[1]
    if shutil.which("wget") is None:
        skip("there is no wget")
    if "--warc-file" not in subprocess.run(["wget", "--help"], capture_output=True, text=True,
                                           check=False).stdout:
        skip("this wget knows no --warc-file")
    with tempfile.TemporaryDirectory(prefix="neardup-wget-") as temporary:
        folder = Path(temporary)
        site = folder / "site"
        site.mkdir()
        for name, page in w.pages().items():
            (site / name).write_bytes(page)
        (site / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        warc = fetch(site, folder)
        (site / "image.png").unlink()
        # Sites differ: files have none, so that frames are not looked for.
        said = w.run(neardup, "scan", "--min-pages", 1000, "--boilerplate-threshold", 1, "-o", folder / "warc.run", warc)
        w.run(neardup, "scan", "--min-pages", 1000, "--boilerplate-threshold", 1, "-q", "-o", folder / "html.run", site)
        of_warc = w.findings(folder / "warc.run", base)
        of_html = w.findings(folder / "html.run", base)
        assert of_warc == of_html, f"{of_warc}\nis not\n{of_html}"
        kinds = [row[1] for row in of_warc if row[0] == "group"]
        assert kinds, "nothing was found"
        assert "redirects and errors: 1" in said.stderr, said.stderr
    print(f"{len(of_warc)} findings, the same")


if __name__ == "__main__":
    main()
