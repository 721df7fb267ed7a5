"""What a real WebKit shows of a page that asks for what it has not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.other_browsers import Lacked, Visit, ordered, shown_elsewhere
from roadworthy.trial import open_trial
from roadworthy.trial.engines.found import REMEDIES, WEBKIT, engines
from roadworthy.trial.trial import Trial

sys.path.insert(0, str(Path(__file__).parents[1] / "trial"))
from small_app import plan, write_app

SERVER = '''
SHAKE = """<h1>Tea house</h1><button onclick="this.after(' again')">More</button>
<button onclick="navigator.vibrate(200)">Vibrate</button>"""
TESTED = SHAKE.replace("navigator.vibrate(200)", "navigator.vibrate ? navigator.vibrate(200) : this.after('!')")
IDLE = """<div id="root"></div><script>
const number = requestIdleCallback(() => 1); document.body.append("Tea house");</script>"""
CAUGHT = """<h1>Tea house</h1><script>
try { requestIdleCallback(() => 1) } catch (error) { console.error(error) }</script>"""
GIVEN_UP = CAUGHT.replace("console.error(error)", "console.error(error); document.body.textContent = 'Sorry'")
BROUGHT = "<script>window.requestIdleCallback = (run) => setTimeout(run)</script>" + IDLE
OWN = """<h1>Tea house</h1><button onclick="tea.vibrate()">Vibrate</button><script>const tea = {}</script>"""
def get_shake(request): return 200, SHAKE, {}
def get_tested(request): return 200, TESTED, {}
def get_idle(request): return 200, IDLE, {}
def get_caught(request): return 200, CAUGHT, {}
def get_given_up(request): return 200, GIVEN_UP, {}
def get_brought(request): return 200, BROUGHT, {}
def get_own(request): return 200, OWN, {}
'''
VIBRATION, IDLE = Lacked("navigator.vibrate", (WEBKIT,)), Lacked("requestIdleCallback", (WEBKIT,))


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    if all(one.name != WEBKIT for one in engines()):
        pytest.skip(f"no WebKit: {REMEDIES[WEBKIT]}")
    with open_trial(write_app(tmp_path_factory.mktemp("app"), SERVER), plan()) as trial:
        yield trial


def told(trial: Trial, lacked: Lacked, route: str) -> tuple[Reproduction | None, str]:
    """What was shown, and the last step that was written down."""
    experiment = Experiment(trial, "the page works in all browsers")
    shown = shown_elsewhere(experiment, lacked, Visit("anonymous", route, frozenset({"Tea", "house"})))
    step = experiment.untestable("").steps[-1]
    return shown, f"{step.says}: {step.shows}"


@pytest.mark.trial
@pytest.mark.parametrize(
    ("lacked", "route", "what"),
    [
        (VIBRATION, "/shake", "'Vibrate' does nothing: TypeError: navigator.vibrate is not a function"),
        (IDLE, "/idle", "/idle stays white: ReferenceError: Can't find variable: requestIdleCallback"),
        (IDLE, "/given/up", "/given/up breaks: ReferenceError: Can't find variable: requestIdleCallback"),
    ],
)
def test_what_the_browser_lacks_is_shown_by_it(trial: Trial, lacked: Lacked, route: str, what: str) -> None:
    shown, _step = told(trial, lacked, route)
    assert shown is not None and shown.state == "proven"
    assert shown.observed.startswith("in WebKitGTK 2.") and what in shown.observed
    assert shown.pictures[0].png


@pytest.mark.trial
@pytest.mark.parametrize(
    ("lacked", "route", "step"),
    [
        (VIBRATION, "/tested", "press the buttons of /tested in WebKitGTK"),
        (VIBRATION, "/own", "press the buttons of /own in WebKitGTK"),
        (IDLE, "/caught", "press the buttons of /caught in WebKitGTK"),
        (IDLE, "/brought", "has requestIdleCallback, or is given it by the app"),
    ],
)
def test_a_page_that_does_without_it_is_not_blamed(
    trial: Trial, lacked: Lacked, route: str, step: str
) -> None:
    shown, last = told(trial, lacked, route)
    assert shown is None and step in last


@pytest.mark.trial
def test_a_browser_that_is_not_there_is_said_with_how_to_get_it(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    shown, last = told(trial, VIBRATION, "/shake")
    assert shown is None and last.startswith(
        "WebKit has no navigator.vibrate, and is not on this machine: apt install"
    )


def test_likely_buttons_come_first_and_none_that_ends_the_visit() -> None:
    assert ordered(["Save", "Sign out", "", "Delete", "Share it"], "navigator.share") == ["Share it", "Save"]
