from pathlib import Path

import pytest

from tools import browser


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def _no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "ON_A_MAC", ())
    monkeypatch.setattr(browser, "_playwrights_own", lambda: None)


@pytest.mark.usefixtures("_no_browser")
def test_find_browser_passes_over_a_stub_that_does_not_start(tmp_path: Path) -> None:
    program(tmp_path / "chromium", "echo 'install the snap' >&2; exit 1")
    chrome = program(tmp_path / "google-chrome", "echo Google Chrome 140.0")
    assert browser.find_browser() == str(chrome)


@pytest.mark.usefixtures("_no_browser")
def test_find_browser_finds_none() -> None:
    assert browser.find_browser() is None


@pytest.mark.usefixtures("_no_browser")
def test_find_browser_takes_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "chromium", "echo Chromium 140.0")
    mine = program(tmp_path / "mine", "echo Chromium 139.0")
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert browser.find_browser() == str(mine)


def test_find_browser_does_not_replace_the_one_that_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SystemExit, match="no browser starts there"):
        browser.find_browser()


@pytest.mark.usefixtures("_no_browser")
def test_ensure_browser_installs_in_order_and_gives_up_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []
    monkeypatch.setattr(browser, "_install_package", lambda: tried.append("package"))
    monkeypatch.setattr(browser, "_install_playwrights_own", lambda: tried.append("Playwright"))
    with pytest.raises(SystemExit, match="name a Chromium or Chrome in CHROMIUM"):
        browser.ensure_browser()
    assert tried == ["package", "Playwright"]
