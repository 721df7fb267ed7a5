"""How an app is entered and booted, told from its App."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from roadworthy.app import App, Column, Endpoint, Table
from roadworthy.proof.actions import actions_of, signs_out
from roadworthy.proof.agreeing import pressed
from roadworthy.proof.arrangement import parameters
from roadworthy.proof.database_variables import database_name, database_parts, has_default
from roadworthy.proof.house_door import TAKES_FORM, house_door
from roadworthy.proof.library_doors import (
    by_authjs,
    gives_token,
    library_doors,
    provider_door,
    token_door,
)
from roadworthy.proof.own_addresses import own_addresses, own_hosts
from roadworthy.proof.procedures import procedures_of
from roadworthy.proof.reached import reached
from roadworthy.proof.samples import sample
from roadworthy.proof.stated_buckets import stated_buckets
from roadworthy.proof.stated_tables import stated_tables
from roadworthy.proof.unkept_doors import unkept_doors
from roadworthy.proof.uploaded_files import field_of
from roadworthy.proof.used_types import ANY, read_fields, used_types
from roadworthy.proof.whole_records import needed_columns, writes_body
from roadworthy.regex import regex
from roadworthy.trial import BootPlan, Door, Doors, plan_boot
from roadworthy.trial.collection import Collection, Field
from roadworthy.trial.environment import DATABASE_PART_NAME, example_values
from roadworthy.trial.ordinary_roles import first_plain
from roadworthy.trial.people import role_of, with_dial_code
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.entry import body_fields, registers, signs_in
from roadworthy.views.people.people import users_table
from roadworthy.views.people.rights import administrator, asked_roles
from roadworthy.views.requests.form_files import file_fields, reads_form_data
from roadworthy.views.requests.forms import PAGE_FRAMEWORKS, acts_by_link, entrance_page, takes_form

__all__ = ["administrator", "doors_of", "outside_addresses", "plan_trial"]

_WORD = regex(r"'(\w+)'")
_OPTIONS = regex(r"(?:enum|literal|Literal) ([^ ]+)")
# Of what may be left out: what a form asks everybody for, and what no rule of the app's is likely to be against.
_FILLED_IN = {"name", "first_name", "last_name", "phone", "username"}


def plan_trial(app: App, settings: Mapping[str, Any]) -> BootPlan:
    """How to boot an app, its doors and its administrator filled in. Raises AppError when nothing says how it starts."""
    names = [name.name for name in app.deployment.environment]
    plan = plan_boot(app.root, names, settings)
    found: dict[str, Any] = {}
    own = dict[str, str]()
    if plan.doors == Doors():
        found["doors"], own = _entrance(app, plan)
    if not plan.form_routes:
        found["form_routes"] = form_routes(app)
    found["form_data"] = form_data(app)
    found["link_routes"] = link_routes(app)
    found["private_reads"] = private_reads(app)
    found["asks_nobody"] = not any(Access(endpoint).anywhere() for endpoint in reached(app))
    if not plan.private_page:
        found["private_page"] = private_page(app)
    if not plan.actions:
        found["actions"] = actions_of(app)
    found["procedures"] = procedures_of(app)
    if plan.admin is None:
        found["admin"] = administrator(app)
    people = users_table(app)
    if plan.user_table is None and people is not None:
        found["user_table"] = people.name
    if people is not None:
        found["rights"] = {
            column.name: words
            for column in people.columns
            if (words := tuple(str(value) for value in column.values) or _usual_word(column))
        }
    if plan.database_url_name not in names and not any(DATABASE_PART_NAME.match(name) for name in names):
        found["database_url_name"] = database_name(app) or plan.database_url_name
    if plan.database in ("mongodb", "sqlite") and not plan.collections:
        found["collections"] = collections_of(app)
    found["database_parts"] = database_parts(app)
    if plan.supabase is not None:
        stated = {"stated": stated_tables(app), "buckets": stated_buckets(app)}
        found["supabase"] = msgspec.structs.replace(plan.supabase, **stated)
    found["defaulted_names"] = tuple(one.name for one in app.deployment.environment if has_default(app, one))
    beside = own_addresses(app, plan.pages.cwd) if plan.pages is not None else {}
    if plan.pages is not None:
        addresses = {**beside, **plan.pages.addresses}
        found["pages"] = msgspec.structs.replace(plan.pages, addresses=addresses)
    found["hosts"] = own_hosts(app)
    outside = {name: url for name, url in outside_addresses(app).items() if name not in beside}
    found["environment"] = {**outside, **own, **plan.environment}
    return msgspec.structs.replace(plan, **found)


def _usual_word(column: Column) -> tuple[str, ...]:
    """What the code writes into the column where nothing is said: `role = "user"`."""
    word = _WORD.fullmatch(column.default)
    return (word[1],) if word is not None and column.type.startswith(("varchar", "text", "char")) else ()


def collections_of(app: App) -> tuple[Collection, ...]:
    """The collections (or tables) that the app's code declares, or writes documents into. Of one without a schema it is known by
    what the code does with its fields."""
    used, read = used_types(app), read_fields(app)
    return tuple(
        Collection(
            table.name,
            (*(_field(table, column, used) for column in table.columns), *_unwritten(table, read)),
        )
        for table in app.tables
    )


def _field(table: Table, column: Column, used: Mapping[tuple[str, str], str]) -> Field:
    leads = (column.references.table, column.references.column) if column.references else ("", "")
    return Field(
        name=column.name,
        type=used.get((table.name, column.name), ANY) if column.type == ANY else column.type,
        required=not column.nullable,
        unique=table.is_unique({column.name}),
        default=column.default,
        allowed=tuple(str(value) for value in column.values),
        stored=column.stored,
        parent=leads,
    )


def _unwritten(table: Table, read: Mapping[tuple[str, str], str]) -> Iterator[Field]:
    """What the app reads of documents without a schema, and never writes."""
    known = {column.name for column in table.columns}
    if not any(column.type == ANY for column in table.columns):
        return
    for (owner, name), leads in read.items():
        if owner == table.name and name not in known:
            yield Field(
                name=name, type="objectid" if leads else ANY, parent=(leads, "_id") if leads else ("", "")
            )


def _entrance(app: App, plan: BootPlan) -> tuple[Doors, dict[str, str]]:
    """The doors, and the settings that make the app know whoever stands there."""
    doors = library_doors(doors_of(app), plan)
    house = house_door(app) if doors == Doors() and users_table(app) is None else None
    return (Doors(login=house[0]), house[1]) if house is not None else (doors, {})


def outside_addresses(app: App) -> dict[str, str]:
    """Addresses for services that the app finds by an environment variable alone: hosts of their own, which the
    doubles answer. Without one such a service would seem not to be set up."""
    examples = example_values(app.root)
    names = {name.name for name in app.deployment.environment}
    called = {call.service for endpoint in reached(app) for call in endpoint.services} & names
    return {
        name: f"https://{name.lower().replace('_', '-')}.example.test"
        for name in sorted(called)
        if not examples.get(name)
    }


def private_page(app: App) -> str:
    """A page without parameters for everybody who is signed in; '' where none is known."""
    found = [
        endpoint.path
        for endpoint in reached(app)
        if endpoint.method == "GET"
        and endpoint.framework in PAGE_FRAMEWORKS
        and not parameters(endpoint.path)
        and Access(endpoint).anywhere() == {SIGNED_IN}
        and any(answer.page for answer in endpoint.answers)
        and not re.search(r"log-?out|sign-?out", endpoint.path, re.IGNORECASE)
    ]
    return min(found, key=lambda path: (path.count("/"), len(path), path), default="")


def private_reads(app: App) -> tuple[str, ...]:
    """Paths without parameters that answer people who are signed in alone."""
    return tuple(
        endpoint.path
        for endpoint in reached(app)
        if endpoint.kind == "http"
        and endpoint.method == "GET"
        and not parameters(endpoint.path)
        and not signs_out(endpoint.path)
        and Access(endpoint).anywhere() == {SIGNED_IN}
    )


def form_data(app: App) -> dict[str, tuple[str, ...]]:
    """The routes and edge functions that read a form of several parts, with the fields that are files."""
    changing = [one for one in reached(app) if one.method in ("POST", "PUT", "PATCH")]
    parsed = {
        f"{one.method} {one.path}": (field_of(app, one),)
        for one in changing
        if any(item.part == "files" for item in one.inputs)
    }
    read = {
        f"{one.method} {one.path}": file_fields(app, one) for one in changing if reads_form_data(app, one)
    }
    return {**parsed, **read}


def form_routes(app: App) -> tuple[str, ...]:
    """The routes that take a form, as `POST /notes/<int:id>`."""
    return tuple(sorted({f"{e.method} {e.path}" for e in reached(app) if e.path and takes_form(e)}))


def link_routes(app: App) -> tuple[str, ...]:
    """The routes that change something when a link to them is followed, and lead on to a page."""
    return tuple(sorted({f"GET {e.path}" for e in reached(app) if e.path and acts_by_link(e)}))


def doors_of(app: App) -> Doors:
    """The endpoints through which people register and sign in; None where there is none."""
    register = [endpoint for endpoint in reached(app) if registers(app, endpoint)]
    login = [e for e in reached(app) if signs_in(app, e) and e not in register]
    # What a library answers with a token shows no page with a form.
    pages = tuple(endpoint for endpoint in reached(app) if not gives_token(endpoint))
    unkept = unkept_doors(app)
    joining = _best(register) or entrance_page(pages, register=True) or unkept[0]
    entrance = _best(login) or entrance_page(pages, register=False) or unkept[1]
    own = _by_key(app, _door(app, entrance), entrance)
    doors = Doors(
        register=_with_optional(_door(app, joining), joining),
        login=own or token_door(app),
    )
    elsewhere = provider_door(app) if doors.login is None else None
    # Whoever comes in for the first time by a provider is registered by that.
    return Doors(register=elsewhere, login=elsewhere) if elsewhere is not None else doors


def _best(endpoints: list[Endpoint]) -> Endpoint | None:
    """Of several, the one that needs no sign-in and whose path says it best."""
    words = re.compile(r"regist|sign-?up|log-?in|sign-?in|token|session", re.I)
    ranked = sorted(
        endpoints, key=lambda e: (bool(Access(e).anywhere()), not words.search(e.path), len(e.path))
    )
    return ranked[0] if ranked else None


def _by_key(app: App, door: Door | None, endpoint: Endpoint | None) -> Door | None:
    """The sign-in with what its field means that holds the key of somebody's row: a number that they were told when they registered."""
    people = users_table(app)
    if door is None or endpoint is None or people is None or len(people.primary_key) != 1:
        return door
    key = people.primary_key[0]
    compared = [
        leaf.path
        for query in endpoint.queries
        for item in query.filters
        if query.table == people.name and (item.column, item.operator) == (key, "=")
        for leaf in item.value.sources()
        if leaf.kind in ("body", "parsed")
    ]
    field = next((name for name in door.fields if (name,) in compared), "")
    fields = {**door.fields, field: "key"}
    return msgspec.structs.replace(door, key=key, fields=fields) if field else door


