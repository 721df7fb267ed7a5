"""What the tests of reports share: the shop's report, hostile text, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from shop_audit import CERTIFICATE, RUN, sample_audit

from roadworthy.report.data import make_report
from roadworthy.report.record import Report


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The shop after a whole cycle."""
    return make_report(sample_audit(tmp_path), RUN, CERTIFICATE)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    import shutil

    path = shutil.which("chromium") or shutil.which("google-chrome")
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
