"""The repair of an Express handler with Drizzle."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App, Endpoint
from roadworthy.edits import express
from roadworthy.edits.drizzle_race import (
    Site,
    Sum,
    add_in_query,
    adding_method,
    also_where,
    asking_method,
    link,
    returning,
    site_of,
    sum_of,
    table_name,
)
from roadworthy.edits.drizzle_transaction import (
    executor_parameter,
    executor_type,
    region_of,
    run_on,
    wrap,
)
from roadworthy.edits.edit import Change, NewFile
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.route_handler import handler_of, place_in_handler
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.errors import RepairRefused
from roadworthy.languages import form
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, Race

_WRITES = ("insert", "update", "delete", "upsert")


class Repair:
    """The changes to one handler. `inside` are those within the statements that write, `outside` all others."""

    def __init__(self, app: App, endpoint: Endpoint, races: list[Race]) -> None:
        self.app, self.endpoint, self.races = app, endpoint, races
        self.source = SourceFile(app, endpoint.location.path)
        self.handler = handler_of(app, endpoint)
        self.inside: list[Change] = []
        self.outside: list[Change] = []
        self.files: list[NewFile] = []
        writes = [
            q for q in endpoint.queries if q.operation in _WRITES and place_in_handler(app, endpoint, q)
        ]
        self.together = len({place_in_handler(app, endpoint, q) for q in writes}) > 1
        self.writes = writes

    def make(self) -> tuple[list[Change], list[NewFile]]:
        """All changes and new files. Raises RepairRefused."""
        region = region_of(self.app, self.endpoint, self.writes) if self.together else None
        handled: set[tuple[int, int] | None] = set()
        for race in self.races:
            place = place_in_handler(self.app, self.endpoint, race.write)
            if place not in handled:
                self._race(race)
            handled.add(place)
        if region is None:
            return [*self.inside, *self.outside], self.files
        start, end = region.statements[0].span.start, region.statements[-1].span.end
        seen: set[str] = set()
        for query in self.endpoint.queries:
            place = place_in_handler(self.app, self.endpoint, query)
            if place is not None and place not in handled and start <= place[0] and place[1] <= end:
                inside, outside = run_on(self.app, self.endpoint, query, seen)
                self.inside += inside
                self.outside += outside
                handled.add(place)
        return [*wrap(self.app, self.endpoint, region, self.inside), *self.outside], self.files

    def _race(self, race: Race) -> None:
        site = site_of(self.app, self.endpoint, race.write)
        column = site.table.column(race.column)
        if column is None:
            raise RepairRefused("the column is not declared", where=str(race.write.location))
        if race.kind == COMPUTED:
            self._computed(site, column.field)
        elif isinstance(race.expected, str):
            self._checked(site, column.field, race.expected)
        else:
            raise RepairRefused("what the column must hold is not a constant", where=str(race.write.location))

    # --- the database computes ----------------------------------------------------------------------

    def _computed(self, site: Site, field: str) -> None:
        if site.method is None:
            changes, parts = add_in_query(self.source, site, field)
            self._split(changes)
            if self.together:
                self.inside.append(self._on_transaction(site.chain.span.start))
        else:
            parts = self._call_adding(site, field)
        if parts.operator == "-":
            self._refuse(site, "Not enough left", rows=site.method is None)

    def _call_adding(self, site: Site, field: str) -> Sum:
        """The handler calls a method that adds, beside the one that writes."""
        value = site.call.arguments[-1] if site.call.arguments else None
        if value is None or site.method is None or not isinstance(site.call.callee, form.Member):
            raise RepairRefused("the value is not an argument of the call", where=str(site.query.location))
        parts = sum_of(self.source, value, field)
        storage = SourceFile(self.app, site.query.location.path)
        executor = executor_parameter(storage) if self.together else ""
        typed = storage.path.endswith(".ts")
        name, text = adding_method(storage, site, field, typed, executor)
        self._beside(storage, site, name, text, ["and", "gte", "sql"])
        simple = re.fullmatch(r"[\w.?\[\]()!]+", parts.amount)
        amount = (
            parts.amount
            if parts.operator == "+"
            else (f"-{parts.amount}" if simple else f"-({parts.amount})")
        )
        path = self.source.path
        self._rename(site, name)
        self.inside.append(
            Change(path, value.span.start, value.span.end, amount + (", tx" if self.together else ""))
        )
        return parts

    # --- the update asks again ----------------------------------------------------------------------

    def _checked(self, site: Site, field: str, expected: str) -> None:
        where = link(site.chain, "where")
        if where is None or not where.arguments:
            raise RepairRefused("the update is not written out", where=str(site.query.location))
        quote = self.source.quote
        if site.method is None or self._called_once(site.method):
            storage = SourceFile(self.app, site.query.location.path)
            q = storage.quote
            condition = f"eq({table_name(site.chain)}.{field}, {q}{expected}{q})"
            changes = [*also_where(storage, where, condition, ["and", "eq"]), *returning(storage, site)]
            self._split(changes) if site.method is None else self.outside.extend(changes)
            if self.together:
                raise RepairRefused("one of several writes is shared", where=str(site.query.location))
        else:
            storage = SourceFile(self.app, site.query.location.path)
            executor = executor_parameter(storage) if self.together else ""
            type_name = ": string" if storage.path.endswith(".ts") else ""
            name, text = asking_method(storage, site, field, type_name, executor)
            self._beside(storage, site, name, text, ["and", "eq"])
            self._rename(site, name)
            first = site.call.arguments[0].span.end
            self.inside.append(Change(self.source.path, first, first, f", {quote}{expected}{quote}"))
            if self.together:
                end = site.call.arguments[-1].span.end
                self.inside.append(Change(self.source.path, end, end, ", tx"))
        self._refuse(site, self._message_of(field), rows=site.method is None)

    def _called_once(self, method: form.Function) -> bool:
        calls = sum(
            isinstance(node, form.Member) and node.name == method.name
            for module in self.app.modules.values()
            for node in form.walk(module.body)
        )
        return calls == 1

    # --- pieces -------------------------------------------------------------------------------------

    def _split(self, changes: list[Change]) -> None:
        """Changes of the query go inside, imports outside."""
        handler = self.handler.span
        for change in changes:
            own = change.path == self.source.path
            within = own and handler.start <= change.start and change.end <= handler.end
            (self.inside if within else self.outside).append(change)

    def _on_transaction(self, start: int) -> Change:
        if self.source.content[start : start + 2] != b"db":
            raise RepairRefused("a query does not start with db", where=self.source.path)
        return Change(self.source.path, start, start + 2, "tx")

    def _beside(self, storage: SourceFile, site: Site, name: str, text: str, names: list[str]) -> None:
        """Puts a method behind the one it belongs to, unless an earlier repair did."""
        if site.method is None or re.search(rf"\b{name}\(".encode(), storage.content):
            return
        following = storage.content[site.method.span.end : site.method.span.end + 1]
        if following == b",":
            raise RepairRefused("the methods stand in an object", where=storage.path)
        end = storage.content.find(b"\n", site.method.span.end)
        self.outside.append(storage.insert(end + 1, f"\n{text}"))
        self.outside += import_from(storage, names, "drizzle-orm")
        if self.together:
            self.outside += executor_type(self.app, storage)

    def _rename(self, site: Site, name: str) -> None:
        callee = site.call.callee
        if not isinstance(callee, form.Member):
            raise RepairRefused("the write is not a method's", where=self.source.path)
        end = callee.span.end
        self.inside.append(Change(self.source.path, end - len(callee.name), end, name))

    def _refuse(self, site: Site, message: str, *, rows: bool) -> None:
        """Ends the request when the database changed nothing."""
        statement = self._statement(site)
        quote = self.source.quote
        margin = self.source.indent(statement.span.start)
        end = self.source.semicolon
        own = self._own_error()
        if own:
            refusal = f"throw new {own}(409, {quote}{message}{quote}){end}"
        elif self.together:
            refusal = f"throw new Conflict({quote}{message}{quote}){end}"
            self._conflict()
        else:
            response, key = self._response(), self._key()
            refusal = f"return {response}.status(409).json({{ {key}: {quote}{message}{quote} }}){end}"
        name = self._result(statement, site)
        if name:
            absent = f"{name}.length === 0" if rows and name == "changed" else f"!{name}"
            self.inside.append(self.source.insert(statement.span.end, f"\n{margin}if ({absent}) {refusal}"))
        elif rows:
            self.inside.append(self.source.insert(statement.span.start, "const changed = "))
            self.inside.append(
                self.source.insert(statement.span.end, f"\n{margin}if (changed.length === 0) {refusal}")
            )
        else:
            self.inside.append(self.source.insert(statement.span.start, "if (!("))
            finish = statement.span.end - (
                1 if self.source.content[statement.span.end - 1 : statement.span.end] == b";" else 0
            )
            self.inside.append(Change(self.source.path, finish, statement.span.end, f")) {refusal}"))

    def _statement(self, site: Site) -> form.Node:
        """The smallest statement around the handler's call."""
        around = [
            node
            for node in form.walk(self.handler.body)
            if isinstance(node, (form.Define, form.Evaluate, form.Return))
            and node.span.start <= site.call.span.start
            and site.call.span.end <= node.span.end
        ]
        if not around or isinstance(around[-1], form.Return):
            raise RepairRefused("the write is not a statement of its own", where=self.source.path)
        return around[-1]

    def _result(self, statement: form.Node, site: Site) -> str:
        """The variable that holds the row, where it is one row."""
        target = statement.target if isinstance(statement, form.Define) else None
        if isinstance(target, form.Name):
            return target.name
        if (
            isinstance(target, form.SequenceTarget)
            and target.items
            and isinstance(target.items[0], form.Name)
        ):
            return target.items[0].name
        return ""

    def _own_error(self) -> str:
        """The app's own error with a status, where the handler throws it: `throw new HttpError(404, "...")`."""
        for node in form.walk(self.handler.body):
            value = node.value if isinstance(node, form.Raise) else None
            first = value.arguments[0] if isinstance(value, form.Call) and value.arguments else None
            status = first.value if isinstance(first, form.Literal) else None
            if (
                isinstance(value, form.Call)
                and isinstance(value.callee, form.Name)
                and isinstance(status, int)
            ):
                return value.callee.name
        return ""

    def _conflict(self) -> None:
        """The error that ends a transaction, and its answer."""
        folder = express.server_folder(self.app)
        path = posixpath.join(folder, f"conflict{express.ending(self.app)}")
        self.files = [NewFile(path, express.in_language(self.app, fill(__package__, "conflict.ts")))]
        if not self.source.imports("Conflict"):
            self.outside += import_from(self.source, ["Conflict"], self.source.path_to(path))
        for node in form.walk(self.handler.body):
            if isinstance(node, form.Try) and node.handlers and node.handlers[0].body:
                self._answer(node.handlers[0])
                return

    def _answer(self, handler: form.Handler) -> None:
        name = handler.target.name if isinstance(handler.target, form.Name) else ""
        if not name or any(c.text.startswith(f"if ({name} instanceof Conflict") for c in self.outside):
            return
        end = self.source.semicolon
        line = (
            f"if ({name} instanceof Conflict) return {self._response()}.status(409)"
            f".json({{ {self._key()}: {name}.message }}){end}"
        )
        first = handler.body[0]
        margin = self.source.indent(first.span.start)
        self.outside.append(self.source.insert(first.span.start, f"{line}\n{margin}"))

    def _response(self) -> str:
        parameters = self.handler.parameters
        target = parameters[1].target if len(parameters) > 1 else None
        if not isinstance(target, form.Name):
            raise RepairRefused("the handler's response has no name", where=self.source.path)
        return target.name

    def _key(self) -> str:
        """The field in which the handler tells what went wrong."""
        text = self.source.content[self.handler.span.start : self.handler.span.end].decode()
        found = re.search(r"status\(4\d\d\)\s*\.json\(\{\s*(\w+):", text)
        return found.group(1) if found else "message"

    def _message_of(self, field: str) -> str:
        """What the handler says when the check fails."""
        for node in form.walk(self.handler.body):
            if isinstance(node, form.If) and _names(node.test, field):
                for inner in form.walk(node.then):
                    if isinstance(inner, form.Entry) and isinstance(inner.value, form.Literal):
                        text = inner.value.value
                        if isinstance(text, str) and " " in text and '"' not in text and "'" not in text:
                            return text
        return "Somebody else was faster, please look again"


def _names(test: form.Expr, field: str) -> bool:
    return any(isinstance(node, form.Member) and node.name == field for node in form.walk((test,)))