def _with_optional(door: Door | None, endpoint: Endpoint | None) -> Door | None:
    """The registration with what people fill in though they need not: later answers may rely on it."""
    if door is None or endpoint is None:
        return door
    left = [name for name in body_fields(endpoint) if name not in door.fields]
    meant = {name: role_of(name) for name in left}
    return msgspec.structs.replace(
        door, optional={n: role for n, role in meant.items() if role in _FILLED_IN}
    )


def _door(app: App, endpoint: Endpoint | None) -> Door | None:
    if endpoint is None:
        return None
    optional = {
        name for check in endpoint.checks for name, rule in check.fields if "optional" in rule.split()
    }
    read = [name for name in body_fields(endpoint) if name not in optional]
    fields = with_dial_code({name: role_of(name) for name in (*read, *_of_whole_record(app, endpoint))})
    form = any(TAKES_FORM.search(name) for name in endpoint.calls) and endpoint.framework == "fastapi"
    page = endpoint.framework in PAGE_FRAMEWORKS and not fields
    door = Door(
        method=endpoint.method,
        path=endpoint.path,
        fields=fields,
        form=form or page or takes_form(endpoint),
        allowed={**_allowed(app, endpoint, fields), **pressed(endpoint)},
    )
    return by_authjs(endpoint, door)


