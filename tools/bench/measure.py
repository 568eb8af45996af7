"""What the benchmarks share: running a process and measuring it, rounds, tables.

Figures come from wait4(2): the process and all that it waited for. Peak memory is never below that
of this program before it started the process (some 15 MB), so keep it small: load no data here.
"""
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRATCH = os.path.join(ROOT, "build", "bench")  # ignored by git
MB = 1e6


class Failed(Exception):
    """A measured command that did not succeed, or was stopped after its time."""


def measure(argv, stdout=None, stderr=subprocess.DEVNULL, core=None, env=None,
            timeout=None, accept=(0,)):
    """Runs argv; returns wall seconds, cpu seconds (user and system), user, and rss (bytes).

    stdout and stderr are as in subprocess. core pins it to one core. env is added to the environment."""
    if core is not None:
        argv = ["taskset", "-c", str(core), *argv]
    if shutil.which(argv[0]) is None:
        sys.exit(f"{argv[0]}: not found; install it first (Debian has xxhsum in the package xxhash)")
    environment = dict(os.environ, **(env or {}))
    begin = time.perf_counter()
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL,
                               stdout=stdout if stdout is not None else subprocess.DEVNULL,
                               stderr=stderr, env=environment)
    try:
        status, usage = _wait(process, timeout)
    except BaseException:
        process.kill()
        process.wait()
        raise
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accept:
        raise Failed(f"{' '.join(argv)}: exit status {process.returncode}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "user": usage.ru_utime,
            "rss": usage.ru_maxrss * 1024}


def _wait(process, timeout):
    if timeout is None:
        return os.wait4(process.pid, 0)[1:]
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            return status, usage
        time.sleep(0.005)
    raise Failed(f"{process.args[0]}: stopped after {timeout:.0f} s")


def paired_rounds(cases, rounds, quiet=False):
    """Runs every case once a round, in turn (A B C A B C ...), so that a busy spell hits all alike.

    cases is a list of (name, function that returns a measurement). Returns {name: [measurement]}."""
    results = {name: [] for name, _ in cases}
    for number in range(rounds):
        for name, function in cases:
            results[name].append(function())
            if not quiet:
                last = results[name][-1]
                print(f"  round {number + 1}/{rounds} {name}: {last['wall']:.2f} s, "
                      f"CPU {last['cpu']:.2f} s", file=sys.stderr, flush=True)
    return results


def median(results, key):
    return statistics.median(one[key] for one in results)


def paired_ratio(results, base, key):
    """Median of the ratios of the same round, which a slow spell of the machine moves least."""
    return statistics.median(a[key] / b[key] for a, b in zip(results, base) if b[key] > 0)


def table(header, rows):
    """A Markdown table; the first column is text, the others stand at the right."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(value):
    """Three digits that matter, without exponent."""
    if value is None:
        return "-"
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def megabytes(rss):
    """Peak memory in MB, or that it was less than can be told from here."""
    floor = measure(["true"])["rss"] + MB
    return f"< {floor / MB:.0f}" if rss < floor else number(rss / MB)


def bytes_a_document(rss, documents):
    return number(rss / documents) if rss > measure(["true"])["rss"] + MB else "-"


def machine():
    """One line on where this was measured."""
    model, memory = "", 0
    try:
        with open("/proc/cpuinfo") as f:
            model = next((line.split(":", 1)[1].strip() for line in f if line.startswith("model name")), "")
        with open("/proc/meminfo") as f:
            memory = int(f.readline().split()[1]) * 1024
    except OSError:
        pass
    return {"processor": model or platform.machine(), "cores": os.cpu_count(), "memory": memory,
            "system": f"{platform.system()} {platform.release()}", "load": os.getloadavg()[0],
            "date": time.strftime("%Y-%m-%d %H:%M")}


def machine_line():
    m = machine()
    return (f"{m['processor']}, {m['cores']} cores, {m['memory'] / 2**30:.0f} GiB; {m['date']}; "
            f"load {m['load']:.1f} at the start")


def find_binary(name, given=None):
    """given, or the newest build of name under build/, or the one in the PATH."""
    if given:
        path = shutil.which(given) or given
        if not os.access(path, os.X_OK):
            sys.exit(f"{given}: no such program")
        return os.path.abspath(path)
    folder = {"neardup": "neardup", "make-crawl": "make_crawl", "suffix-sort": "bench/micro"}[name]
    for preset in ("release", "ci"):
        path = os.path.join(ROOT, "build", preset, "tools", folder, name)
        if os.access(path, os.X_OK):
            return path
    path = shutil.which(name)
    if not path:
        bench = " -DND_BUILD_BENCH=ON" if name == "suffix-sort" else ""
        sys.exit(f"{name} is not built: cmake --preset release{bench} && cmake --build --preset release, "
                 f"or name one with --{name}")
    return path


def document_scan(binary):
    """The options of the scan that finds documents only, as far as this binary knows them."""
    text = subprocess.run([binary, "scan", "--help"], capture_output=True, text=True).stdout
    return ["--unit", "document"] + (["--no-spans"] if "--no-spans" in text else [])


def warm(path):
    """Reads the file once, so that no run pays for the disk."""
    with open(path, "rb", buffering=0) as f:
        while f.read(1 << 22):
            pass


def save(path, data):
    with open(path, "w") as f:
        json.dump(data, f, indent=1)
        f.write("\n")
