"""Values of requests, rows and settings that are written down or kept where they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.use import Use
from roadworthy.app.work import Work
from roadworthy.regex import regex
from roadworthy.source.purpose import is_tool
from roadworthy.views.data.answered_columns import secret_columns
from roadworthy.views.people.entry import asks_password
from roadworthy.views.people.people import users_table
from roadworthy.views.secrets.exposure import Exposure, holds_password
from roadworthy.views.secrets.file_texts import place_of, texts
from roadworthy.views.secrets.told_events import is_event
from roadworthy.views.secrets.whole_records import told_whole

_SECRET_NAME = regex(r"(SECRET|_KEY|APIKEY|PASSWORD|PASSWD|TOKEN|DATABASE_URL|MONGO\w*_URI|CREDENTIAL)", re.I)
# The keys of a provider's test mode reach nobody's money (docs.stripe.com/keys, "Sandbox and live mode").
_PUBLIC_NAME = regex(r"PUBLIC|PUBLISHABLE|ANON|SITE_KEY|CLIENT_ID|(^|_)(TEST|SANDBOX)_", re.I)
_WHOSE = r"(customer|client|user|recipient|patient|student|child|guest|member|contact|buyer|seller|billing|shipping|delivery|invitee|new|old)_?"
_PERSONAL = regex(
    rf"^({_WHOSE})?(e?mail|e_?mail_?address|phone(_?number)?|mobile|full_?name|first_?name|last_?name|date_?of_?birth|dob|ssn|address"
    rf"|get_full_name)$|^{_WHOSE}name$",
    re.I,
)
# What another service answers about a person (`session.customer_details`), as an operation ends.
_TOLD_OF = regex(
    r"\(\)(?:\.[\w\[\]]+)*\.((?:customer|shipping|billing)_details|\w*e?mail|\w*phone\w*|\w*address)$", re.I
)
# A payment as its service tells of it, with the name, the address and the document of who paid, or with the secret by which a page
# goes on with it (docs.stripe.com/api/payment_intents/object, "client_secret": it is not to be logged).
_PAYMENT = regex(
    r"^stripe\b[\w.()]*\.(PaymentIntent|SetupIntent|PaymentMethod|Charge|Customer|paymentIntents|setupIntents|paymentMethods|charges|customers)"
    r"\.(create|retrieve|confirm|search|list)(_async)?\(\)(\.data(\.\[\])?)?$"
    r"|^mercadopago\.Payment\(\)\.get\(\)$|^stripe\b.*\.(sessions|paymentIntents|charges)\.retrieve\(\)$"
    r"|^stripe\b.*\.constructEvent(Async)?\(\)(\.data(\.object)?)?$"
)
_SHOWS = regex(
    r"^(template|\+|%|format|join|choice|or|and|\?\?|record|list|String|str|repr|JSON\.stringify|json\.dumps|trim|strip|lower|upper|toLowerCase"
    r"|toUpperCase|page|dict|encode|decode|get_full_name)(\(\))?$"
)
_CUTS = regex(r"^(\[\]|split|slice|substring|substr|replace|removeprefix)(\(\))?$")
# What a sign-in service answers to the exchange of a code, as an operation ends: the tokens themselves.
_TOKENS = regex(
    r"^(jsonwebtoken|jwt|jose\.jwt)(\.default)?\.(sign|encode)\(\)$|\.(getToken|refreshAccessToken|refreshToken|exchangeCode\w*|getAccessToken)\(\)(\.(tokens|credentials|data))?$"
)
_SHELL_SPILL = regex(
    r"(?m)^\s*(?:echo|printf)\b[^\n>|]*\$\{?(\w*(?:DATABASE_URL|PASSWORD|SECRET|API_KEY|TOKEN)\w*)\}?[^\n>|]*$"
)
_SHELL_GREP = regex(
    r"(?m)^\s*(?:cat|grep\b[^\n|>]*(?:DATABASE_URL|PASSWORD|SECRET|KEY)[^\n|>]*)\s+[^\n|>]*\.env\w*\s*$"
)


def spilled_secrets(app: App) -> tuple[Exposure, ...]:
    """Settings and passwords that are written to a log."""
    return app.view(_spilled_secrets)


def _spilled_secrets(app: App) -> tuple[Exposure, ...]:
    written: dict[Location, tuple[str, str, bool, tuple[Location, ...]]] = {}
    for work, subject, use in _logs(app):
        for leaf in _shown(app, use):
            name = _secret_in(app, work, use, leaf)
            if name:
                # A key of the server's own opens all there is, and is written down for each request; what one person handed in
                # (docs/decisions/0031-severity.md) is theirs alone, and mostly of the case that something went wrong.
                grave = leaf.kind == "environment" and work is not None and not _only_traced(use)
                said = (f"{name} is written to the log", grave)
                written.setdefault(use.location, (subject, *said, _places(use)))
    alike: dict[tuple[str, str, bool], list[Location]] = {}
    for subject, what, grave, places in written.values():
        alike.setdefault((subject, what, grave), []).extend(places)
    found: dict[Location, Exposure] = {
        places[0]: Exposure("log", subject, what, tuple(dict.fromkeys(places))[:8], grave)
        for (subject, what, grave), places in alike.items()
    }
    for path, text in texts(app, (".sh", ".bash")):
        for match in (*_SHELL_SPILL.finditer(text), *_SHELL_GREP.finditer(text)):
            place = place_of(path, text, match.start(), match.end())
            found.setdefault(
                place,
                Exposure(
                    "log",
                    path,
                    "the script prints a secret to the terminal and the log of the deploy",
                    (place,),
                    False,
                ),
            )
    return tuple(found.values())


# At such a level loggers write nothing down unless they are told to; Node's console writes it like all else.
_TRACES = regex(r"(?<!^console)\.(debug|trace|verbose|silly)$")
_TRACING = regex(r"debug|verbose|trace|log_?level", re.I)


def _only_traced(use: Use) -> bool:
    """Whether something is written down only where somebody looks for a fault: by its level, or where a setting says so."""
    told = (leaf for fact in use.facts for leaf in fact.left.leaves() if fact.operator != "any")
    return _TRACES.search(use.api) is not None or any(
        leaf.kind == "environment" and leaf.path and _TRACING.search(leaf.path[-1]) for leaf in told
    )


_HANDED_OUT = regex(r"((access|refresh|reset|verification|verify|confirm\w*)_?)?token|otp", re.I)
# What a text says of the secret in it.
_SPEAKS_OF = regex(r"token|link|code|otp|reset|verif|password|invit|https?:", re.I)
_KEPT_AS = regex(r"token|code|otp|secret|nonce|hash", re.I)


def _secret_in(app: App, work: Work | None, use: Use, leaf: Origin) -> str:
    """What is secret about a value that is written down, in words; '' where nothing is."""
    name = leaf.path[-1] if leaf.path else ""
    if leaf.kind == "environment":
        secret = name.isidentifier() and not is_tool(use.location.path) and _SECRET_NAME.search(name)
        return f"`{name}`" if secret and not _PUBLIC_NAME.search(name) else ""
    if leaf.kind == "row" and not leaf.path:
        return _in_whole_row(app, work, use, leaf)
    if leaf.kind in ("body", "parsed", "row"):
        if not leaf.path and leaf.kind == "body":
            endpoint = app.endpoint(work.subject) if work is not None else None
            whole = endpoint is not None and asks_password(endpoint)
            return "`password`, with the rest of the body," if whole else ""
        return f"`{name}`" if holds_password(name) or _HANDED_OUT.fullmatch(name) else ""
    if leaf.kind in ("query", "params"):
        return f"`{name}`" if _HANDED_OUT.fullmatch(name) else ""
    if leaf.kind == "headers":
        shown = not leaf.path or tuple(map(str.lower, leaf.path)) == ("authorization",)
        return "`authorization`" if shown else ""
    if leaf.kind == "random":
        return "what is sent to a person to show who they are" if _is_sent_out(work, use) else ""
    return "`tokens`" if leaf.kind == "tokens" else ""


def _in_whole_row(app: App, work: Work | None, use: Use, row: Origin) -> str:
    """What is secret in the row of a person that JavaScript's console writes down with all its fields; Python writes its name."""
    table, people = app.table(row.table), users_table(app)
    if table is None or people is None or table.name != people.name or not use.api.startswith("console."):
        return ""
    query = next((one for one in (work.queries if work is not None else ()) if one.number == row.query), None)
    columns, left_out = (query.columns, query.left_out) if query is not None else ((), ())
    told = [
        name
        for name in secret_columns(app, table)
        if (not columns or name in columns) and name not in left_out
    ]
    return f"`{told[0]}`, with the rest of the row," if told else ""


