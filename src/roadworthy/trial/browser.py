"""Chromium, in a sandbox of its own, whose network holds the app, the doubles and nothing else."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor
from roadworthy.trial.engines.driver import Drivers
from roadworthy.trial.engines.found import Engine
from roadworthy.trial.engines.others import OtherBrowsers
from roadworthy.trial.engines.page import DESKTOP, PHONE, EnginePage, headers_of
from roadworthy.trial.engines.room import ENVIRONMENT, Room, reached, shown
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.opened_page import OpenedPage, sign_in
from roadworthy.trial.sandbox import Mount, Sandbox

DEBUGGING_PORT = 9222
# --no-sandbox: bubblewrap is the sandbox here, and Chromium's own does not nest in it.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    # What Chromium asks Google of its own accord would be taken for what the page asks.
    "--disable-features=OptimizationHints,OptimizationGuideModelDownloading,OptimizationTargetPrediction,"
    "AutofillServerCommunication,MediaRouter,CertificateTransparencyComponentUpdater,Translate,"
    "NetworkTimeServiceQuerying,SpellcheckService",
    "--host-resolver-rules=MAP update.googleapis.com ~NOTFOUND",
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--ignore-certificate-errors",
    "--user-data-dir=/tmp/profile",
    f"--remote-debugging-port={DEBUGGING_PORT}",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ONLINE = (
    "Object.defineProperty(Navigator.prototype, 'onLine', {configurable: true, get: () => !window.__offline})"
)
_SWITCH = "off => { window.__offline = off; window.dispatchEvent(new Event(off ? 'offline' : 'online')) }"
# So much of a page's own time passes in one step, and so long is looked then what it does.
_STEP_SECONDS, _STEP_LOOK_MS = 1.0, 200


class BrowserPage(OpenedPage):
    """A page in Chromium, whose line and whose clock are in our hands."""

    def __init__(self, page: Page, base_url: str, browser: str) -> None:
        super().__init__(page, base_url, browser)
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")
        self._line: dict[str, bool | float] = {"offline": False, "latency": 0}
        # Chromium takes a network of loopback alone for offline.
        page.add_init_script(_ONLINE)
        self.conditions(0, 0)

    def take_over_time(self) -> None:
        """From now on the page's own timers need not be waited for; to be called before the page is opened. Only for pages that get
        their answers: what a browser itself gives up after a time knows nothing of it."""
        self.page.clock.install()

    def step(self) -> float:
        """Lets a moment of the page's own time pass, and looks what comes of it; the seconds that passed."""
        self.page.clock.fast_forward(int(_STEP_SECONDS * 1000))
        self.page.wait_for_timeout(_STEP_LOOK_MS)
        return _STEP_SECONDS

    def offline(self, on: bool) -> None:
        """Take the page off the network, or put it back."""
        self._line["offline"] = on
        self._apply_line()
        self.page.evaluate(_SWITCH, on)

    def conditions(self, latency_ms: float, kbps: float) -> None:
        """A slow line: added latency in milliseconds, throughput in kilobits a second (0: unlimited)."""
        throughput = kbps * 1000 / 8 if kbps else -1
        self._line |= {
            "latency": latency_ms,
            "downloadThroughput": throughput,
            "uploadThroughput": throughput,
        }
        self._apply_line()

    def _apply_line(self) -> None:
        self._devtools.send("Network.emulateNetworkConditions", dict(self._line))


class Browsers:
    """Chromium is started when the first page is asked for and shared by all; each page has a profile of its own."""

    def __init__(self, loop: EventLoop, room: Room) -> None:
        self._loop = loop
        self._room = room
        self._drivers = Drivers()
        self._others = OtherBrowsers(loop, room, self._drivers)
        self._sandbox: Sandbox | None = None
        self._endpoint = ""
        self._connected: dict[int, tuple[str, Browser]] = {}

    @contextlib.contextmanager
    def page(self, actor: Actor, *, phone: bool) -> Iterator[BrowserPage]:
        browser = self._browser()
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            ignore_https_errors=True,
            # A worker outlives its page; the next connection then ends Playwright's driver. And what a worker
            # kept of an earlier experiment must not answer in the next.
            service_workers="block",
            extra_http_headers=headers_of(actor),
        )
        try:
            sign_in(context, actor, self._room.base_url)
            yield BrowserPage(context.new_page(), self._room.base_url, f"Chromium {browser.version}")
        finally:
            # Where the browser has ended meanwhile, the profile went with it.
            with contextlib.suppress(PlaywrightError):
                context.close()

    @contextlib.contextmanager
    def other(self, engine: Engine, actor: Actor, *, phone: bool) -> Iterator[EnginePage]:
        """A page in another browser. Raises TrialUnavailable."""
        with self._others.page(engine, actor, phone=phone) as page:
            yield page

    def _browser(self) -> Browser:
        """Chromium, by this thread's own connection: one serves all of its pages."""
        endpoint, thread = self.endpoint(), threading.get_ident()
        known = self._connected.get(thread)
        if known is not None and known[0] == endpoint and known[1].is_connected():
            return known[1]
        # What it keeps for a connection goes with the trial, however that ends.
        kept = self._room.run_folder / f"browser-artifacts-{thread}"
        own = self._drivers.own()
        browser = own.chromium.connect_over_cdp(endpoint, timeout=20_000, artifacts_dir=kept)
        self._connected[thread] = endpoint, browser
        return browser

    def endpoint(self) -> str:
        """Where Chromium's own protocol answers, `http://127.0.0.1:PORT`; it is started when it does not run. Raises
        TrialUnavailable."""
        if self._sandbox is None or self._sandbox.keeper.gone.is_set():
            self._start()
        return self._endpoint

    def forget_pages(self, *, built: bool) -> None:
        """See `PagesServer.forget`; nothing where the app's own server makes its pages."""
        if self._room.pages is not None:
            self._room.pages.forget(built=built)

    def _start(self) -> None:
        program = self._program().resolve()
        mounts = shown(program)
        mounts += (
            [Mount(Path("/etc/chromium.d"), "/etc/chromium.d")] if Path("/etc/chromium.d").is_dir() else []
        )
        self._room.prepare()
        try:
            self._loop.wait(self._open(program, mounts), 40)
        except (OSError, TimeoutError) as error:
            self._end_sandbox()
            raise TrialUnavailable(f"Chromium does not start: {error}", where=str(program)) from error

    def _program(self) -> Path:
        """Playwright's own Chromium, or the system's. Raises TrialUnavailable."""
        own = Path(self._drivers.own().chromium.executable_path)
        found = own if own.exists() else next((Path(p) for n in _NAMES if (p := shutil.which(n))), None)
        if found is None:
            raise TrialUnavailable("no Chromium", remedy="playwright install chromium")
        return found

    async def _open(self, program: Path, mounts: list[Mount]) -> None:
        self._sandbox = await self._room.open(mounts)
        keeper = self._sandbox.keeper
        command = await keeper.start([str(program), *FLAGS, "about:blank"], cwd="/tmp", env=ENVIRONMENT)
        port = await reached(keeper, command, DEBUGGING_PORT, "Chromium")
        self._endpoint = f"http://127.0.0.1:{port}"

    def discard(self) -> None:
        """Kills this thread's Playwright driver, which lets go what waits for it, and all browsers."""
        self._drivers.kill()
        with contextlib.suppress(PlaywrightError):
            self.close()

    def close(self) -> None:
        self._connected.pop(threading.get_ident(), None)
        self._drivers.stop()
        self._others.close()
        self._end_sandbox()

    def _end_sandbox(self) -> None:
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None
