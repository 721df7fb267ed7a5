"""Stored reports are those of the shop in tests/report."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from roadworthy.report.record import Report

sys.path.append(str(Path(__file__).parent.parent / "report"))


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The shop after a whole cycle."""
    from shop_audit import CERTIFICATE, RUN, sample_audit

    from roadworthy.report.data import make_report

    return make_report(sample_audit(tmp_path / "shop"), RUN, CERTIFICATE)