def _is_sent_out(work: Work | None, use: Use) -> bool:
    """Whether something made at random, of which a row is kept, is what the text is about: the link of a mail, a code."""
    says = " ".join(
        str(leaf.value) for origin in use.arguments for leaf in origin.leaves() if leaf.kind == "constant"
    )
    kept = any(
        _KEPT_AS.search(write.column) and any(leaf.kind == "random" for leaf in write.value.leaves())
        for query in (work.queries if work is not None else ())
        for write in query.writes
    )
    return kept and _SPEAKS_OF.search(says) is not None


def spilled_people(app: App) -> tuple[Exposure, ...]:
    """Personal data in logs of the server: one for the app, with its places."""
    places: dict[Location, str] = {}
    for work, use in _on_servers(app):
        for leaf in _shown(app, use):
            name = leaf.path[-1] if leaf.path else _in_body(app, work) if leaf.kind == "body" else ""
            told = leaf.kind in ("body", "parsed", "row", "session", "query") and _PERSONAL.match(name)
            if _is_whole_account(app, use, leaf):
                name, told = "email", _PERSONAL.match("email")
            whole = told_whole(app, work, use, leaf)
            name = name if told else whole or name
            if told or whole or leaf.kind == "told" or is_event(app, work, use, leaf):
                for place in _places(use):
                    places.setdefault(place, name or "payer")
    if not places:
        return ()
    names = ", ".join(sorted(set(places.values()))[:4])
    return (
        Exposure(
            "people in logs", "app logs", f"personal data ({names}) is written to the log", tuple(places)[:12]
        ),
    )


