"""The table of what browsers lack says what web-features says."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from roadworthy.views.pages.baseline_features import FEATURES
from tools.baseline import TABLE, features, page

ALL = {"chrome": "1", "edge": "1", "firefox": "1", "safari": "1", "chrome_android": "1", "safari_ios": "1"}


def data(
    key: str, *, baseline: object = False, since: str = "", lacking: tuple[str, ...] = (), **more: object
) -> dict[str, Any]:
    support = {name: version for name, version in ALL.items() if name not in lacking}
    status = {"baseline": baseline, "baseline_low_date": since, "support": support}
    feature = {"kind": "feature", "status": {"by_compat_key": {key: status}}, **more}
    return {"features": {"one": feature}, "browsers": {"chrome": {"releases": [{"date": "2026-09-22"}]}}}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("api.Window.requestIdleCallback", "requestIdleCallback"),
        ("api.EyeDropper.EyeDropper", "EyeDropper"),
        ("api.Navigator.getBattery", "navigator.getBattery"),
        ("api.Translator.create_static", "Translator.create"),
        ("api.Element.requestFullscreen", "Element.prototype.requestFullscreen"),
        ("javascript.builtins.Promise.try", "Promise.try"),
        ("javascript.builtins.Intl.DurationFormat.DurationFormat", "Intl.DurationFormat"),
    ],
)
def test_what_a_browser_lacks_stands_under_the_name_that_code_calls(key: str, name: str) -> None:
    assert features(data(key, lacking=("safari", "safari_ios"))) == {name: ("", "Safari")}


@pytest.mark.parametrize(
    "known",
    [
        data("api.Window.requestIdleCallback", baseline="high", since="2020-01-01"),
        data("api.Window.requestIdleCallback", baseline="low", since="2024-04-18"),
        data("api.Window.requestIdleCallback", lacking=("safari",), discouraged={}),
        data("api.Element.setHTML", lacking=("safari",)),
        data("css.properties.anchor-name", lacking=("safari",)),
        data("api.Navigator.share", lacking=("firefox",)),
        data("javascript.builtins.Set.union", lacking=("safari",)),
    ],
)
def test_what_all_browsers_have_or_no_script_calls_is_left_out(known: dict[str, Any]) -> None:
    assert features(known) == {}


def test_what_has_been_there_for_a_short_time_says_since_when() -> None:
    known = data("api.Document.startViewTransition", baseline="low", since="≤2025-10-14")
    assert features(known) == {"document.startViewTransition": ("2025-10", "")}


def test_what_people_use_without_a_test_is_known() -> None:
    assert {"requestIdleCallback", "EyeDropper", "navigator.usb", "showSaveFilePicker"} <= set(FEATURES)


def test_the_table_is_what_the_package_says(tmp_path: Path) -> None:
    written = re.search(r"web-features (\d\S+)", TABLE.read_text())
    npm = shutil.which("npm")
    assert written is not None
    if npm is None:
        pytest.skip("npm is not installed")
    package = f"web-features@{written[1]}"
    subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", package],
        cwd=tmp_path,
        check=True,
    )
    assert TABLE.read_text() == page(tmp_path / "node_modules" / "web-features")
