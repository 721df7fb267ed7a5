"""Which faults an app can have at night: told from its database, its outside services, its roles and its files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.model import App
from roadworthy.app.service import ServiceCall
from roadworthy.regex import Regex, regex
from roadworthy.source.purpose import is_test
from roadworthy.views.code.model_providers import MODELS
from roadworthy.views.people.access import ROLE, Access

DATABASE, SERVICE, DEPLOY, ACCOUNT, DISK = "database", "service", "deploy", "account", "disk"

# Where each SDK calls, from its documentation; an SDK that is not here is known by name only.
_SDK_HOSTS = {
    "stripe": "api.stripe.com",
    "openai": "api.openai.com",
    "resend": "api.resend.com",
    "anthropic": "api.anthropic.com",
    "sendgrid": "api.sendgrid.com",
    "twilio": "api.twilio.com",
    "replicate": "api.replicate.com",
    "google-ai": "generativelanguage.googleapis.com",
    "razorpay": "api.razorpay.com",
    "cloudinary": "api.cloudinary.com",
    "mailjet": "api.mailjet.com",
    "postmark": "api.postmarkapp.com",
    "slack": "slack.com",
    "telegram": "api.telegram.org",
    "voyage-ai": "api.voyageai.com",
    "cohere": "api.cohere.com",
    "mistral": "api.mistral.ai",
    "groq": "api.groq.com",
}
_PURPOSES = (
    ("payments", r"stripe|razorpay|paypal|adyen|mollie|braintree|squareup|paystack|lemonsqueezy|payment"),
    ("mail", r"resend|sendgrid|smtp|mailgun|postmark|mailjet|brevo|mail"),
    ("ai", MODELS.pattern),
    ("messages", r"twilio|slack|telegram|discord|whatsapp"),
    ("files", r"cloudinary|amazonaws|^aws$|uploadthing"),
)
_HOST = regex(r"^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+$", re.I)
_ENVIRONMENT = regex(r"^[A-Z][A-Z0-9_]+$")
_OWN_MACHINE = regex(r"^(localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1\]?)$")
_UNNAMED = "an outside service"
# Programs that people run by hand, and what only the tests call.
_BESIDE = regex(r"(^|/)(scripts?|tools?|bin|seeds?|migrations?|tests?|e2e|__tests__)/|\.(test|spec)\.")
_SERVERS = {
    "postgres": {"pg", "postgres", "@neondatabase/serverless", "@vercel/postgres", "pg-promise", "slonik",
                 "@prisma/adapter-pg", "psycopg", "psycopg2", "psycopg2-binary", "asyncpg", "pg8000"},
    "mysql": {"mysql", "mysql2", "pymysql", "mysqlclient", "aiomysql", "asyncmy"},
    "mongodb": {"mongoose", "mongodb", "pymongo", "motor", "beanie"},
    "hosted": {"@supabase/supabase-js", "supabase", "firebase-admin", "convex"},
}  # fmt: skip
_FILES = {"better-sqlite3", "sqlite3", "sqlite", "@libsql/client", "aiosqlite", "sqlalchemy", "django"}
_DATABASE_NAME = regex(r"(DATABASE|POSTGRES|PG|DB|MYSQL|MONGO\w*|NEON|SUPABASE)_?(\w+_)?(URL|URI|DSN)$")
_UPLOADS = regex(r"multer|formidable|busboy|express-fileupload|UploadFile|writeFile", re.I)
_WEAK_LABELS = {
    "api",
    "www",
    "com",
    "org",
    "net",
    "dev",
    "app",
    "io",
    "co",
    "v1",
    "rest",
    "cloud",
    "googleapis",
}


class Fault(Struct, frozen=True):
    """Something that can go wrong with this app. `kind` is database, service, deploy, account or disk; `name` is what a
    runbook's file is called (`database-down`); `about` names it in a sentence ("the database fails"). Of a service:
    `service` as calls name it, its `host` ('' when not known), `variable` where its address comes from the
    environment, and the calls with the endpoint that makes each ('' for none)."""

    kind: str
    name: str
    about: str
    service: str = ""
    host: str = ""
    variable: str = ""
    calls: tuple[tuple[str, ServiceCall], ...] = ()


def faults(app: App) -> tuple[Fault, ...]:
    """Every fault that the app can have, the most likely to wake somebody first. Empty for an app without a server."""
    return app.view(_faults)


def _faults(app: App) -> tuple[Fault, ...]:
    if not app.endpoints:
        return ()
    found = []
    if app.tables and database_server(app):
        found.append(Fault(DATABASE, "database-down", "the database fails"))
    found += _services(app)
    found.append(Fault(DEPLOY, "bad-deploy", "a deploy goes wrong"))
    if any(ROLE in Access(endpoint).anywhere() for endpoint in app.endpoints):
        found.append(Fault(ACCOUNT, "stolen-admin-account", "an administrator's account is stolen"))
    if keeps_files(app) or database_in_file(app):
        found.append(Fault(DISK, "disk-full", "the disk is full"))
    return tuple(found)


def database_server(app: App) -> str:
    """The kind of database server: postgres, mysql, mongodb, hosted (reached over HTTPS); '' for a file (SQLite) or
    where nothing tells."""
    return app.view(_database_server)


def _database_server(app: App) -> str:
    names = {name for name, _ in app.deployment.packages}
    kind = next((kind for kind, drivers in _SERVERS.items() if names & drivers), "")
    return "" if kind in ("postgres", "mysql") and _addresses_a_file(app) else kind


_FILE_ADDRESS, _SERVER_ADDRESS = b"sqlite:///", (b"mysql", b"postgres", b"psycopg")


def _addresses_a_file(app: App) -> bool:
    """Whether Python's code names a file of SQLite and no server, and takes no address from outside: a driver is left in the list of
    packages."""
    texts = [app.read(path) for path in app.modules if path.endswith(".py") and not is_test(path)]
    named = any(_FILE_ADDRESS in text for text in texts)
    return (
        named
        and not database_variable(app)
        and not any(server in text.lower() for text in texts for server in _SERVER_ADDRESS)
    )


def database_in_file(app: App) -> bool:
    """Whether the database is a file on the app's own disk (SQLite)."""
    names = {name for name, _ in app.deployment.packages}
    return bool(app.tables and names & _FILES) and not database_server(app)


