"""Puts a schema in front of the handler, made of the columns that its fields are written into."""

from __future__ import annotations

import re

from msgspec.structs import replace

from roadworthy.app import App, Column, Endpoint, Table
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Package, Review, express
from roadworthy.edits.body_shape import Shape, body_of, body_of_columns
from roadworthy.edits.module_style import takes_imports
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.schema_sql import constraint_name, identifier
from roadworthy.edits.source import SourceFile
from roadworthy.edits.table_edits import add_check, can_edit
from roadworthy.edits.template import fill
from roadworthy.edits.zod_schema import blocks, schema
from roadworthy.patterns.malicious_input.unvalidated_input.finding import (
    BlankGap,
    ChargedGap,
    DirectText,
    HarmGap,
    InputGap,
    LimitGap,
)
from roadworthy.patterns.malicious_input.unvalidated_input.fix_fastapi import limit_model, name_fields
from roadworthy.patterns.malicious_input.unvalidated_input.fix_pages import check_fields
from roadworthy.patterns.malicious_input.unvalidated_input.records import is_protected, required_fields
from roadworthy.regex import regex
from roadworthy.views.pages.submitting import path_shape
from roadworthy.views.people.people import is_password, privileged

_MONEY = regex(r"(sub_?)?total$|price$|tax$|discount$", re.I)


def fix(gap: Gap, app: App) -> Edits | Brief:
    """A schema at the door of the endpoint; a brief for stacks that have no edit for it."""
    if isinstance(gap.details, DirectText):
        return _length(gap, app, gap.details)
    if isinstance(gap.details, LimitGap):
        return _limit_brief(gap, gap.details)
    if isinstance(gap.details, ChargedGap):
        return _charged_brief(gap, gap.details)
    if isinstance(gap.details, BlankGap):
        return _blank_brief(gap, gap.details)
    if isinstance(gap.details, HarmGap):
        return _harm_brief(gap, gap.details)
    found: InputGap = gap.details
    if any(flaw.harm == "shape" for flaw in found.flaws):
        # What a column takes that nothing here declares, only its owner can say.
        return _brief(gap, found)
    if found.endpoint.framework == "express":
        return _express(gap, app, found)
    if found.endpoint.framework == "fastapi":
        return _fastapi(gap, app, found)
    return _page(gap, app, found)


def _blank_brief(gap: Gap, found: BlankGap) -> Brief:
    name = found.part.path[-1]
    return Brief(
        title=f"Cut the blanks off {name} before it is measured"[:72],
        task=f"{gap.message}. Write `trim()` ahead of `min(...)` in the schema of {found.endpoint.subject}.",
        constraints=("what the app's own pages send is taken as before",),
        acceptance=(f"blanks alone as {name} are refused with a 400 that names it",),
    )


def _harm_brief(gap: Gap, found: HarmGap) -> Brief:
    name = ".".join(found.part.path) or found.part.kind
    return Brief(
        title=f"Check {name} of {found.endpoint.subject}"[:72],
        task=f"{gap.message}. Say with the endpoint's schema what {name} is: its type, its form and its largest length.",
        constraints=("what the app's own pages send is taken as before",),
        acceptance=(
            f"a {name} of another type or form is refused with a 400 that names it",
            "nothing of it reaches what comes after",
        ),
    )


def _charged_brief(gap: Gap, found: ChargedGap) -> Brief:
    name = ".".join(found.part.path)
    return Brief(
        title=f"Reckon what {found.endpoint.subject} charges"[:72],
        task=f"{gap.message}. Take from the request only what is bought and how many, look up the prices where they are kept, "
        f"and make the payment out for what they come to; {name} of the request is not used.",
        constraints=(
            "what the app's own pages send is taken as before",
            "the currency and its smallest unit stay",
        ),
        acceptance=(
            f"a request with another {name} is charged the stored price, or refused with a 400",
            "what does not exist, or is not sold, is refused with a 404",
        ),
    )


def _limit_brief(gap: Gap, found: LimitGap) -> Brief:
    return Brief(
        title=f"Bound {found.name} of {found.endpoint.subject}"[:72],
        task=f"{gap.message}. Check {found.name} with the endpoint's schema: a whole number from 1 to what a page shows at most.",
        constraints=("requests within the limit are answered as before",),
        acceptance=(
            "a huge limit reads no more rows than a page has",
            "a word instead of a number is refused with a 400",
        ),
    )


