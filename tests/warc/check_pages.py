#!/usr/bin/env python3
"""The same pages as HTML files, JSONL with a field of HTML, and WARC in every container and coding:
the same findings; clean and restore; explain, check and spans; any number of threads.

Usage: check_pages.py NEARDUP
"""
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import warc_maker as w


def url_of(name):
    return f"https://www.example.com/{name}"


def base(name):
    return name.rsplit("/", 1)[1]


def write_forms(folder):
    """{form: path}"""
    pages = w.pages()
    records = [w.record("warcinfo", "", b"software: test\r\n", "application/warc-fields")]
    rows = []
    for number, (name, page) in enumerate(pages.items()):
        with_url = page.replace(b"<style>", b"<link rel=canonical href='%s'><style>" %
                                url_of(name).encode())
        records.append(w.response(url_of(name), page, number % 4, number))
        rows.append(json.dumps({"id": url_of(name), "url": url_of(name), "html": page.decode()}))
        path = folder / "html" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(with_url)
    records.append(w.record("revisit", url_of("page1.html"), b"HTTP/1.1 200 OK\r\n\r\n"))
    forms = {"html": folder / "html", "jsonl": folder / "rows.jsonl", "plain": folder / "x.warc",
             "members": folder / "x.warc.gz", "frames": folder / "x.warc.zst",
             "whole": folder / "whole"}
    forms["jsonl"].write_text("\n".join(rows) + "\n", encoding="utf-8")
    forms["plain"].write_bytes(b"".join(records))
    forms["members"].write_bytes(b"".join(gzip.compress(one) for one in records))
    frames = [subprocess.run(["zstd", "-qc"], input=one, capture_output=True, check=True).stdout
              for one in records]
    forms["frames"].write_bytes(b"".join(frames))
    forms["whole"].write_bytes(gzip.compress(b"".join(records)))
    return forms


def same(a, b, what):
    if a != b:
        sys.exit(f"{what}: {a}\nis not\n{b}")


def check_findings(neardup, folder, forms):
    first = None
    for form, path in forms.items():
        run = folder / f"{form}.run"
        w.run(neardup, "scan", "-q", "-j", 1, "-o", run, path)
        found = w.findings(run, base)
        first = first or found
        same(found, first, f"findings of {form}")
        w.run(neardup, "scan", "-q", "-j", 8, "-o", folder / "threads.run", path)
        same((folder / "threads.run").read_bytes(), run.read_bytes(), f"threads, {form}")
    kinds = {row[1] for row in first if row[0] == "group"}
    blocks = {row[1] for row in first if row[0] == "block"}
    same(("exact" in kinds or "near" in kinds, "repeat" in blocks, "boilerplate" in blocks),
         (True, True, True), "what is found")


def check_clean(neardup, folder, form, path):
    """Without anything found, by --run; then all that is found, put back: the same bytes."""
    is_folder = form == "html"
    ending = "" if is_folder else ".jsonl"
    whole, cut, back = (folder / f"{form}-{kind}{ending}" for kind in ("whole", "cut", "back"))
    log = folder / f"{form}.log"
    w.run(neardup, "scan", "-q", "--unit", "document", "--threshold", 1, "--containment", 1,
          "--cross-only", "-o", folder / "nothing.run", path)
    w.run(neardup, "clean", "-q", "--remove", "repeats", "--run", folder / "nothing.run",
          "--no-removed", path, "-o", whole)
    w.run(neardup, "clean", "-q", "-j", 8, path, "-o", cut, "--removed", log)
    w.run(neardup, "restore", "-q", cut, "--removed", log, "-o", back)
    names = sorted(p.name for p in whole.iterdir()) if is_folder else [None]
    for name in names:
        files = [p if name is None else p / name for p in (whole, back, cut)]
        # A page that goes takes its file with it.
        texts = [p.read_bytes() if p.exists() or not is_folder else b"" for p in files]
        same(texts[0], texts[1], f"restored {form}")
        for line in texts[0].splitlines():
            json.loads(line)
        if name is None:
            assert len(texts[2]) < len(texts[0]), "nothing was removed"
    # What was written is read as what it was made of.
    w.run(neardup, "scan", "-q", "--block", "line", "-o", folder / "again.run", whole)
    found = w.findings(folder / "again.run", base)
    if not is_folder:
        same(found, w.findings(folder / f"{form}.run", base), f"scan of what {form} becomes")


def check_others(neardup, folder, forms):
    for form in ("html", "jsonl", "members"):
        run = folder / f"{form}.run"
        doc = "page7.html"
        doc = f"{forms[form]}/{doc}" if form == "html" else url_of(doc)
        said = w.run(neardup, "explain", run, doc).stdout
        assert "dropped" in said and "page3.html" in said, said
        w.run(neardup, "check", "-q", "--max", "repeat=0", forms[form], accept=(1,))
        said = w.run(neardup, "spans", "--min-length", "20w", forms[form]).stdout
        assert "12 documents" in said, said
        out = folder / f"{form}-spans" if form == "html" else folder / f"{form}-spans.jsonl"
        w.run(neardup, "clean", "-q", "--remove", "documents,blocks,spans".replace("blocks", "repeats"),
              forms[form], "-o", out)
    same(w.run(neardup, "compare", folder / "html/page3.html", folder / "html/page7.html", "--json",
               accept=(0, 1)).stdout.count('"alike":true'), 1, "compare of HTML")
    end = json.loads((folder / "members.run").read_text("utf-8").splitlines()[-1])
    same(end.get("revisits"), 1, "revisits")


def main():
    neardup = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="neardup-pages-") as temporary:
        folder = Path(temporary)
        forms = write_forms(folder)
        check_findings(neardup, folder, forms)
        for form, path in forms.items():
            check_clean(neardup, folder, form, path)
        check_others(neardup, folder, forms)
        gone = forms["plain"].read_bytes().replace(b"river", b"riven", 1)
        forms["plain"].write_bytes(gone)
        said = w.run(neardup, "clean", "-q", "--run", folder / "plain.run", forms["plain"], "-o",
                     folder / "no.jsonl", accept=(2,)).stderr
        assert "changed since" in said, said


if __name__ == "__main__":
    main()