def _of_whole_record(app: App, endpoint: Endpoint) -> Iterator[str]:
    """What a registration that writes the body as it comes asks for without naming it: the table of people does not do without."""
    people = users_table(app)
    for query in endpoint.queries:
        if (
            people is not None
            and query.table == people.name
            and query.operation == "insert"
            and writes_body(query)
        ):
            columns = needed_columns(query, people)
            yield from (one.field for one in columns if not (one.primary or one.references))


def _allowed(app: App, endpoint: Endpoint, fields: Mapping[str, str]) -> dict[str, str]:
    """For fields whose name says nothing of what to type: a value that the app's own rules, or the users table, allow.
    Of roles a plain one."""
    people = users_table(app)
    found: dict[str, str] = {}
    for name in (name for name, role in fields.items() if role == "unknown"):
        rules = [rule for check in endpoint.checks for field, rule in check.fields if field == name]
        options = [
            option for rule in rules if (match := _OPTIONS.search(rule)) for option in match[1].split("|")
        ]
        column = people.column(name) if people is not None else None
        options = options or [str(value) for value in (column.values if column is not None else ())]
        options = options or list(asked_roles(app, name))
        if not options and column is not None and not column.type.startswith(("text", "varchar", "char")):
            options = [str(sample(column.name, column.type))]
        plain = first_plain(options)
        if plain is not None:
            found[name] = plain
    return found
