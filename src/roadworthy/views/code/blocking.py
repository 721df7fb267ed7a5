"""Work that holds up everybody else: what a process does while it answers nobody, and what it never lets go of."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.use import Use
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.awaiting import Awaiting, awaiting
from roadworthy.views.code.runaway_patterns import Runaway, runaway
from roadworthy.views.code.tried_patterns import Tried, tried_patterns

# JavaScript's calls that stop the one thread. Looking whether a file is there takes no time worth speaking of.
_STOPPING = regex(
    r"^(fs|fs-extra|fs/promises)\b.*\.(readFile|writeFile|appendFile|copyFile|cp|rm|readdir|open|read|write)Sync$"
    r"|^child_process\.\w+Sync$|^(crypto|zlib|bcrypt|bcryptjs|argon2|execa)\b.*Sync$|^deasync|^xlsx\.(read|write)File$"
)
_WAITING = regex(
    r"^(time\.sleep|requests\b|urllib\.request\.urlopen|subprocess\.(run|call|check_\w+|getoutput)|os\.(system|popen)|smtplib\.|(ee|geemap)\b"
    # What keeps the processor busy for a quarter of a second or more: password hashes, workbooks, pictures of text.
    # A whole upload is written, or an archive made.
    r"|open$|shutil\.(copyfileobj|make_archive|unpack_archive)$"
    r"|bcrypt\.|passlib\b|argon2\b|xlsxwriter\.|openpyxl\.|pandas\.|pdfplumber\.|pytesseract\.|cv2\."
    # A document is laid out page by page.
    r"|reportlab\.|weasyprint\.|fpdf\.|xhtml2pdf\.|pdfkit\.)"
)
_PROGRAMS = regex(r"^(subprocess\.(run|call|check_call|check_output|getoutput)|os\.system)$")
_LOADING = regex(r"^(sentence_transformers|transformers|spacy|torch|joblib|whisper)\.")
# Programs and browsers that a request of Node's starts and does not stop the thread for: as many at once as there are requests.
_STARTING = regex(
    r"^child_process\.(exec|execFile|spawn|fork)$|^(puppeteer(-core)?|playwright(-core)?\.\w+)\.launch$"
)
_LISTING = regex(r"\.keys$")
_SYNCHRONOUS = {"sqlalchemy", "pymongo", "psycopg2", "psycopg", "sqlite3", "mysql", "django", "supabase"}
# What a library is called whose queries are awaited, and whose queries look the same otherwise.
_AWAITED = {
    "sqlalchemy.ext.asyncio": "sqlalchemy",
    "motor": "pymongo",
    "beanie": "pymongo",
    "asyncpg": "psycopg",
}


class Blocking(Struct, frozen=True):
    """`kind` is thread (the process answers nobody meanwhile), worker (one of few workers is held), load (something large is made
    anew), process (a program is started for each request, however many there are), keys (the cache server goes through all it holds) or pattern (a text keeps a regular expression busy: `attack`, sent as
    `part`); `what` says what is done, and `led` is the last call on the way to it."""

    kind: str
    what: str
    location: Location
    attack: Runaway | None = None
    part: Origin | None = None
    led: Location | None = None


def blocking_of(app: App, work: Work) -> Iterator[Blocking]:
    """What a work does on the request path that holds up others."""
    if work.side == "client":
        return
    known = app.view(awaiting)
    for use in work.uses:
        found = _of_use(known, use)
        if found is None and _waits_for_program(app, work, use):
            held = not _handed_on(known, (*use.calls, use.location))
            found = Blocking("worker", f"runs a program with {use.api}", use.location) if held else None
        if found is None and _sleeps(app, work, use):
            held = not _handed_on(known, (*use.calls, use.location))
            found = Blocking("worker", "sleeps", use.location) if held else None
        if found is not None:
            yield structs.replace(found, led=use.calls[-1] if use.calls else None)
    yield from filter(None, map(_runs_away, tried_patterns(app, work)))
    for query in work.queries:
        if query.library in app.view(synchronous) and _on_loop(known, query.calls, query.location):
            reads = query.operation in ("select", "raw")
            what = "asks the database for" if reads else "has the database change"
            yield Blocking("thread", f"{what} {query.table or 'rows'}", query.location)
    for call in work.services:
        place = call.location
        if place.path.endswith(".py") and _on_loop(known, call.calls, place) and not known.returned(place):
            yield Blocking("thread", f"calls {call.service}", place)
        elif (
            call.service == "smtp"
            and _is_wsgi(app, work)
            and not app.view(_cooperative)
            and not call.flow.later
            and not _handed_on(known, (*call.calls, place))
        ):
            yield Blocking("worker", "sends mail", place)


def _waits_for_program(app: App, work: Work, use: Use) -> bool:
    """Whether one of a server's few workers waits for another program, however long that takes."""
    return (
        use.kind == "command"
        and _PROGRAMS.search(use.api) is not None
        and use.keyword("timeout") is None
        and _is_wsgi(app, work)
        and not app.view(_cooperative)
    )