# More than any field of a form is made for; a page that allows less goes on saying so itself.
_LONGEST_TEXT = 10_000
# Bytes of a list or a record, as the database writes it.
_LONGEST_WHOLE = 100_000


def _length(gap: Gap, app: App, found: DirectText) -> Edits | Brief:
    """The database itself bounds the text: no code of the app's own stands between it and whoever writes."""
    if found.table.partial or not can_edit(found.table):
        return _length_brief(gap, found)
    made = [
        add_check(
            app,
            found.table,
            _bounded(column),
            constraint_name(found.table.name, column.name, "length"),
        )
        for column in found.columns
    ]
    return Edits(
        title=f"Bound the text of {found.table.name}"[:72],
        why=f"{gap.message}. The database now takes at most {_LONGEST_TEXT:,} characters, whoever sends them.",
        review=Review.READ,
        changes=tuple(change for changes, _migration in made for change in changes),
        migrations=tuple(migration for _changes, migration in made),
        notes=("Rows that are longer already stay; validate the constraints once they were looked at.",),
    )


def _bounded(column: Column) -> str:
    name = identifier(column.name)
    if column.type.split("(")[0] in ("text", "varchar"):
        return f"char_length({name}) <= {_LONGEST_TEXT}"
    return f"octet_length({name}::text) <= {_LONGEST_WHOLE}"


def _length_brief(gap: Gap, found: DirectText) -> Brief:
    names = ", ".join(column.name for column in found.columns)
    return Brief(
        title=f"Bound the text of {found.table.name}"[:72],
        task=f"{gap.message}. Write a migration that adds CHECK (char_length(...) <= ...) for {names}, at what the page's own form allows.",
        constraints=(
            "add the checks NOT VALID and validate them afterwards: rows that are longer stay",
            "the page says what is too long before it is sent",
        ),
        acceptance=(
            "a longer text is refused by the database, whoever sends it",
            "what the form allows is stored as before",
        ),
    )


def _fastapi(gap: Gap, app: App, found: InputGap) -> Edits | Brief:
    table = app.table(found.spread.table) if found.spread is not None else None
    if table is not None:
        changes, files = name_fields(app, found.endpoint, _shape(app, found), table)
    else:
        changes, files = limit_model(app, found.endpoint)
    if not changes:
        return _brief(gap, found)
    return Edits(
        title=f"Check what {found.endpoint.subject} is sent"[:72],
        why=f"{gap.message}. The model of the body now names its fields and their limits.",
        review=Review.THINK if _client_money(found) else Review.READ,
        changes=tuple(changes),
        files=tuple(files),
        notes=tuple(_notes(found)),
    )


def _page(gap: Gap, app: App, found: InputGap) -> Edits | Brief:
    changes, files, packages = check_fields(app, found, _shape(app, found))
    if not changes:
        return _brief(gap, found)
    return Edits(
        title=f"Check what {found.endpoint.subject} is sent"[:72],
        why=f"{gap.message}. A form class now says what each field may hold; what breaks it is answered with 400.",
        review=Review.THINK if _client_money(found) else Review.READ,
        changes=tuple(changes),
        files=tuple(files),
        packages=tuple(packages),
        notes=tuple(_notes(found)),
    )


def _brief(gap: Gap, found: InputGap) -> Brief:
    return Brief(
        title=f"Check what {found.endpoint.subject} is sent",
        task=f"{gap.message}. Put a schema before the handler that names every field with its type and limits.",
        constraints=(
            "what the app's own pages send goes on working",
            "fields that the schema does not name are dropped",
            "a refused request gets 400 or 422 and which field is wrong, nothing of the internals",
        ),
        acceptance=("the reproduction is refused", "the app's own tests pass"),
    )


def _express(gap: Gap, app: App, found: InputGap) -> Edits | Brief:
    endpoint = found.endpoint
    source = SourceFile(app, endpoint.location.path)
    if not takes_imports(source):
        return _brief(gap, found)
    path = f"{express.server_folder(app)}/validation{express.ending(app)}".lstrip("/")
    written = schema(_with_read(app, found, _shape(app, found)))
    name = _schema_name(source, endpoint)
    changes = _schema_in_file(source, path, name, written)
    changes.append(express.guard_route(app, endpoint, f"validateBody({name})"))
    file = NewFile(
        path, express.in_language(app, fill(__package__, "validation.ts", MESSAGE=_message_key(app)))
    )
    zod = app.deployment.package("zod")
    return Edits(
        title=f"Check what {endpoint.subject} is sent"[:72],
        why=f"{gap.message}. A schema now names the fields, their types and limits; other fields are dropped.",
        review=Review.THINK if _client_money(found) else Review.READ,
        changes=tuple(changes),
        files=(file,),
        packages=() if zod else (Package("zod", "^3.25.0", "npm"),),
        notes=tuple(_notes(found)),
    )