def _is_whole_account(app: App, use: Use, leaf: Origin) -> bool:
    """Whether JavaScript's console is handed the whole account that Supabase keeps of who is signed in, address and all."""
    whole = leaf.kind == "session" and leaf.path in ((), ("user",))
    return whole and app.database.supabase and use.api.startswith("console.")


def _on_servers(app: App) -> Iterator[tuple[Work, Use]]:
    return (
        (work, use) for work in app.works if work.side == "server" for use in work.uses if use.kind == "log"
    )


# How M-Pesa calls the number of who pays.
_NUMBERED = {"msisdn": "phone", "partya": "phone", "phonenumber": "phone"}


def _in_body(app: App, work: Work) -> str:
    """What is personal in a body that is written down whole, by what the endpoint reads of it."""
    endpoint = app.endpoint(work.subject)
    inputs = endpoint.inputs if endpoint is not None else ()
    read = [item.name.rsplit(".", 1)[-1] for item in inputs if item.part == "body"]
    names = [_NUMBERED.get(name.lower(), name) for name in read]
    return next((name for name in names if _PERSONAL.match(name)), "")


def _logs(app: App) -> Iterator[tuple[Work | None, str, Use]]:
    """What servers and jobs write down; a browser's console is its owner's."""
    for work in app.works:
        if work.side == "server":
            yield from ((work, work.subject, use) for use in work.uses if use.kind == "log")
    client = {use.location.path for work in app.works if work.side == "client" for use in work.uses}
    for use in app.loose_uses:
        if use.kind == "log" and use.location.path not in client:
            yield None, use.location.path, use


