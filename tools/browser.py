"""Finds the browser that tests drive, or installs one: `python -m tools.browser`.

In this order: the program that CHROMIUM names, the system's Chromium or Chrome, the distribution's
package, the build that Playwright downloads. Chromium's headless shell comes first: it draws the
same pages without the windows around them, in two thirds of the time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PACKAGES = ("chromium-headless-shell", "chromium")
NAMES = (*PACKAGES, "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_browser() -> str | None:
    """Return the path of a browser that starts, or None.

    Raises SystemExit if CHROMIUM names a program that does not start: an explicit wish is not
    replaced by something else.
    """
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        if _starts(wanted):
            return wanted
        sys.exit(f"CHROMIUM is {wanted!r}, and no browser starts there.")
    candidates = [path for name in NAMES if (path := shutil.which(name))]
    candidates += [path for path in ON_A_MAC if Path(path).exists()]
    return next((path for path in candidates if _starts(path)), None) or _playwrights_own()


def ensure_browser() -> str:
    """Return the path of a browser, installing one if there is none; SystemExit if that fails."""
    for install in (None, _install_package, _install_playwrights_own):
        if install:
            install()
        if path := find_browser():
            return path
    sys.exit(
        "No browser for the tests: install Chromium, or name a Chromium or Chrome in CHROMIUM. "
        "`pytest -m 'not browser'` runs the other tests."
    )


def _starts(path: str) -> bool:
    # On Ubuntu `chromium-browser` may be a stub that only says that a snap is missing.
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, check=False, timeout=60, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and "Chrom" in answer.stdout


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install_package() -> None:
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and not shutil.which("sudo"):
        return
    print("No browser found; installing the distribution's Chromium.", flush=True)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    subprocess.run([*apt, "update", "-qq"], check=False)
    for package in PACKAGES:
        if subprocess.run([*apt, "install", "-y", "-qq", package], check=False).returncode == 0:
            return


def _install_playwrights_own() -> None:
    print("No browser found; downloading Playwright's Chromium.", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if sys.platform == "linux" and os.geteuid() == 0:
        command.insert(-1, "--with-deps")
    subprocess.run(command, check=False)


if __name__ == "__main__":
    print(f"Browser for the tests: {ensure_browser()}")
