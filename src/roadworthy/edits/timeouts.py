"""Edits that bound the wait for other services: fetch, axios, SDK clients, requests, httpx, database pools."""

from __future__ import annotations

from roadworthy.app import App, Location, ServiceCall
from roadworthy.app.pool import DatabasePool
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.views.failures.patience import statement_around

# Where an SDK takes its options, by their position, and what bounds a call. A language model may well take half a
# minute for an answer; a payment may not.
_SDKS = {
    "stripe": (1, "timeout: 10_000, maxNetworkRetries: 1"),
    "openai": (0, "timeout: 30_000, maxRetries: 1"),
    "@anthropic-ai/sdk": (0, "timeout: 30_000, maxRetries: 1"),
    "twilio": (2, "timeout: 10_000"),
    "nodemailer": (0, "connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000"),
}
# Python clients whose calls take `timeout`, and those whose constructor does.
_PYTHON = {"requests", "httpx", "openai", "anthropic", "smtplib", "urllib"}
_PYTHON_MADE = {"httpx", "openai", "anthropic", "smtplib"}
_ANSWERS = "query_timeout: 15_000, statement_timeout: 15_000"
_POOL = f"connectionTimeoutMillis: 10_000, {_ANSWERS}"
_WITH_BODY = ("post", "put", "patch")
_LINE = 100


def bound_call(app: App, call: ServiceCall, seconds: int = 10) -> list[Change]:
    """Gives a call a bound in seconds (an SDK client its own). Raises RepairRefused where none can be put in."""
    if call.location.path.endswith(".py"):
        return _bound_python(app, call, seconds)
    if call.client in ("fetch", "node-fetch"):
        node = call_at(app, call.location)
        option = f"signal: AbortSignal.timeout({_milliseconds(seconds)})"
        return _with_options(app, call.location.path, node, 1, option)
    if call.client == "axios":
        return _bound_axios(app, call, seconds)
    if call.client in _SDKS and call.setup is not None:
        position, options = _SDKS[call.client]
        return _with_options(app, call.setup.path, call_at(app, call.setup), position, options)
    raise RepairRefused(f"{call.client} takes no timeout that is known", where=str(call.location))


def bound_pool(app: App, pool: DatabasePool) -> list[Change]:
    """Bounds a pool's waits for a connection and for an answer."""
    node = call_at(app, pool.location)
    return _with_options(app, pool.location.path, node, 0, _POOL)


def bound_answers(app: App, pool: DatabasePool) -> list[Change]:
    """Bounds a pool's waits for an answer alone."""
    return _with_options(app, pool.location.path, call_at(app, pool.location), 0, _ANSWERS)


def call_at(app: App, location: Location) -> form.Call:
    """The call at a location. Raises RepairRefused when there is none (a stale App)."""
    module = app.modules.get(location.path)
    for node in form.walk(module.body if module is not None else ()):
        if (node.span.start, node.span.end) == (location.start, location.end) and isinstance(node, form.Call):
            return node
    raise RepairRefused("the call is not where it was found", where=str(location))


def _milliseconds(seconds: int) -> str:
    return f"{seconds}_000"


# --- JavaScript --------------------------------------------------------------------------------------


def _with_options(app: App, path: str, call: form.Call, position: int, options: str) -> list[Change]:
    """Puts options into the record at a position of a call's arguments; a new record when there is none yet."""
    source = SourceFile(app, path)
    given = call.arguments
    if len(given) > position:
        return [_into(source, given[position], options)]
    if len(given) < position or not given:
        raise RepairRefused("the call leaves out the arguments before its options", where=path)
    end = given[-1].span.end
    if _fits(source, end, options):
        return [source.insert(end, f", {{ {options} }}")]
    lines = _lines(options.split(", "), source.indent(end))
    return [source.insert(end, f", {{\n{lines}}}")]


def _fits(source: SourceFile, offset: int, text: str) -> bool:
    """Whether a line stays readable when this is put into it."""
    end = source.content.find(b"\n", offset)
    return (end if end >= 0 else len(source.content)) - source.line_start(offset) + len(text) <= _LINE


def _lines(options: list[str], margin: str) -> str:
    """Each option on a line of its own, and the margin that the closing brace stands behind."""
    inner = f"{margin}\t" if margin.startswith("\t") else f"{margin}  "
    return "".join(f"{inner}{option},\n" for option in options) + margin


def _into(source: SourceFile, value: form.Expr, options: str) -> Change:
    if not isinstance(value, form.Record):
        text = source.content[value.span.start : value.span.end].decode()
        return Change(source.path, value.span.start, value.span.end, f"{{ ...{text}, {options} }}")
    if not value.entries:
        return Change(source.path, value.span.start, value.span.end, f"{{ {options} }}")
    last = value.entries[-1].span.end
    margin = source.content[source.line_start(value.entries[-1].span.start) : value.entries[-1].span.start]
    if margin.strip() and _fits(source, last, options):
        return source.insert(last, f", {options}")
    if margin.strip():
        written = [source.content[e.span.start : e.span.end].decode() for e in value.entries]
        lines = _lines([*written, *options.split(", ")], source.indent(last))
        return Change(source.path, value.span.start, value.span.end, f"{{\n{lines}}}")
    each = options.split(", ")
    return source.insert(last, "".join(f",\n{margin.decode()}{option}" for option in each))


