"""Middleware of Express that puts requests through zod's schemas: zod-express-middleware, and express-joi-validation for Joi's.

`validateRequest` and its like leave the request as it came, `processRequest` and its like put what was parsed in its place
(the package's README); express-joi-validation puts it in its place as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.found import Found
from roadworthy.frameworks.joi import Celebrate
from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import Args, Datum, External, Library, Model, ObjectValue, Run, Value
from roadworthy.languages import form

_PARTS = {"Body": "body", "Query": "query", "Params": "params"}
_PACKAGE = "zod-express-middleware"


class ZodMiddleware(Model):
    """`validateRequest({ body: schema })`."""

    label = _PACKAGE
    library = "zod"

    def __init__(self, schemas: dict[str, Value], *, replaces: bool) -> None:
        self.schemas, self.replaces = schemas, replaces

    def handle(self, run: Run, req: Model, res: Model, go_on: Model, node: form.Node) -> None:
        """Checks the parts of the request, and goes on."""
        for name, schema in self._named():
            parsed = schema.call_member(run, "parse", Args([Datum(name, (), node)]), node)
            if self.replaces and parsed is not None:
                req.set_member(run, name, parsed)
        go_on.call(run, Args(), node)

    def _named(self) -> Iterator[tuple[str, Schema]]:
        for name, schema in self.schemas.items():
            if isinstance(schema, Schema) and name in _PARTS.values():
                yield name, schema


class JoiParts(Model):
    """`createValidator()`: its methods make middleware for one part of the request each."""

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        schema = args.get(0)
        return Celebrate(ObjectValue({name: schema})) if schema is not None and name != "response" else None


def register(library: Library, found: Found) -> None:
    """Tells what makes such middleware."""

    @library.on_call(f"{_PACKAGE}.validateRequest", f"{_PACKAGE}.processRequest")
    def whole(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        given = args.get(0)
        fields = given.fields if isinstance(given, ObjectValue) else {}
        return ZodMiddleware(fields, replaces=target.path.endswith("processRequest"))

    @library.on_call(
        *(f"{_PACKAGE}.{does}Request{part}" for does in ("validate", "process") for part in _PARTS)
    )
    def one(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        does, _, part = target.path.rsplit(".", 1)[-1].partition("Request")
        schema = args.get(0)
        return (
            ZodMiddleware({_PARTS[part]: schema}, replaces=does == "process") if schema is not None else None
        )

    @library.on_call("express-joi-validation.createValidator")
    def joi_parts(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return JoiParts()
