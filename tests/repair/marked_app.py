"""A small real app (Node, no packages) with gaps that a small catalogue knows, and repairs good and bad."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from repositories import repository

from roadworthy.app import App, Endpoint, Location
from roadworthy.app.deployment import Deployment
from roadworthy.audit import Audit, AuditedGap, gap_id
from roadworthy.catalogue import Effort, Gap, Severity
from roadworthy.edits import Brief, Change, Edits, NewFile, Review
from roadworthy.proof import Experiment, Reproduction
from roadworthy.repair.bench import Bench
from roadworthy.source import open_repository
from roadworthy.trial import BootPlan

SERVER = """const http = require("http");
const answers = {
  "/": () => "<h1>Shop</h1>",
  "/api/items": require("./routes/items"),
  "/api/users": require("./routes/users"),
  "/api/orders": require("./routes/orders"),
};
http.createServer((request, response) => {
  const answer = answers[request.url];
  response.statusCode = answer ? 200 : 404;
  response.setHeader("content-type", request.url === "/" ? "text/html" : "application/json");
  const body = answer ? answer() : {};
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}).listen(process.env.PORT);
"""
# A gap is a comment `gap: NAME` on the line of what is wrong.
FILES = {
    "package.json": '{"name": "shop", "scripts": {"start": "node server.js"}}\n',
    ".gitignore": "node_modules\n",
    "server.js": SERVER,
    "routes/items.js": 'module.exports = () => [{ id: 1, name: "Lamp" }];\n',
    "routes/users.js": (
        "module.exports = () => [\n"
        '  { id: 1, email: "a@example.test", password: "x" }, // gap: leak\n'
        '  { id: 2, email: "b@example.test", token: "y" }, // gap: token\n'
        "];\n"
    ),
    "routes/orders.js": 'module.exports = () => ({ total: "12" }); // gap: text-total\n',
}
SUBJECTS = {"text-total": "GET /api/orders"}
ROUTES = ("/api/items", "/api/users", "/api/orders")


def small_app(root: Path, **more: str) -> Path:
    """The app in a repository; `more` adds files with gaps in `routes/`, by name and text."""
    extra = {f"routes/{name}.js": text for name, text in more.items()}
    return repository(root, {**FILES, **extra})


def audit(root: Path) -> Audit:
    """Finds the marked gaps of the app in a folder."""
    repository = open_repository(root)
    gaps = []
    for file in repository.files:
        for found in re.finditer(r"// gap: ([\w-]+)", repository.text(file.path)):
            name = found[1]
            place = Location(file.path, 1, 1, found.start(), found.end())
            gap = Gap(
                SUBJECTS.get(name, "GET /api/users"),
                f"The app has the gap {name}",
                "People are hurt.",
                (place,),
                evidence=(f"{file.path} says so.",),
                details=name,
            )
            gaps.append(audited(f"malicious-input/{name}", gap))
    endpoints = tuple(endpoint(path) for path in ROUTES)
    app = App(repository, modules={}, endpoints=endpoints, deployment=Deployment())
    return Audit(app, tuple(gaps), (), (), (), {})


def audited(pattern: str, gap: Gap) -> AuditedGap:
    return AuditedGap(
        gap_id(pattern, gap),
        pattern,
        gap.subject,
        "suspected",
        Severity.HIGH,
        Effort.S,
        gap.impact,
        100.0,
        gap.message,
        "CWE-200",
        gap.locations,
        gap.evidence,
        gap,
    )


def endpoint(path: str) -> Endpoint:
    here = Location("server.js", 1, 1)
    return Endpoint("GET", path, "http", "node", here, here, here)


def line_of(app: App, gap: Gap) -> tuple[str, int, int]:
    """The path, and the bytes from the start of the gap's line to its end."""
    place = gap.locations[0]
    content = app.read(place.path)
    return place.path, content.rfind(b"\n", 0, place.start) + 1, place.end


def edits(title: str, *changes: Change, files: tuple[NewFile, ...] = ()) -> Edits:
    return Edits(title, "It was unsafe.", Review.READ, changes=changes, files=files)


def replacing(old: str, new: str) -> Callable[[Gap, App], Edits]:
    """A fix that replaces text on the gap's line and drops the mark."""

    def fix(gap: Gap, app: App) -> Edits:
        path, start, end = line_of(app, gap)
        line = app.read(path)[start:end].decode()
        repaired = line.replace(old, new).partition(" // gap")[0]
        return edits(f"Repair {gap.details}", Change(path, start, end, repaired))

    return fix


def with_server(old: str, new: str) -> Callable[[Gap, App], Edits]:
    """A fix that drops the mark, and damages the server."""

    def fix(gap: Gap, app: App) -> Edits:
        path, start, end = line_of(app, gap)
        marked = app.read(path)[start:end].decode().partition(" // gap")[0]
        place = app.read("server.js").index(old.encode())
        server = Change("server.js", place, place + len(old), new)
        return edits(f"Repair {gap.details}", Change(path, start, end, marked), server)

    return fix


def brief(gap: Gap, app: App) -> Brief:
    return Brief("Think about it", "Decide what to do.", ("Keep it small.",), ("It works.",))


def faulty(gap: Gap, app: App) -> Edits:
    raise KeyError("details")


FIXES: dict[str, Callable[[Gap, App], Any]] = {
    "leak": replacing(', password: "x"', ""),
    "token": replacing(', token: "y"', ""),
    "text-total": replacing('"12"', "12"),
    "unparsable": replacing("}", "} }"),
    "untouched": lambda gap, app: edits("Change nothing that matters", files=(NewFile("docs.md", "x\n"),)),
    "refused": lambda gap, app: edits("Change too much", Change("routes/items.js", 0, 9999, "")),
    "no-start": with_server("http.createServer", "http.createServers"),
    "no-flow": with_server('"/api/items": require("./routes/items"),', ""),
    "no-effect": replacing("", ""),
    "brief": brief,
    "faulty": faulty,
}
SHOWS = {"leak": "password", "token": "token", "text-total": '"12"', "no-effect": "email"}


class SmallRoom:
    """The room of a small pattern."""

    def __init__(self, pattern: str) -> None:
        self._name = pattern.split("/")[1]

    @property
    def fix(self) -> Callable[..., Any]:
        return FIXES[self._name]

    def still_open(self, finding: Gap, app: App) -> Gap | None:
        return None

    @property
    def prove(self) -> Callable[..., Any]:
        return self._prove

    def _prove(self, gap: Gap, trial: Any, app: App) -> Reproduction:
        experiment = Experiment(trial, "Nothing secret is answered.")
        shown = SHOWS.get(self._name)
        if shown is None:
            return experiment.untestable("nothing to see from outside")
        response = experiment.send("anonymous", "GET", gap.subject.split()[1], says="Ask.")
        if response.status == 200 and shown not in response.text:
            return experiment.cleared("The answer holds nothing secret.")
        return experiment.proven(f"The answer holds {shown}.")


def plan(root: Path, app: App) -> BootPlan:
    return BootPlan(runtime="node", start="node server.js")


def bench(*, run: bool = False, agent: str | None = None) -> Bench:
    return Bench(audit, plan if run else None, SmallRoom, agent, 20.0)
