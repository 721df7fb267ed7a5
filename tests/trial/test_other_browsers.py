"""Pages of an app in Firefox and in WebKit: what somebody sees there, what fails there, and that nothing of it stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from small_app import plan, write_app
from trial_processes import all_ended, descendants

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import Actor, open_trial
from roadworthy.trial.engines.found import FIREFOX, REMEDIES, WEBKIT, Engine, engines, firefox
from roadworthy.trial.engines.page import EnginePage
from roadworthy.trial.trial import Trial

SERVER = '''
PAGE = """<!doctype html><title>Tea</title><body style="background: rgb(0, 128, 0)">
<h1></h1><input name="leaf"><button onclick="navigator.share({title: 'tea'})">Share</button>
<button aria-label="Later" onclick="(async () => { await null; navigator.bluetooth.requestDevice() })()"></button>
<button hidden>Unseen</button>
<script>
document.querySelector("input").addEventListener("input", (event) => { document.title = event.target.value });
console.error("said", navigator.onLine);
const told = async () => {
  const who = await (await fetch("/who")).json();
  document.querySelector("h1").textContent = [who.cookie, who.proto, localStorage.getItem("leaf")].join(" ");
};
told();
Promise.reject(new TypeError("nobody caught it"));
</script>"""
def get_tea(request): return 200, PAGE, {}
def get_who(request):
    return 200, {"cookie": request.headers.get("cookie"), "proto": request.headers.get("x-forwarded-proto")}, {}
KEPT = """<title>kept</title><p>Tea</p><script>
document.cookie = "leaf=assam"; document.title = "kept: " + document.cookie;
try { localStorage.length } catch (error) { console.error(error) }
sessionStorage.setItem("leaf", "assam");
</script>"""
def get_kept(request): return 200, KEPT, {}
def get_gone(request): return 410, "<p>No tea", {}
'''
CALLER = Actor(
    name="caller",
    role="user",
    address="203.0.113.7",
    cookies={"sid": "assam"},
    storage={"leaf": "second flush"},
)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with open_trial(write_app(tmp_path_factory.mktemp("app"), SERVER), plan()) as trial:
        yield trial


@pytest.fixture(params=(FIREFOX, WEBKIT))
def engine(request: pytest.FixtureRequest) -> Engine:
    found = next((one for one in engines() if one.name == request.param), None)
    if found is None:
        pytest.skip(f"no {request.param}: {REMEDIES[request.param]}")
    return found


def opened(page: EnginePage, path: str) -> EnginePage:
    assert page.open(path, timeout=60) == 200
    page.settle(20)
    return page


@pytest.mark.trial
def test_somebody_who_is_signed_in_sees_the_page_and_what_fails_on_it_is_told(
    trial: Trial, engine: Engine, tmp_path: Path
) -> None:
    with trial.page_in(engine, CALLER) as page:
        opened(page, "/tea")
        assert page.browser.startswith(engine.name) and page.browser[-1].isdigit()
        assert page.text().strip().startswith("sid=assam https second flush")
        assert page.address() == f"{trial.base_url}/tea"
        assert page.labels() == ["Share", "Later"]
        assert [one for one in page.errors if "nobody caught it" in one]
        assert "error: said true" in page.console
        assert page.fill("input", "darjeeling") and page.evaluate("document.title") == "darjeeling"
        assert page.press("Share") and page.press("Later") and not page.press("Buy", timeout=0.2)
        page.settle()
        assert any("navigator.share is not a function" in one for one in page.errors)
        assert any("requestDevice" in one and "undefined" in one for one in page.errors)
        picture = Image.open(page.screenshot(tmp_path / "tea.png")).convert("RGB")
        assert picture.getpixel((picture.width - 5, 300)) == (0, 128, 0)
        assert page.open("/gone") == 410


@pytest.mark.trial
def test_a_script_runs_before_those_of_the_page_and_each_page_is_a_fresh_profile(
    trial: Trial, engine: Engine
) -> None:
    with trial.page_in(engine, CALLER) as page:
        page.before_scripts("navigator.share = () => { document.title = 'shared' }")
        opened(page, "/tea")
        assert page.press("Share") and page.evaluate("document.title") == "shared"
        # Another host is another site: the page goes on in another process.
        opened(page, trial.base_url.replace("127.0.0.1", "localhost") + "/tea")
        assert page.press("Share") and page.evaluate("document.title") == "shared"
    with trial.page_in(engine) as page:
        opened(page, "/tea")
        assert page.text().strip().startswith("https")


@pytest.mark.trial
def test_a_firefox_whose_settings_block_site_data_keeps_nothing(trial: Trial) -> None:
    found = firefox()
    if found is None:
        pytest.skip(f"no Firefox: {REMEDIES[FIREFOX]}")
    with trial.page_in(msgspec.structs.replace(found, keeps_data=False), CALLER) as page:
        opened(page, "/kept")
        assert page.errors == ["The operation is insecure."]
        assert "error: SecurityError: The operation is insecure." in page.console
        assert page.evaluate("document.title") == "kept:"


@pytest.mark.trial
def test_a_browser_that_does_not_start_is_told_once_and_for_all(trial: Trial, engine: Engine) -> None:
    broken = Engine(engine.name, Path("/usr/bin/false"), engine.driven)
    for _ in range(2):
        with (
            pytest.raises(TrialUnavailable, match=f"{engine.name} (does not start|ends at once)"),
            trial.page_in(broken),
        ):
            pass


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from small_app import plan
from roadworthy.trial import open_trial
from roadworthy.trial.engines.found import engines
with open_trial(Path(sys.argv[1]), plan()) as trial:
    engine = next(one for one in engines() if one.name == sys.argv[2])
    with trial.page_in(engine) as page:
        page.open("/tea", timeout=60)
        print("open", flush=True)
        sys.stdin.read()
"""


@pytest.mark.trial
def test_nothing_runs_on_when_roadworthy_is_killed(engine: Engine, tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", SERVER)
    arguments = (str(app), engine.name, str(Path(__file__).parent))
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None and program.stdout.readline() == b"open\n"
        started = descendants(program.pid)
        assert started
        os.kill(program.pid, signal.SIGKILL)
        program.wait(10)
        assert all_ended(started, 20)
