"""Edge functions: `supabase/functions/NAME/index.ts`, each a small server of its own."""

from __future__ import annotations

from dataclasses import dataclass

from roadworthy.app import Endpoint, Location, Middleware
from roadworthy.app.deployment import EnvironmentName
from roadworthy.app.location import at, of_span, whole_file
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import HandlerEntered
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.nextjs.response import answer_returned
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.web_request import RequestModel
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import Args, Closure, Constant, External, Library, Program, Run, Unknown, Value
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.interpret.trace import Called
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.data_files import parsed_toml, section

_FILE = regex(r"(?:^|/)supabase/functions/(?P<name>[\w-]+)/(?:index|main|mod)\.[jt]sx?$")
_SERVERS = (
    "std/http/server.serve",
    "std/http/mod.serve",
    "@std/http/server.serve",
    "@std/http.serve",
    "Deno.serve",
)


@dataclass(slots=True)
class EdgeFunction(Source):
    """One function; it answers every method, and callers POST to it."""

    name: str
    handler: Value | None
    path: str
    node: form.Node
    place: Location

    def endpoints(self, program: Program) -> list[Endpoint]:
        run = Run(program, self.path)
        request = RequestModel("POST", f"/{self.name}")
        handler = self.handler
        try:
            if isinstance(handler, Closure):
                run.emit(HandlerEntered(handler.module, handler.function, run.context, self.name))
                run.call_closure(handler, Args([request]), self.node, lambda v, n: answer_returned(run, v, n))
            elif handler is not None:
                answer_returned(run, run.call(handler, Args([request]), self.node), self.node)
        except OutOfBudget:
            program.note(self.path, self.node, f"the function {self.name} is too large to follow")
        return [self._record(run)]

    def _record(self, run: Run) -> Endpoint:
        inside = isinstance(self.handler, Closure) and self.handler.module == self.path
        # `serve(handler)` at the end of a file says little of where the function is.
        place = at(self.path, self.handler.function) if inside else self.place  # type: ignore[union-attr]
        return Endpoint(
            method="POST",
            path=self.name,
            kind="function",
            framework="supabase",
            location=place,
            handler=place,
            handler_body=body_of(self.handler) if isinstance(self.handler, Closure) and inside else place,
            handler_name=self.name,
            middleware=_platform(run.program, self.path, self.name),
            inputs=recording.inputs(run.trace),
            checks=recording.checks(run.trace),
            queries=recording.queries(run.trace),
            services=recording.services(run.trace),
            answers=recording.answers(run.trace),
            facts=(),
            calls=tuple(dict.fromkeys(e.target for e in run.trace.events if isinstance(e, Called))),
            uses=uses(run.trace),
        )


def _platform(program: Program, path: str, name: str) -> tuple[Middleware, ...]:
    """What the platform asks before a function runs: a token of the project, unless config.toml says otherwise. The public
    key is such a token, so that it says nothing of a sign-in."""
    folder = path[: path.index("supabase/functions/") + len("supabase/")]
    config = f"{folder}config.toml"
    if config not in program.paths:
        return (Middleware("verify_jwt", "supabase", whole_file(path)),)
    text = program.text(config)
    try:
        told = section(parsed_toml(text), "functions", name)
    except ValueError:
        told = {}
    if told.get("verify_jwt") is False:
        return ()
    line = next((n for n, row in enumerate(text.splitlines(), 1) if f"functions.{name}" in row), 1)
    return (Middleware("verify_jwt", "supabase", Location(config, line, line)),)


def _served_by(run: Run, node: form.Node) -> tuple[str, Location]:
    """The function's file, and what in it makes a server: a helper of another file may make it for all functions
    (`serveFunction(async (req) => ...)`)."""
    if _FILE.search(run.module) is None and run.context.calls:
        first = run.context.calls[0]
        return first.path, of_span(first.path, first.span)
    return run.module, at(run.module, node)


def register(library: Library, found: Found) -> None:
    """Tells what makes a function a server, and how Deno reads the environment."""

    @library.on_call(*_SERVERS)
    def serve(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        path, where = _served_by(run, node)
        place = _FILE.search(path)
        if place is None:
            return None
        found.stacks.add("supabase")
        handlers = [
            value
            for value in args.positional
            if isinstance(value, (Closure, External)) or callable(getattr(value, "respond", None))
        ]
        found.sources.append(
            EdgeFunction(place["name"], handlers[0] if handlers else None, path, node, where)
        )
        return Unknown()

    @library.on_call("Deno.env.get")
    def environment(run: Run, target: External, args: Args, node: form.Node) -> Value:
        name = args.get(0)
        if not isinstance(name, Constant):
            return External("process.env.?", None, node)
        found.environment.setdefault(str(name.value), EnvironmentName(str(name.value), at(run.module, node)))
        return External(f"process.env.{name.value}", None, node)


__all__ = ["EdgeFunction", "register"]
