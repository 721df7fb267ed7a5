"""The report as data: schema 1. Every format is written from this record, and stored runs are read back into it."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Unknown
from roadworthy.audit import CheckedVerdict, FixRecord, PatternFault
from roadworthy.catalogue import Effort, Severity
from roadworthy.proof import Measurement, Step
from roadworthy.report.certificate import Certificate

SCHEMA = 1


class Tool(Struct, frozen=True):
    """What made the report."""

    name: str
    version: str


class AppFacts(Struct, frozen=True):
    """The app: `commit` is '' outside git; `files` and `lines` count the code that was read."""

    name: str
    commit: str
    stacks: tuple[str, ...]
    files: int
    lines: int


class EndpointEntry(Struct, frozen=True):
    """`guards` are the names of what runs before the handler."""

    method: str
    path: str
    file: str
    line: int
    guards: tuple[str, ...] = ()


class PageEntry(Struct, frozen=True):
    """A route of the front end and the file of its component."""

    route: str
    file: str


class TableEntry(Struct, frozen=True):
    """`personal_data` are the columns whose names say that they hold data about a person."""

    name: str
    file: str
    line: int
    columns: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()


class QueryEntry(Struct, frozen=True):
    """A query and the endpoint that makes it."""

    subject: str
    operation: str
    table: str
    file: str
    line: int


class FlowEntry(Struct, frozen=True):
    """Personal data of one table: `enters` and `leaves` are the endpoints that write and read it."""

    table: str
    columns: tuple[str, ...]
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


class ServiceEntry(Struct, frozen=True):
    """A call to an outside service."""

    service: str
    operation: str
    client: str
    file: str
    line: int


class Inventory(Struct, frozen=True):
    """What the app consists of."""

    endpoints: tuple[EndpointEntry, ...] = ()
    pages: tuple[PageEntry, ...] = ()
    tables: tuple[TableEntry, ...] = ()
    queries: tuple[QueryEntry, ...] = ()
    flows: tuple[FlowEntry, ...] = ()
    services: tuple[ServiceEntry, ...] = ()


class Place(Struct, frozen=True):
    """Lines count from 1 and include `end_line`."""

    path: str
    start_line: int
    end_line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.start_line}"


class Excerpt(Struct, frozen=True):
    """Lines of a file around a place: `lines[0]` is line `first`; `marked` is the place itself, first and last line.
    `omitted` counts the lines of a long place that are not shown."""

    path: str
    first: int
    lines: tuple[str, ...]
    marked: tuple[int, int]
    omitted: int = 0


class Screenshot(Struct, frozen=True):
    """`data` is the PNG in base64; '' when the file was gone, and in the JSON report."""

    path: str
    caption: str
    data: str = ""


class ReportedReproduction(Struct, frozen=True):
    """A reproduction with its pictures at hand. `seconds` is how long it took, `tries` how often it was repeated."""

    state: str
    expect: str
    observed: str
    steps: tuple[Step, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    pictures: tuple[Screenshot, ...] = ()
    seconds: float = 0.0
    tries: int = 1


class ReportedGap(Struct, frozen=True):
    """A gap as the report shows it.

    `title`, `kind`, `hurts` and `references` are the pattern's own words; `reproduction` is the newest run of the experiment,
    `before` the failing one when a repair came between; `command` shows the gap again, '' where no experiment can; `worse` names
    the gaps that make this one worse.
    """

    id: str
    pattern: str
    dimension: str
    title: str
    subject: str
    state: str
    severity: Severity
    effort: Effort
    impact: str
    priority: float
    message: str
    cwe: str
    locations: tuple[Place, ...] = ()
    evidence: tuple[str, ...] = ()
    reproduction: ReportedReproduction | None = None
    before: ReportedReproduction | None = None
    fix: FixRecord | None = None
    command: str = ""
    kind: str = ""
    hurts: str = ""
    references: tuple[str, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    worse: tuple[str, ...] = ()


class Cause(Struct, frozen=True):
    """One pattern that many places share: `gaps` are their ids, `places` how many places it was looked for in, `remedy` the one
    change that mends all of them."""

    pattern: str
    title: str
    gaps: tuple[str, ...]
    places: int
    remedy: str


class Report(Struct, frozen=True):
    """A whole run. `timings` has `started` and `finished` (UTC, ISO 8601) and seconds by stage: nothing else in a
    report depends on when it was made. `command` is what was asked for (audit, prove, ...). `trial` is what stood in for something
    in the trial, or could not be set up there: the proofs rest on it."""

    schema: int
    tool: Tool
    app: AppFacts
    command: str
    inventory: Inventory
    gaps: tuple[ReportedGap, ...]
    checklist: tuple[CheckedVerdict, ...]
    unknown: tuple[Unknown, ...]
    errors: tuple[PatternFault, ...]
    timings: dict[str, str | float]
    certificate: Certificate | None = None
    causes: tuple[Cause, ...] = ()
    trial: tuple[str, ...] = ()


class RunInfo(Struct, frozen=True):
    """About a run: `started` and `finished` in UTC, ISO 8601 to the second; `version` of Roadworthy."""

    command: str
    started: str
    finished: str
    commit: str = ""
    version: str = ""