def _bound_axios(app: App, call: ServiceCall, seconds: int) -> list[Change]:
    node = call_at(app, call.location)
    option = f"timeout: {_milliseconds(seconds)}"
    verb = node.callee.name if isinstance(node.callee, form.Member) else ""
    if node.arguments and isinstance(node.arguments[0], form.Record):
        return _with_options(app, call.location.path, node, 0, option)
    position = 2 if verb in _WITH_BODY else 1
    if position == 2 and len(node.arguments) == 1:
        source = SourceFile(app, call.location.path)
        return [source.insert(node.arguments[0].span.end, f", undefined, {{ {option} }}")]
    return _with_options(app, call.location.path, node, position, option)


def carry_on(app: App, notice: Location, what: str) -> list[Change]:
    """Lets an action succeed when a notice about it fails: the failure of the awaited call is logged. No change for a call
    that is not a statement of its own."""
    statement = statement_around(app, notice)
    if statement is None:
        return []
    source = SourceFile(app, notice.path)
    if not isinstance(statement.value, form.Await):
        return []
    quote = source.quote
    log = f"console.error({quote}{what} failed:{quote}, error)"
    if _fits(source, notice.end, f".catch((error) => {log})"):
        return [source.insert(notice.end, f".catch((error) => {log})")]
    margin = source.indent(notice.end)
    return [source.insert(notice.end, f".catch((error) =>\n{margin}  {log},\n{margin})")]


# --- Python ------------------------------------------------------------------------------------------


def _bound_python(app: App, call: ServiceCall, seconds: int) -> list[Change]:
    if call.client not in _PYTHON:
        raise RepairRefused(f"{call.client} takes no timeout that is known", where=str(call.location))
    node = call_at(app, call.location)
    place = call.location
    if _timeout_of(node) is None and call.setup is not None and call.client in _PYTHON_MADE:
        node, place = call_at(app, call.setup), call.setup
    source = SourceFile(app, place.path)
    written = f"{float(seconds)}" if call.client == "httpx" else str(seconds)
    value = _timeout_of(node)
    if value is not None:
        return [Change(source.path, value.span.start, value.span.end, written)]
    parts = [*node.arguments, *(keyword.value for keyword in node.keywords)]
    if not parts:
        return [source.insert(node.span.end - 1, f"timeout={written}")]
    last = max(parts, key=lambda part: part.span.end)
    return [source.insert(last.span.end, f", timeout={written}")]


def _timeout_of(call: form.Call) -> form.Expr | None:
    """What is written for `timeout=`."""
    for keyword in call.keywords:
        if isinstance(keyword.key, form.Literal) and keyword.key.value == "timeout":
            return keyword.value
    return None


def carry_on_python(app: App, call: ServiceCall, seconds: int) -> list[Change]:
    """Bounds a notice that is a statement of its own in Python and logs its failure instead of raising it. No
    change for a client whose errors have no common class."""
    errors = {"httpx": "httpx.HTTPError", "requests": "requests.RequestException"}
    statement = statement_around(app, call.location)
    source = SourceFile(app, call.location.path)
    if statement is None or call.client not in errors or not source.imports(call.client):
        return []
    start = source.line_start(statement.span.start)
    margin = source.indent(statement.span.start)
    text = source.content[start : statement.span.end].decode()
    bound = _bound_python(app, call, seconds)
    inner = _replaced(text, bound, start)
    body = "".join(f"    {line}\n" if line.strip() else "\n" for line in inner.split("\n"))
    handler = (
        f"{margin}except {errors[call.client]} as error:\n"
        f'{margin}    logging.getLogger(__name__).warning("notice to {call.service} not sent: %s", error)'
    )
    wrapped = f"{margin}try:\n{body}{handler}"
    changes = [Change(source.path, start, statement.span.end, wrapped)]
    if not source.imports("logging"):
        changes.append(source.insert(_first_import(source), "import logging\n"))
    return changes


def _first_import(source: SourceFile) -> int:
    """Where the imports begin, `__future__` left out; the end of the head of a module without any."""
    body = source.module.body if source.module is not None else ()
    imports = [s for s in body if isinstance(s, form.Import) and s.source != "__future__"]
    return source.line_start(imports[0].span.start) if imports else 0


def _replaced(text: str, changes: list[Change], offset: int) -> str:
    content = text.encode()
    for change in changes:
        content = content[: change.start - offset] + change.text.encode() + content[change.end - offset :]
    return content.decode()