def _schema_in_file(source: SourceFile, path: str, name: str, written: str) -> list[Change]:
    """The schema above the routes of the file, with what it needs imported."""
    names = [*blocks(written), "validateBody"]
    changes = import_from(source, names, source.path_to(path))
    if re.search(r"\bz\.", written):
        changes += import_from(source, ["z"], "zod")
    offset = source.import_offset
    return [*changes, source.insert(offset, f"\nconst {name} = {written}{source.semicolon}\n")]


def _schema_name(source: SourceFile, endpoint: Endpoint) -> str:
    """`patchProfileBody`, told apart from what the file has already."""
    words = [
        w
        for w in re.findall(r"[A-Za-z0-9]+", re.sub(r":\w+\??", "", endpoint.path))
        if w.lower() not in ("api", "v1")
    ]
    name = endpoint.method.lower() + "".join(word[:1].upper() + word[1:] for word in words) + "Body"
    while source.imports(name):
        name += "2"
    return name


def _shape(app: App, found: InputGap) -> Shape:
    table = app.table(found.spread.table) if found.spread is not None else None
    if found.spread is None or table is None:
        return body_of(app, found.endpoint)
    return body_of_columns(app, table, found.spread, _allowed(app, found, table))


def _with_read(app: App, found: InputGap, shape: Shape) -> Shape:
    """What the handler reads by name beside the record (a password that it hashes) is not to be dropped on the way to it."""
    table = app.table(found.spread.table) if found.spread is not None else None
    if found.spread is None or table is None:
        return shape
    written = {write.column for write in found.spread.writes}
    kept = {one.name for one in shape.fields}
    kept |= {column.field for column in table.columns if column.name not in written}
    beside = (one for one in body_of(app, found.endpoint).fields if one.name not in kept)
    return replace(shape, fields=(*shape.fields, *beside))


def _allowed(app: App, found: InputGap, table: Table) -> tuple[str, ...]:
    """The columns that a client may set: all but what the server decides. What the app's own page sends stays
    allowed, rights and passwords excepted; so does what its own checks ask for, a password among it."""
    named = {write.column for write in (found.spread.writes if found.spread is not None else ())}
    sent, required = _sent(app, found.endpoint), required_fields(found.endpoint)
    names = []
    for column in table.columns:
        if column.name in named or {column.name, column.field} & set(found.omitted):
            continue
        asked = column.field in sent | required and not column.primary and not privileged(column.name)
        asked = asked and (column.field in required or not is_password(column.name))
        if asked or not is_protected(app, table, column):
            names.append(column.name)
    return tuple(names)


def _sent(app: App, endpoint: Endpoint) -> set[str]:
    """The names of the fields that the app's own pages send to an endpoint, as far as they are seen."""
    names: set[str] = set()
    for component in app.components:
        for fetch in component.fetches:
            if fetch.method == endpoint.method and path_shape(fetch.path) == path_shape(endpoint.path):
                stack = [fetch.body] if fetch.body is not None else []
                while stack:
                    origin = stack.pop()
                    names |= {name for name, _ in origin.fields}
                    stack += origin.inputs
                names |= {field for form in component.forms for field in form.fields}
    return names


def _message_key(app: App) -> str:
    """How this app's answers name what went wrong: `message` or `error`."""
    votes = {"message": 1, "error": 0}
    for endpoint in app.endpoints:
        for answer in endpoint.answers:
            if answer.status >= 400:
                for name, _ in answer.body.fields:
                    if name in votes:
                        votes[name] += 1
    return max(votes, key=lambda name: votes[name])


def _client_money(found: InputGap) -> list[str]:
    return [
        flaw.field.name
        for flaw in found.flaws
        if flaw.harm == "range" and _MONEY.search(flaw.field.column.name)
    ]


def _notes(found: InputGap) -> list[str]:
    money = list(dict.fromkeys(name.replace(".[]", "") for name in _client_money(found)))
    if not money or found.guarded:
        return []
    return [
        f"{', '.join(money)} still come from the client, now within limits: the server should compute them from the "
        "prices it holds"
    ]
