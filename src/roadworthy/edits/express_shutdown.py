"""Has an own server in Node finish its requests before it ends, and hear the errors of its pool."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App, Location
from roadworthy.edits import express
from roadworthy.edits.edit import Change, NewFile
from roadworthy.edits.made_values import MadeValue, made_values
from roadworthy.edits.module_style import takes_imports
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.source import SourceFile, free_path
from roadworthy.edits.template import fill
from roadworthy.edits.template_parts import keep_part
from roadworthy.errors import RepairRefused
from roadworthy.languages import form


class Listening(Struct, frozen=True):
    """`server.listen(...)` as a statement of a file; `name` is what it is called on, `kept` what its server is kept as
    ('' where it is not kept)."""

    path: str
    statement: form.Evaluate | form.Define
    name: str
    kept: str


def end_in_order(app: App, templates: str, last: bool) -> tuple[list[Change], list[NewFile]]:
    """A module that ends the server in order, and the line that calls it. `last`: the app deals with escaped errors itself.
    `templates` is the package whose `files` hold shutdown.ts. Raises RepairRefused where no server is found."""
    found = next(_listening(app), None)
    if found is None:
        raise RepairRefused("no statement that has a server listen was found")
    source = SourceFile(app, found.path)
    if not takes_imports(source):
        raise RepairRefused("the app is written with require()", where=found.path)
    folder = posixpath.dirname(found.path)
    path = posixpath.join(folder, f"shutdown{express.ending(app)}")
    pool = next((one for one in made_values(app, {"Pool"}) if one.exported), None)
    where = express.relative_import(app, path, pool.path) if pool is not None else ""
    text = fill(templates, "shutdown.ts", POOL=pool.name if pool is not None else "", DATABASE=where)
    text = keep_part(keep_part(text, "// pool", pool is not None), "// last", not last)
    text = express.in_language(app, text)
    path = free_path(app, path, text)
    changes = [*_called(app, source, found), *import_from(source, ["endInOrder"], source.path_to(path))]
    return changes, [NewFile(path, text)]


def hear_escaped(app: App) -> list[Change]:
    """Handlers for errors that escape everything, which end the app the way it ends at SIGTERM. Raises RepairRefused where
    no server is found."""
    found = next(_listening(app), None)
    if found is None:
        raise RepairRefused("no statement that has a server listen was found")
    source = SourceFile(app, found.path)
    lines = ["// Nobody knows the state of the process after these: end as at SIGTERM, and be started afresh"]
    for event, says in (
        ("uncaughtException", "uncaught exception"),
        ("unhandledRejection", "unhandled rejection"),
    ):
        lines += [f'process.on("{event}", (error) => {{', f'  console.error("{says}:", error);']
        lines += ['  process.kill(process.pid, "SIGTERM");', "});"]
    text = "\n".join(lines).replace('"', source.quote)
    text = text if source.semicolon else text.replace(";", "")
    return [source.insert(source.import_offset, f"\n{text}\n")]


def hear_pool(app: App, place: Location) -> Change:
    """A listener for the errors of a pool. Raises RepairRefused for a pool that has no name."""
    for made in made_values(app, {"Pool"}):
        value = made.define.value
        if made.path == place.path and value is not None and value.span.start == place.start:
            source = SourceFile(app, made.path)
            quote, end = source.quote, source.semicolon
            says = f"{quote}idle database connection failed:{quote}"
            line = (
                f"{made.name}.on({quote}error{quote}, (error) => console.error({says}, error.message)){end}"
            )
            comment = (
                "// Without a listener, an idle connection that the database closes would end the process"
            )
            margin = source.indent(source.line_start(made.define.span.start))
            return source.after_line(made.define.span.end - 1, f"{comment}\n{line}", margin)
    raise RepairRefused("the pool has no name", where=str(place))


def _listening(app: App) -> Iterator[Listening]:
    for path, module in sorted(app.modules.items(), key=lambda one: (one[0].count("/"), one[0])):
        if module.language == "python" or not path.endswith((".ts", ".js", ".mts", ".mjs")) or "test" in path:
            continue
        for node in form.walk(module.body):
            call = node.value if isinstance(node, (form.Evaluate, form.Define)) else None
            callee = call.callee if isinstance(call, form.Call) else None
            if (
                isinstance(callee, form.Member)
                and callee.name == "listen"
                and isinstance(callee.object, form.Name)
            ):
                kept = _kept(node)
                yield Listening(path, node, callee.object.name, kept)  # type: ignore[arg-type]


def _kept(node: form.Node) -> str:
    return node.target.name if isinstance(node, form.Define) and isinstance(node.target, form.Name) else ""


def _called(app: App, source: SourceFile, found: Listening) -> list[Change]:
    """The call, behind the statement; what an Express application returns from `listen` is kept for it."""
    end = found.statement.span.end - 1
    made: list[MadeValue] = list(made_values(app, {"express"}))
    application = (
        any(one.path == found.path and one.name == found.name for one in made) or found.name == "app"
    )
    if found.kept or not application:
        return [
            source.after_line(
                end, f"endInOrder({found.kept or found.name}){source.semicolon}", _margin(source, found)
            )
        ]
    keeping = source.insert(found.statement.span.start, "const server = ")
    return [keeping, source.after_line(end, f"endInOrder(server){source.semicolon}", _margin(source, found))]


def _margin(source: SourceFile, found: Listening) -> str:
    return source.indent(found.statement.span.start)
