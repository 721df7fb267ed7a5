"""Chromium, in a sandbox of its own, whose network holds the app, the doubles and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import msgspec
import psutil
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor
from roadworthy.trial.bridge import open_bridge
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.keeper import Keeper
from roadworthy.trial.pages.server import PagesServer
from roadworthy.trial.sandbox import HOME, SYSTEM_FOLDERS, Mount, Sandbox, free_user, open_sandbox

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
_SHOWN = "() => document.body !== null && document.body.innerText.trim() !== ''"
# Nothing new is drawn for twenty turns of the page's own clock, one after the other.
_CALM = """most => new Promise(done => {
  const began = performance.now();
  let still = 0, drawn = true;
  const watcher = new MutationObserver(() => { drawn = true });
  watcher.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  const step = () => {
    still = drawn ? 0 : still + 1;
    drawn = false;
    if (still >= 20 || performance.now() - began > most) { watcher.disconnect(); done(); }
    else setTimeout(step, 60);
  };
  setTimeout(step, 60);
})"""
_LOOKS_EVERY_MS = 50
# So much of a page's own time passes in one step, and so long is looked then what it does.
_STEP_SECONDS, _STEP_LOOK_MS = 1.0, 200
# Browsers keep cookies of such names from addresses with TLS alone, and send them to the machine itself without.
_SECURE_ALONE = ("__Secure-", "__Host-")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


class PageRequest(msgspec.Struct, frozen=True):
    """A request the page made; `status` is 0 when it got no answer."""

    method: str
    url: str
    status: int


class BrowserPage:
    """A page with what happened in it. `page` is Playwright's own."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self.console: list[str] = []
        self.requests: list[PageRequest] = []
        self._base_url = base_url
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")
        self._line: dict[str, bool | float] = {"offline": False, "latency": 0}
        # Chromium takes a network of loopback alone for offline.
        page.add_init_script(_ONLINE)
        self.conditions(0, 0)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("response", self._answered)
        self._open, self._heard = 0, time.monotonic()
        page.on("request", lambda _: self._counted(1))
        page.on("requestfinished", lambda _: self._counted(-1))
        page.on("requestfailed", lambda _: self._counted(-1))
        page.on("requestfailed", lambda r: self.requests.append(PageRequest(r.method, r.url, 0)))

    def _answered(self, response: Response) -> None:
        self.requests.append(PageRequest(response.request.method, response.url, response.status))

    def _counted(self, step: int) -> None:
        self._open += step
        self._heard = time.monotonic()

    def open(self, path: str, timeout: float = 20.0) -> int:
        """Go to a path of the app and wait until it has loaded. Returns the status (0: none)."""
        url = path if "://" in path else self._base_url + path
        try:
            response = self.page.goto(url, wait_until="load", timeout=timeout * 1000)
        except PlaywrightError as error:
            self.errors.append(error.message.splitlines()[0])
            return 0
        return response.status if response is not None else 0

    def calm(self, most: float) -> None:
        """Wait until the page has asked nothing and drawn nothing new for a while, at most `most` seconds. The page itself measures
        it: on a busy machine its clock is as late as what is waited for."""
        ends = time.monotonic() + most
        with contextlib.suppress(PlaywrightError):
            while (begun := time.monotonic()) < ends:
                self.page.evaluate(_CALM, (ends - begun) * 1000)
                if self._open <= 0 and self._heard < begun:
                    return

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until the network has been idle for half a second and the page shows something or has failed, at most
        `timeout` seconds for each."""
        with contextlib.suppress(PlaywrightError):
            self.page.wait_for_load_state("networkidle", timeout=timeout * 1000)
        ends = time.monotonic() + timeout
        # A busy machine may take longer to run a script than to fetch it.
        while not self.errors and not self._shows_something() and time.monotonic() < ends:
            self.page.wait_for_timeout(_LOOKS_EVERY_MS)

    def _shows_something(self) -> bool:
        with contextlib.suppress(PlaywrightError):
            return bool(self.page.evaluate(_SHOWN))
        # It is on its way to another page.
        return False

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

    def screenshot(self, path: Path) -> Path:
        # A page behind a window that it opened is not drawn.
        self.page.bring_to_front()
        path.write_bytes(self.page.screenshot())
        return path

    def text(self) -> str:
        """The text a visitor sees."""
        return self.page.inner_text("body")


class Browsers:
    """Chromium is started when the first page is asked for and shared by all; each page has a profile of its own."""

    def __init__(
        self,
        loop: EventLoop,
        run_folder: Path,
        base_url: str,
        connect: Callable[[], Awaitable[socket.socket]],
        doubles: Doubles,
        pages: PagesServer | None = None,
    ) -> None:
        self._loop = loop
        self._run_folder = run_folder
        self._base_url = base_url
        self._connect = connect
        self._doubles = doubles
        self._pages = pages
        self._sandbox: Sandbox | None = None
        self._endpoint = ""
        self._playwrights: dict[int, Playwright] = {}
        self._connected: dict[int, tuple[str, Browser]] = {}
        self._drivers: dict[int, list[psutil.Process]] = {}

    @contextlib.contextmanager
    def page(self, actor: Actor, *, phone: bool) -> Iterator[BrowserPage]:
        context = self._browser().new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            ignore_https_errors=True,
            # A worker outlives its page; the next connection then ends Playwright's driver. And what a worker
            # kept of an earlier experiment must not answer in the next.
            service_workers="block",
            extra_http_headers={
                "X-Forwarded-Proto": "https",
                "X-Forwarded-For": actor.address,
            },
        )
        try:
            self._sign_in(context, actor)
            yield BrowserPage(context.new_page(), self._base_url)
        finally:
            # Where the browser has ended meanwhile, the profile went with it.
            with contextlib.suppress(PlaywrightError):
                context.close()

    def _browser(self) -> Browser:
        """Chromium, by this thread's own connection: one serves all of its pages."""
        endpoint, thread = self.endpoint(), threading.get_ident()
        known = self._connected.get(thread)
        if known is not None and known[0] == endpoint and known[1].is_connected():
            return known[1]
        # What it keeps for a connection goes with the trial, however that ends.
        kept = self._run_folder / f"browser-artifacts-{thread}"
        browser = self._playwright().chromium.connect_over_cdp(endpoint, timeout=20_000, artifacts_dir=kept)
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
        if self._pages is not None:
            self._pages.forget(built=built)

    def _sign_in(self, context: BrowserContext, actor: Actor) -> None:
        context.add_cookies(
            [
                # Supabase's own client reads its session from its cookie in the page.
                {
                    "name": name,
                    "value": value,
                    "url": _address(name, self._base_url),
                    "httpOnly": not name.startswith("sb-"),
                    "sameSite": "Lax",
                    "secure": name.startswith(_SECURE_ALONE),
                }
                for name, value in actor.cookies.items()
            ]
        )
        lines = [f"localStorage.setItem({name!r}, {value!r});" for name, value in actor.storage.items()]
        if lines:
            mark = "if (!sessionStorage.getItem('roadworthy')) { sessionStorage.setItem('roadworthy', '1');"
            guard = f"if (location.origin === {self._base_url!r}) {{ {mark} {' '.join(lines)} }} }}"
            context.add_init_script(guard)

    def _playwright(self) -> Playwright:
        """Playwright's synchronous interface belongs to the thread that started it."""
        thread = threading.get_ident()
        if thread not in self._playwrights:
            before = set(psutil.Process().children())
            self._playwrights[thread] = sync_playwright().start()
            self._drivers[thread] = [
                p for p in psutil.Process().children() if p not in before and _is_driver(p)
            ]
        return self._playwrights[thread]

    def _start(self) -> None:
        program = self._program().resolve()
        folder = program.parent
        mounts = [] if str(folder).startswith(SYSTEM_FOLDERS) else [Mount(folder, str(folder))]
        mounts += (
            [Mount(Path("/etc/chromium.d"), "/etc/chromium.d")] if Path("/etc/chromium.d").is_dir() else []
        )
        if self._pages is not None:
            self._pages.open()
        try:
            self._loop.wait(self._open(program, mounts), 40)
        except (OSError, TimeoutError) as error:
            self._end_sandbox()
            raise TrialUnavailable(f"Chromium does not start: {error}", where=str(program)) from error

    def _program(self) -> Path:
        """Playwright's own Chromium, or the system's. Raises TrialUnavailable."""
        own = Path(self._playwright().chromium.executable_path)
        found = own if own.exists() else next((Path(p) for n in _NAMES if (p := shutil.which(n))), None)
        if found is None:
            raise TrialUnavailable("no Chromium", remedy="playwright install chromium")
        return found

    async def _open(self, program: Path, mounts: list[Mount]) -> None:
        name = f"browser-{os.urandom(3).hex()}"
        sandbox = await open_sandbox(self._run_folder, name, mounts, user=free_user())
        self._sandbox = sandbox
        keeper = sandbox.keeper
        await self._reach_app(keeper)
        await self._doubles.attach(keeper)
        environment = {"PATH": "/usr/bin:/bin", "HOME": HOME, "LANG": "C.UTF-8", "TZ": "UTC"}
        command = await keeper.start([str(program), *FLAGS, "about:blank"], cwd="/tmp", env=environment)

        async def connect() -> socket.socket:
            return await keeper.connect(DEBUGGING_PORT)

        for _attempt in range(400):
            if DEBUGGING_PORT in await keeper.listening():
                break
            if not command.running:
                raise TrialUnavailable(f"Chromium ends at once: {command.log.last_lines()}")
            await asyncio.sleep(0.05)
        outside = socket.create_server(("127.0.0.1", 0))
        outside.setblocking(False)
        await open_bridge(outside, connect)
        self._endpoint = f"http://127.0.0.1:{outside.getsockname()[1]}"

    async def _reach_app(self, keeper: Keeper) -> None:
        """The app's address leads to its pages, and whatever they ask of its server."""
        port = int(self._base_url.rpartition(":")[2])
        pages = self._pages.connect if self._pages is not None else self._connect
        await open_bridge(await keeper.listen("127.0.0.1", port), pages)

    def discard(self) -> None:
        """Kills this thread's Playwright driver, which lets go what waits for it, and Chromium."""
        for driver in self._drivers.pop(threading.get_ident(), []):
            with contextlib.suppress(psutil.NoSuchProcess):
                driver.kill()
        with contextlib.suppress(PlaywrightError):
            self.close()

    def close(self) -> None:
        self._connected.pop(threading.get_ident(), None)
        own = self._playwrights.pop(threading.get_ident(), None)
        if own is not None:
            own.stop()
        self._end_sandbox()

    def _end_sandbox(self) -> None:
        if self._sandbox is not None:
            self._loop.wait(self._sandbox.close())
            self._sandbox = None


def _address(cookie: str, base_url: str) -> str:
    return base_url.replace("http:", "https:", 1) if cookie.startswith(_SECURE_ALONE) else base_url


def _is_driver(process: psutil.Process) -> bool:
    try:
        return "run-driver" in process.cmdline()
    except psutil.NoSuchProcess:
        return False