def _runs_away(tried: Tried) -> Blocking | None:
    """Node's one thread and Python's one lock are held until a pattern comes to an end."""
    attack = runaway(tried.pattern)
    if attack is None:
        return None
    what = f"takes hours over a text of forty letters as `{tried.part.path[-1]}`"
    return Blocking("pattern", what, tried.location, attack, tried.part)


def _sleeps(app: App, work: Work, use: Use) -> bool:
    """Whether one of a server's few workers waits for nothing but the time."""
    asleep = use.api == "time.sleep" and use.trigger != "later"
    return asleep and _is_wsgi(app, work) and not app.view(_cooperative)


def synchronous(app: App) -> frozenset[str]:
    """The libraries whose queries this app does not await. A view."""
    awaited = {
        library
        for module in app.modules.values()
        for node in form.walk(module.body, form.Import)
        if isinstance(node, form.Import)
        for name, library in _AWAITED.items()
        if node.source == name or node.source.startswith(f"{name}.")
    }
    return frozenset(_SYNCHRONOUS - awaited)


def _of_use(known: Awaiting, use: Use) -> Blocking | None:
    if _threaded(known, (*use.calls, use.location)):
        return None
    if _STOPPING.search(use.api) and not use.location.path.endswith(".py"):
        return Blocking("thread", f"calls {use.api.replace('()', '')}", use.location)
    if (
        _WAITING.search(use.api)
        and use.location.path.endswith(".py")
        and not known.awaited(use.location)
        and _is_reached_on_loop(known, use.calls, use.location)
    ):
        return Blocking("thread", f"calls {use.api.replace('()', '')}", use.location)
    if _LOADING.search(use.api) and not any(
        fact.operator == "truthy" and not fact.holds for fact in use.facts
    ):
        return Blocking("load", f"loads a model with {use.api}", use.location)
    if _STARTING.search(use.api) and use.trigger != "later" and not any(map(_bounds, use.arguments)):
        started = "a browser" if use.api.endswith(".launch") else "a program"
        return Blocking("process", f"starts {started} with {use.api}", use.location)
    everything = use.arguments and use.arguments[0].kind == "constant" and use.arguments[0].value == "*"
    if _LISTING.search(use.api) and everything:
        return Blocking("keys", "asks the cache server for all its keys", use.location)
    return None


def _bounds(option: Origin) -> bool:
    """`{ timeout: 5_000 }` among what a program is started with: none stays for ever."""
    return any(name == "timeout" for name, _ in option.fields)


def _on_loop(known: Awaiting, calls: tuple[Location, ...], location: Location) -> bool:
    """Whether an async function of Python leads to it and nothing hands it to a thread or waits for it."""
    if not location.path.endswith(".py") or known.waits(location):
        return False
    return _is_reached_on_loop(known, calls, location)


def _is_reached_on_loop(known: Awaiting, calls: tuple[Location, ...], location: Location) -> bool:
    """Whether an async function leads to it and nothing hands it to a thread."""
    places = (*calls, location)
    if _threaded(known, places):
        return False
    functions = [known.function_at(place) for place in _since_framework(known, places)]
    return any(function is not None and function.is_async for function in functions)


def _since_framework(known: Awaiting, places: tuple[Location, ...]) -> tuple[Location, ...]:
    """The calls since a framework made the last one: a handler or a dependency that is not async runs in a thread, whatever
    async middleware or handler it belongs to."""
    heads = [number for number, place in enumerate(places) if known.in_head(place)]
    return places[heads[-1] + 1 :] if heads else places


def _threaded(known: Awaiting, places: tuple[Location, ...]) -> bool:
    """Whether a function that is not async is handed to a thread; an async one comes back to the loop."""
    for place, inner in zip(places, (*places[1:], None), strict=True):
        entered = known.function_at(inner) if inner is not None else None
        if known.threaded(place) and (entered is None or not entered.is_async):
            return True
    return False


def _handed_on(known: Awaiting, places: tuple[Location, ...]) -> bool:
    return any(known.threaded(place) or known.detached(place) for place in places)


def _cooperative(app: App) -> bool:
    """Whether waiting calls give way to other requests: eventlet or gevent put theirs in place of the standard library's. A view."""
    return any(
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name in ("monkey_patch", "patch_all")
        for module in app.modules.values()
        for node in form.walk(module.body, form.Call)
    )


def _is_wsgi(app: App, work: Work) -> bool:
    endpoint = app.endpoint(work.subject)
    return endpoint is not None and endpoint.framework in ("flask", "django")
