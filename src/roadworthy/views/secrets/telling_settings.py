"""Settings that tell too much: error reporters told to send who the user is, servers told to serve their own folder, databases told
to log their statements."""

from __future__ import annotations

from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.source.purpose import is_test
from roadworthy.views.code.dotted import by_name
from roadworthy.views.code.run_by_hand import run_by_hand
from roadworthy.views.people.personal import personal_data
from roadworthy.views.secrets.exposure import Exposure


def telling_settings(app: App) -> tuple[Exposure, ...]:
    """Error reporters told to send who the user is; servers told to serve their own folder; databases told to log their statements."""
    return app.view(_telling_settings)


def _telling_settings(app: App) -> tuple[Exposure, ...]:
    found = []
    for path, module in sorted(app.modules.items()):
        content = app.read(path).lower()
        if is_test(path) or not any(mark in content for mark in _MARKS):
            continue
        for node in form.walk(module.body, form.Call, form.Record):
            if isinstance(node, (form.Call, form.Record)) and _sends_people(node):
                what = (
                    "the error reporter is told to send users' identity, cookies and forms to a third party"
                )
                found.append(Exposure("third party", path, what, (at(path, node),)))
            elif isinstance(node, form.Call) and _serves_itself(node):
                what = "the server hands out its own folder: source, settings and packages"
                found.append(Exposure("file", "GET /*", what, (at(path, node),), True))
            elif isinstance(node, form.Call) and _logs_statements(node) and _serves_people(app, path):
                what = "every statement is written down with its values, and what is personal among them"
                found.append(Exposure("people in logs", path, what, (at(path, node),)))
    return tuple(found)


def _serves_people(app: App, path: str) -> bool:
    """Whether what runs there goes on while people use the app, and the app keeps what is theirs."""
    return bool(personal_data(app)) and path not in app.view(run_by_hand)


_MARKS = (b"pii", b"express.static", b"servestatic", b"echo", b"sqlalchemy.engine")


def _logs_statements(node: form.Call) -> bool:
    """`create_engine(url, echo=True)`, `getLogger("sqlalchemy.engine").setLevel(logging.INFO)`, in whatever surroundings."""
    if isinstance(node.callee, form.Member) and node.callee.name == "setLevel" and node.arguments:
        logger, level = node.callee.object, node.arguments[0]
        named = logger.arguments[0] if isinstance(logger, form.Call) and logger.arguments else None
        told = isinstance(named, form.Literal) and str(named.value).startswith("sqlalchemy.engine")
        return told and getattr(level, "name", getattr(level, "value", "")) in ("INFO", "DEBUG")
    given = by_name(node.keywords)
    echo = given.get("echo")
    made = isinstance(node.callee, (form.Name, form.Member)) and node.callee.name in (
        "create_engine",
        "create_async_engine",
    )
    return made and isinstance(echo, form.Literal) and echo.value is True and "hide_parameters" not in given


def _sends_people(node: form.Call | form.Record) -> bool:
    entries = node.keywords if isinstance(node, form.Call) else node.entries
    return any(
        isinstance(entry.key, form.Literal)
        and entry.key.value in ("send_default_pii", "sendDefaultPii")
        and isinstance(entry.value, form.Literal)
        and entry.value.value is True
        for entry in entries
    )


def _serves_itself(node: form.Call) -> bool:
    if not isinstance(node.callee, form.Member) or node.callee.name != "static" or not node.arguments:
        return False
    given = node.arguments[0]
    if isinstance(given, form.Name):
        return given.name == "__dirname"
    if isinstance(given, form.Literal):
        return given.value in (".", "./", "..", "../")
    if (
        isinstance(given, form.Call)
        and isinstance(given.callee, form.Member)
        and given.callee.name in ("join", "resolve")
    ):
        texts_given = [a.value for a in given.arguments if isinstance(a, form.Literal)]
        names = [a.name for a in given.arguments if isinstance(a, form.Name)]
        return (
            names in (["__dirname"], [])
            and len(texts_given) + len(names) == len(given.arguments)
            and all(t in (".", "./", "..", "../", "/") for t in texts_given)
        )
    return False
