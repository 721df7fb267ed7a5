"""What the app offers to the network."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.answer import Answer
from roadworthy.app.location import Location
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.app.use import Use


class Middleware(Struct, frozen=True):
    """Something that runs before a handler: its name as written (`isAuthenticated`, `express.json()`, `get_current_user`),
    the library it comes from ('' for the app's own), and where it is put in front."""

    name: str
    library: str
    location: Location


class Input(Struct, frozen=True):
    """A part of the request that the handler reads: `part` is body, params, query, headers, cookies or files; `name` is dotted
    ('' for the whole). `form` tells a body that is read as a form's fields (`request.form`, `request.POST`)."""

    part: str
    name: str
    location: Location
    form: bool = False


class Check(Struct, frozen=True):
    """A schema that request data was put through. `fields` maps each field to its rules in words
    ('string min 1 max 80'); `strict` when unknown fields are refused, `strips` when they are dropped; `whole` when a rule looks at
    several fields together (`refine`)."""

    subject: Origin
    library: str
    location: Location
    fields: tuple[tuple[str, str], ...] = ()
    strict: bool = False
    strips: bool = True
    whole: bool = False


class Argument(Struct, frozen=True):
    """One argument that the caller of a server action hands over: `name` is where the App finds it in the body ('' when its
    fields are the body's own), `form` tells a form's fields (FormData) from a value."""

    name: str
    form: bool = False


class Endpoint(Struct, frozen=True):
    """An HTTP route, server action, procedure, edge function or socket.

    `kind` is http, action, function, rpc or socket. `location` is the registration (`app.get(...)`, the decorator and
    function in Python); `handler` the handler function (whole) and `handler_body` its body's statements;
    `handler_name` as people would call it. `framework` is express, fastapi, ... `facts` hold when the
    handler itself is entered (what the middleware made sure of). Queries, calls and answers are in the order
    in which they happen, over all middleware and helpers; `number`/`after` give their order among each other.
    `ahead` are queries of what surrounds it (a layout, the page that an action stands in), which tell who asks.
    `arguments` are those of an action, in order.
    """

    method: str
    path: str
    kind: str
    framework: str
    location: Location
    handler: Location
    handler_body: Location
    handler_name: str = ""
    middleware: tuple[Middleware, ...] = ()
    inputs: tuple[Input, ...] = ()
    checks: tuple[Check, ...] = ()
    queries: tuple[Query, ...] = ()
    services: tuple[ServiceCall, ...] = ()
    answers: tuple[Answer, ...] = ()
    facts: tuple[Fact, ...] = ()
    calls: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    ahead: tuple[Query, ...] = ()
    arguments: tuple[Argument, ...] = ()

    @property
    def subject(self) -> str:
        """How reports name it: `GET /api/orders/:id`, `ACTION createOrder`, `FUNCTION send-mail`."""
        prefix = {"action": "ACTION", "function": "FUNCTION", "socket": "WS", "rpc": "RPC"}.get(
            self.kind, self.method
        )
        return f"{prefix} {self.path}" if self.kind not in ("component", "job") else self.path
