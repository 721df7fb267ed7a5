"""Cloud Functions of Firebase that anybody on the internet can call: `onCall` and `onRequest`, of both generations."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from roadworthy.app import Endpoint, Location
from roadworthy.app.location import at
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import AnswerSeen, HandlerEntered
from roadworthy.frameworks.express.exchange import RequestModel, ResponseModel
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    External,
    Library,
    ObjectValue,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex

_HOMES = ("firebase-functions", "firebase-functions/v1", "firebase-functions/v2")
_SET_UP = ("", ".region()", ".runWith()", ".region().runWith()", ".runWith().region()")
_SECOND = ("firebase-functions/v2/https", "firebase-functions/https")
# The names that people give what a function of the second generation is handed.
_REQUEST = regex(r"^(req|request|event|call)$")
# What the codes of HttpsError are answered with (firebase.google.com/docs/reference/node/firebase.functions, FunctionsErrorCode).
_CODES = {
    "unauthenticated": 401,
    "permission-denied": 403,
    "not-found": 404,
    "invalid-argument": 400,
    "failed-precondition": 400,
    "out-of-range": 400,
    "already-exists": 409,
    "aborted": 409,
    "resource-exhausted": 429,
    "deadline-exceeded": 504,
    "unavailable": 503,
}


@dataclass(slots=True)
class CloudFunction(Source):
    """One function. `called` for onCall, which hands over who is signed in; `second` when that comes with the data in one request."""

    handler: Closure
    path: str
    node: form.Node
    called: bool
    second: bool

    def endpoints(self, program: Program) -> list[Endpoint]:
        name = _name(program, self.path, self.node)
        if not name:
            return []
        run = Run(program, self.path)
        run.emit(HandlerEntered(self.handler.module, self.handler.function, run.context, name))
        try:
            run.call_closure(
                self.handler, Args(self._handed()), self.node, lambda v, n: self._answered(run, v, n)
            )
        except OutOfBudget:
            program.note(self.path, self.node, f"the function {name} is too large to follow")
        return [self._record(run, name)]

    def _handed(self) -> list[Value]:
        if not self.called:
            return [RequestModel(), ResponseModel()]
        data, who = Datum("body", (), self.node), Datum("session", ("auth",), self.node)
        context = {"auth": who, "rawRequest": RequestModel(), "app": Unknown()}
        if self.second:
            return [ObjectValue({"data": data, **context})]
        return [data, ObjectValue(dict(context))]

    def _answered(self, run: Run, value: Value, node: form.Node) -> None:
        """What is returned is the answer of a function that is called; one that is requested answers by itself."""
        if self.called:
            run.emit(AnswerSeen(200, value, run.module, node, run.context))

    def _record(self, run: Run, name: str) -> Endpoint:
        place = self._place()
        return Endpoint(
            method="POST",
            path=name,
            kind="function",
            framework="firebase",
            location=place,
            handler=place,
            handler_body=body_of(self.handler) if self.handler.module == self.path else place,
            handler_name=name,
            middleware=(),
            inputs=recording.inputs(run.trace),
            checks=recording.checks(run.trace),
            queries=recording.queries(run.trace),
            services=recording.services(run.trace),
            answers=recording.answers(run.trace),
            facts=(),
            calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
            uses=uses(run.trace),
        )

    def _place(self) -> Location:
        return at(self.path, self.handler.function if self.handler.module == self.path else self.node)


def _name(program: Program, path: str, node: form.Node) -> str:
    """What it is exported as: `exports.pay = onCall(...)`, `export const pay = onCall(...)`; '' for what is not."""
    module = program.modules.get(path)
    for one in form.walk(module.body, form.Define, form.Assignment) if module is not None else ():
        if isinstance(one, (form.Define, form.Assignment)) and one.value is node:
            if isinstance(one.target, form.Member):
                return one.target.name
            name = one.target.name if isinstance(one.target, form.Name) else ""
            # One function a file, which is called like the file: `createUser.function.ts`.
            return posixpath.basename(path).split(".")[0] if name == "default" else name
    return ""


def register_functions(library: Library, found: Found) -> None:
    """Tells what makes a function one that can be called."""

    for home, later in _homes():
        for kind in ("onCall", "onRequest"):
            library.on_call(f"{home}.{kind}")(partial(_made, found, kind == "onCall", later))
        library.on_call(f"{home}.HttpsError")(_refused)


def _made(
    found: Found, called: bool, later: bool, run: Run, target: External, args: Args, node: form.Node
) -> Value:
    handler = next((one for one in reversed(args.positional) if isinstance(one, Closure)), None)
    if handler is not None:
        found.stacks.add("firestore")
        second = later or _takes_request(handler.function)
        found.sources.append(CloudFunction(handler, run.module, node, called, second))
    return Unknown()


def _homes() -> Iterator[tuple[str, bool]]:
    """Where these functions come from, and whether that is the second generation."""
    for home in _SECOND:
        yield home, True
    for home in _HOMES:
        for inner in ("", ".default"):
            for setting in _SET_UP:
                yield f"{home}{inner}{setting}.https", home.endswith("v2")


def _takes_request(function: form.Function) -> bool:
    """Whether its only parameter is the whole request, and not the data alone."""
    if len(function.parameters) != 1:
        return False
    target = function.parameters[0].target
    if isinstance(target, form.RecordTarget):
        return any(field.key in ("data", "auth") for field in target.fields)
    return isinstance(target, form.Name) and _REQUEST.match(target.name) is not None


def _refused(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`throw new HttpsError("permission-denied", ...)`."""
    code = args.get(0)
    status = _CODES.get(str(code.value), 500) if isinstance(code, Constant) else 500
    run.emit(AnswerSeen(status, args.get(1) or Unknown(), run.module, node, run.context))
    return None
