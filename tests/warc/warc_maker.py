"""WARC records and small HTML pages for the tests, and what a scan finds in them."""
import gzip
import json
import subprocess
import zlib


def record(kind, url, content, content_type="application/http; msgtype=response", length=None,
           number=0):
    """One record; length lies where it is given."""
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"Content-Type: {content_type}\r\n"
            f"Content-Length: {len(content) if length is None else length}\r\n\r\n")
    return head.encode() + content + b"\r\n\r\n"


def response(url, page, coding=0, number=0):
    """A page as a server may send it: coding 0 to 3."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    body = page
    if coding & 1:
        body = gzip.compress(body) if number % 3 else zlib.compress(body)
        head += b"Content-Encoding: " + (b"gzip" if number % 3 else b"deflate") + b"\r\n"
    if coding & 2:
        pieces = [body[i:i + 700] for i in range(0, len(body), 700)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        head += b"Transfer-Encoding: chunked\r\n"
    return record("response", url, head + b"\r\n" + body, number=number)


WORDS = ("river mill stone garden ferry winter letter market bridge captain lantern orchard valley "
         "harbour schoolhouse carriage meadow candle kitchen window journey neighbour evening").split()


def paragraph(seed):
    """Some forty words; the same for the same seed."""
    words, state = [], seed * 2654435761 % 2**32 + 1
    for _ in range(40):
        state = (state * 1103515245 + 12345) % 2**31
        words.append(WORDS[state // 65536 % len(WORDS)])
    return " ".join(words).capitalize() + f" {seed}."


def pages():
    """{name: HTML}: a small site with a frame, copies, near copies and a repeat."""
    made = {}
    for i in range(12):
        text = [paragraph(1000 + i * 10 + p) for p in range(5)]
        if i == 7:
            text = [paragraph(1000 + 3 * 10 + p) for p in range(5)]  # a copy of page 3
        if i == 8:
            text = [paragraph(1000 + 4 * 10 + p) for p in range(4)] + [paragraph(9)]
        if i == 9:
            text.append(text[1])
        made[f"page{i}.html"] = (
            f"<!doctype html><html lang=en><head><title>Page {i}</title><style>p {{}}</style></head><body>"
            "<nav><a href=/>Home</a> <a href=/about>About this small site</a></nav><main>"
            f"<h1>Page number {i} &amp; more</h1>" + "".join(f"<p>{p}</p>\n" for p in text) +
            "</main><footer>Copyright of the people who made this small site</footer></body></html>")
    return {name: page.encode() for name, page in made.items()}


def run(neardup, *arguments, accept=(0,)):
    """The finished process; its standard output and error are text."""
    done = subprocess.run([neardup, *map(str, arguments)], capture_output=True, text=True,
                          timeout=300, check=False)
    if done.returncode not in accept:
        raise AssertionError(f"{arguments}: exit status {done.returncode}: {done.stderr}")
    return done


def findings(path, name_of):
    """The lines of a run file without what depends on how documents are called and dated."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["type"] == "group":
            found.append(("group", row["kind"], name_of(row["kept"]), sorted(
                (name_of(m["doc"]), m.get("kind"), m.get("jaccard"), str(m.get("spans")))
                for m in row["members"])))
        elif row["type"] == "block":
            found.append(("block", row["kind"], name_of(row["doc"]), row["begin"], row["end"]))
        elif row["type"] == "end":
            found.append(("end", row["documents"], row["bytes"], row["skipped"]))
    return sorted(found, key=str)