def _places(use: Use) -> tuple[Location, ...]:
    """Where something is written down, and where the app's own function that does it is called with it."""
    return (use.calls[-1], use.location) if len(use.calls) > 1 else (use.location,)


def _shown(app: App, use: Use) -> Iterator[Origin]:
    """What a call writes down. Many calls are handed the same, and two views ask."""
    known = app.view(_known_as_shown)
    for origin in use.arguments:
        kept = known.get(id(origin))
        if kept is None:
            kept = known[id(origin)] = (origin, tuple(_plain(origin)))
        yield from kept[1]


def _known_as_shown(app: App) -> dict[int, tuple[Origin, tuple[Origin, ...]]]:
    """What was worked out already, by the identity of what is handed over. A view."""
    return {}


def _plain(origin: Origin) -> Iterator[Origin]:
    """The leaves that a text still shows."""
    if origin.kind == "computed":
        told = _TOLD_OF.search(origin.operation)
        if told is not None:
            yield Origin("told", (told.group(1),))
        if _PAYMENT.search(origin.operation):
            yield Origin("told", ("payer",))
        if _TOKENS.search(origin.operation):
            yield Origin("tokens", ("tokens",))
        if _CUTS.match(origin.operation):
            # `header.split(" ")[1]`: the token without the word in front of it.
            # What an expression begins with that nobody knows stands in no input.
            cut = (leaf for one in origin.inputs[:1] for leaf in _plain(one))
            yield from (leaf for leaf in cut if leaf.kind == "headers" and leaf.path)
        if not _SHOWS.match(origin.operation):
            return
        # `user && user.id` shows the second, or nothing.
        shown = origin.inputs[-1:] if origin.operation == "and" else origin.inputs
        for inner in shown:
            # `{ ...user, passwordHash: "hidden" }` is no longer the whole row.
            yield from (
                leaf for leaf in _plain(inner) if leaf.path or leaf.kind != "row" or not origin.fields
            )
        for _, inner in origin.fields:
            yield from _plain(inner)
    elif origin.kind == "parsed" and origin.inputs and not origin.path:
        # A model that is printed shows its fields; a SecretStr shows stars.
        yield from (
            Origin("parsed", (name.split(".")[-1],)) for name, rule in origin.schema if "Secret" not in rule
        )
        # What was checked is what its rules let through, and not the whole that was sent.
        yield from (leaf for leaf in _plain(origin.inputs[0]) if leaf.path)
    else:
        yield origin


_CAPTURED = regex(r"(\w*[rR]es\w*\.(?:json|send))\s*=\s*(?:async\s*)?(?:function|\()")
_WRITTEN = regex(
    r"\+=\s*`[^`]*\$\{JSON\.stringify\((\w+)\)\}|(?:log|info|debug)\([^\n]*JSON\.stringify\((\w+)\)"
)
_CUT = regex(r"\.(?:slice|substring|substr)\(\s*0\s*,\s*(\d+)")


def answers_in_logs(app: App) -> Iterator[tuple[Exposure, int]]:
    """Middleware that catches every answer and writes it to the log, with the number of characters that it keeps (0: all)."""
    for path, text in texts(app, (".ts", ".js", ".mjs")):
        may_be = "JSON.stringify" in text and (".json" in text or ".send" in text)
        caught = _CAPTURED.search(text) if may_be else None
        written = _WRITTEN.search(text, caught.end()) if caught is not None else None
        if caught is None or written is None or written.start() - caught.start() > 2_000:
            continue
        kept = _CUT.search(text, written.end(), written.end() + 400)
        what = "every answer of the server is written to the log, with the names and addresses in it"
        places = (
            place_of(path, text, written.start(), written.end()),
            place_of(path, text, caught.start(), caught.end()),
        )
        yield Exposure("answers in logs", "app", what, places), int(kept.group(1)) if kept is not None else 0