def database_variable(app: App) -> str:
    """The environment name that holds the database's address; '' when there is none."""
    names = [name.name for name in app.deployment.environment]
    known = [name for name in names if _DATABASE_NAME.search(name)]
    return "DATABASE_URL" if "DATABASE_URL" in known else next(iter(known), "")


def keeps_files(app: App) -> bool:
    """Whether the app keeps files that people send."""
    for endpoint in app.endpoints:
        if any(item.part == "files" for item in endpoint.inputs):
            return True
        names = (*(middleware.name for middleware in endpoint.middleware), *endpoint.calls)
        if any(_UPLOADS.search(name) for name in names):
            return True
    return False


# --- services ----------------------------------------------------------------------------------------


def _services(app: App) -> list[Fault]:
    grouped: dict[str, list[tuple[str, ServiceCall]]] = {}
    for subject, call in _calls(app):
        if call.service != _UNNAMED and not _OWN_MACHINE.match(call.service):
            grouped.setdefault(call.service, []).append((subject, call))
    purposes = [_purpose(service) for service in grouped]
    found = []
    for service, calls in grouped.items():
        purpose = _purpose(service)
        name = purpose if purpose and purposes.count(purpose) == 1 else _slug(service)
        found.append(_service(service, name, tuple(calls)))
    return found


def _calls(app: App) -> Iterator[tuple[str, ServiceCall]]:
    for endpoint in app.endpoints:
        for call in endpoint.services:
            yield endpoint.subject, call
    for call in app.loose_services:
        if not _BESIDE.search(call.location.path):
            yield "", call


def _service(service: str, name: str, calls: tuple[tuple[str, ServiceCall], ...]) -> Fault:
    host = _SDK_HOSTS.get(service, service if _HOST.match(service) else "")
    variable = service if not host and _ENVIRONMENT.match(service) else ""
    return Fault(SERVICE, f"{name}-down", f"{service} fails", service, host, variable, calls)


def _purpose(service: str) -> str:
    return next((purpose for purpose, words in _PURPOSES if re.search(words, service, re.I)), "")


def _slug(service: str) -> str:
    """`api.frankfurter.dev` is known as frankfurter."""
    parts = [part for part in re.split(r"[^a-z0-9]+", service.lower()) if part]
    return "-".join([part for part in parts if part not in _WEAK_LABELS] or parts) or "service"


def words_for(fault: Fault) -> Regex[str]:
    """What a text about a fault cannot but name. Empty for a service that is known by a variable only: nobody can tell
    how people call it."""
    if fault.kind == SERVICE:
        return re.compile("|".join(_service_words(fault)), re.I)
    return re.compile(_WORDS[fault.kind], re.I | re.S)


_LEAK = r"(stolen|leak|compromis|hijack|breach|takeover|taken over|lost)"
_SECRET = r"(account|secret|key|token|session|password|admin)"
_WORDS = {
    DATABASE: r"database|postgres|mysql|mongo|\bdb\b",
    DEPLOY: r"deploy|release|roll(ing)?[ -]?back|revert",
    ACCOUNT: rf"{_LEAK}.*{_SECRET}|{_SECRET}.*{_LEAK}",
    DISK: r"\bdisk|\bvolume|storage|upload|\bdf\b",
}


def _service_words(fault: Fault) -> list[str]:
    if fault.variable:
        return []
    # "openlibrary" is also written "Open Library", "exchange-rates" with a blank: letters with anything thin between.
    labels = [label for label in re.split(r"[^a-z0-9]+", fault.service.lower()) if label not in _WEAK_LABELS]
    spelled = [r"[\s._-]?".join(map(re.escape, label)) for label in labels if len(label) > 2]
    purpose = _purpose(fault.service)
    return [*spelled, *([dict(_PURPOSES)[purpose], rf"\b{purpose}\b"] if purpose else [])] or [
        re.escape(fault.service)
    ]
