"""Tells what `connexion.App(...)` means: a Flask application that an OpenAPI document gives its routes."""

from __future__ import annotations

import posixpath

from roadworthy.frameworks.connexion.document import Document, Operation, read_document
from roadworthy.frameworks.events import AnswerSeen, CheckSeen
from roadworthy.frameworks.exchange import part
from roadworthy.frameworks.flask.scaffold import Route, Scaffold
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.guarding import Guarded
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, Closure, Constant, External, Library, Model, Run, Value
from roadworthy.languages import form

_APPS = ("connexion.App", "connexion.FlaskApp", "connexion.FlaskApp.App", "connexion.AsyncApp")


class ConnexionApp(Model):
    """`connexion.App(...)`; `app` is the Flask application inside."""

    __slots__ = ("app", "folder")

    def __init__(self, app: Scaffold, folder: str) -> None:
        self.app, self.folder = app, folder

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.app if name == "app" else self.app.member(run, name, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "add_api":
            self._add(run, args, node)
            return Constant(None)
        if name == "add_error_handler" and len(args.positional) > 1:
            self.app.handlers.append((args.positional[0], args.positional[1]))
            return Constant(None)
        return self.app.call_member(run, name, args, node)

    def _add(self, run: Run, args: Args, node: form.Node) -> None:
        named = constant_text(args.get(0, "specification"))
        path = _find(run, self.folder, named)
        if path is None:
            run.program.note(run.module, node, f"the OpenAPI document {named!r} was not found")
            return
        document = read_document(run.program.text(path), constant_text(args.keywords.get("base_path")))
        for operation in document.operations:
            view = View(operation, document, run.module)
            rule = _rule(operation.path)
            name = operation.handler.rsplit(".", 1)[-1]
            self.app.entries.append(Route(operation.method, rule, view, name, run.module, node))


def _rule(path: str) -> str:
    """OpenAPI's `{name}` as Flask has it."""
    return path.replace("{", "<").replace("}", ">")


def _find(run: Run, folder: str, name: str) -> str | None:
    paths = run.program.paths
    for start in (posixpath.dirname(run.module), ""):
        found = posixpath.normpath(posixpath.join(start, folder, name))
        if found in paths:
            return found
    return next((path for path in paths if name and path.endswith(f"/{name}")), None)


class View(Model):
    """A function that a document names, found when it is called: it may stand in a module that imports this one."""

    __slots__ = ("document", "module", "operation")

    def __init__(self, operation: Operation, document: Document, module: str) -> None:
        self.operation, self.document, self.module = operation, document, module

    def written(self, run: Run) -> Closure | None:
        """The function as it stands in its module."""
        found = _named(run, self.operation.handler, self.module)
        inner = getattr(found, "inner", None)
        return found if isinstance(found, Closure) else inner if isinstance(inner, Closure) else None

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        self._check_body(run, node)
        found = _named(run, self.operation.handler, self.module)
        if found is None:
            return Constant(None)
        keywords = dict(args.keywords)
        closure = self.written(run)
        names = (
            {p.target.name for p in closure.function.parameters if isinstance(p.target, form.Name)}
            if closure
            else set()
        )
        if "body" in names:
            keywords["body"] = part(run, "body", (), node)
        for name in self.operation.parameters:
            if name in names:
                keywords[name] = part(run, "query", (name,), node)
        return self._guarded(run, found).call(
            run, Args([], {k: v for k, v in keywords.items() if k in names}), node
        )

    def _check_body(self, run: Run, node: form.Node) -> None:
        if self.operation.body is not None:
            subject = part(run, "body", (), node)
            run.emit(CheckSeen(subject, "openapi", self.module, node, self.operation.body, False, False))

    def _guarded(self, run: Run, view: Value) -> Value:
        checkers = dict(self.document.checkers)
        named = [checkers[scheme] for scheme in self.operation.secured if scheme in checkers]
        if not named:
            return view

        def guard(run: Run, node: form.Node) -> None:
            checker = _named(run, named[0], self.module)
            token = part(run, "headers", ("authorization",), node)
            answer = run.call(checker, Args([token]), node) if checker is not None else token
            with run.branch(run.condition(answer, False, node)):
                run.emit(AnswerSeen(401, Constant("Unauthorized"), run.module, node, run.context))
            run.learn(run.condition(answer, True, node))

        return Guarded(view, guard, "connexion")


def _named(run: Run, dotted: str, near: str) -> Value | None:
    """A function by its dotted name, also one in a class."""
    parts = dotted.split(".")
    for size in range(len(parts) - 1, 0, -1):
        path = run.program.resolve(".".join(parts[:size]), near)
        found = (
            run.program.offered(path, parts[size])
            if path is not None and path in run.program.modules
            else None
        )
        for name in parts[size + 1 :] if found is not None else ():
            found = found.member(run, name, form.NOWHERE) if found is not None else None
        if found is not None:
            return found
    return None


def register(library: Library, found: Found) -> None:
    """Tells what Connexion's functions mean."""

    @library.on_call(*_APPS)
    def app(run: Run, target: External, args: Args, node: form.Node) -> Value:
        made = run.call(External("flask.Flask"), Args(args.positional[:1]), node)
        assert isinstance(made, Scaffold)
        return ConnexionApp(made, constant_text(args.keywords.get("specification_dir")))
