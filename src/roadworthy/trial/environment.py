"""The environment the app gets: made from the names its code reads, never inherited."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from roadworthy.errors import UnsafeTarget, UsageError
from roadworthy.regex import regex
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.cache_folder import cache_folder
from roadworthy.trial.people import Person
from roadworthy.trial.working_copy import left_out

REDIS_PORT = 6379
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", ""})
DATABASE_URL_NAME = regex(
    r"^(MYSQL|MARIADB)_(DATABASE_)?(URL|URI|DSN)$|"
    r"(^|_)MONGO(DB)?(_DB|_DATABASE|_CONNECTION)?_?(URL|URI|DSN|STRING|CONNECTION_STRING)$|^(DB|DATABASE)_CONNECTION_STRING$|"
    r"^(DATABASE|POSTGRES(QL)?|PG|DB|DIRECT|SQLALCHEMY_DATABASE|NEON_DATABASE)(_DATABASE)?_?(URL|URI|DSN|PRISMA_URL)$"
    r"|DATABASE_UR[LI]$|(^|_)DB_UR[LI]$|^POSTGRES_PRISMA_URL$|^DIRECT_DATABASE_URL$"
    # The same database by another way in, as Vercel and Neon name it.
    r"|^(DATABASE|POSTGRES|PG)_URL_(UN|NON_|NO_)?(POOL(ED|ING|ER)?|SSL|DIRECT)$"
)
DATABASE_PART_NAME = regex(
    r"^(?:PG|DB_|DATABASE_|(?:\w+_)?(?:POSTGRES|MONGO|MONGODB|MYSQL|MARIADB)_(?:INITDB_)?|MYSQL)"
    r"(HOST|HOSTNAME|SERVER|PORT|USER|USERNAME|PASSWORD|PASS|NAME|DATABASE|DB|DBNAME|DB_NAME|DATABASE_NAME)$"
)
# An address that ends in REST is Upstash's, which is asked by HTTP.
_REDIS_URL = regex(
    r"^(?!.*REST)(\w+_)?(REDIS|VALKEY)\w*?_?(URL|URI|DSN|CONNECTION_STRING)$|^(CELERY_)?BROKER(_URL)?$|^(CELERY_)?RESULT_BACKEND$"
    r"|^(RATE_?LIMIT\w*_STORAGE|KV|CACHE|QUEUE)_UR[LI]$"
)
_REDIS_PART = regex(
    r"^(?:\w+_)?(?:REDIS|VALKEY)_?(HOST|HOSTNAME|SERVER|PORT|USER|USERNAME|PASSWORD|PASS|DB|DATABASE)$"
)
_REDIS_PARTS = {
    "PORT": str(REDIS_PORT),
    "USER": "",
    "USERNAME": "",
    "PASSWORD": "",
    "PASS": "",
    "DB": "0",
    "DATABASE": "0",
}
_LIVE_KEY = regex(r"\b[sr]k_live_[0-9A-Za-z]{8,}|\bwhsec_live|\bAPP_USR-|\brzp_live_[0-9A-Za-z]+")
SECRET_NAME = regex(r"(SECRET|_KEY|^KEY|TOKEN|PASSWORD|PASSWD|SALT|JWT|PEPPER|SIGNING|CREDENTIAL)")
# How tokens are signed: with one secret, as every tutorial has it.
SIGNATURE_NAME = regex(r"^((JWT|TOKEN|AUTH|ACCESS_TOKEN|SIGNING)_)?ALG(ORITHM)?$")
SIGNATURE = "HS256"
_HOSTING = regex(r"^(CI|VERCEL|RENDER|RAILWAY|REPL|REPLIT|NETLIFY|HEROKU|FLY|DYNO|K_SERVICE|AWS_LAMBDA)(_|$)")
_STAGE = regex(r"^(NODE_ENV|APP_ENV|ENV|ENVIRONMENT|FLASK_ENV|PYTHON_ENV|APP_ENVIRONMENT)$")
_DIALECT = regex(r"^(?:(?:DB|DATABASE|SEQUELIZE|SQL|TYPEORM)_)?(DIALECT|CONNECTION|CLIENT)$")
_ADDRESS = regex(r"(URL|URI|ORIGIN|ORIGINS|DOMAIN)$")
# What an app calls the address at which it, or its pages, are found.
_OWN_ADDRESS = regex(
    r"ORIGIN|CORS|(^|_)(APP|BASE|SITE|SELF|PUBLIC|FRONTEND|CLIENT|WEB|WEBSITE|SERVER|BACKEND|HOST|NEXTAUTH|AUTH)_?(URL|URI|DOMAIN)$|^URL$"
)
# Whom an app makes an administrator by their address alone.
_FIRST = r"^(?:DEFAULT_|INITIAL_|SEED_|FIRST_)?(?:ADMIN|ADMINISTRATOR|SUPER_?ADMIN|SUPERUSER|OWNER)"
ADMIN_ADDRESS = regex(rf"{_FIRST}S?_?(E_?MAIL|ADDRESSE?)S?$|^FIRST_SUPERUSER$")
_ADMIN_PASSWORD = regex(rf"{_FIRST}_?(PASSWORD|PASSWD|PASS)$")
_ADMIN = Person("admin", 3)
# Without keys an app asks nobody to solve a puzzle, as on a developer's own machine.
_CAPTCHA = regex(r"CAPTCHA|TURNSTILE")
# Where the app itself listens, by other names than the usual one.
OWN_PORT = regex(
    r"^((SERVER|APP|APPLICATION|BACKEND|API|HTTP|NODE|EXPRESS|WEB|LISTEN)_?)?PORT(_?(SERVER|APP|BACKEND|API|HTTP|NODE))?$"
)
# Where mail is handed in: without a host an app that sends one answers nobody.
_MAIL_HOST = regex(r"(^|_)(SMTP|E?MAIL|MAILER)_?(HOST|HOSTNAME|SERVER)$")
_MAIL_USER = regex(r"(^|_)(SMTP|E?MAIL|MAILER)_?(HOST_)?(USER|USERNAME|LOGIN)$")
_MAIL_PORT = regex(r"(^|_)(SMTP|E?MAIL|MAILER)_?PORT$")
_DEBUG = regex(r"(^|_)DEBUG$")
_ENGINE = regex(r"^(DB|DATABASE|SQL)_ENGINE$")
# What SQLAlchemy's address begins with: both parts of it, or the second beside a variable for the first.
_DRIVER = regex(r"^(DB|DATABASE|SQL|SQLALCHEMY|POSTGRES|PG|MYSQL)_(DRIVER|DRIVERNAME|SCHEME|PROTOCOL)$")
_SCHEME = regex(r"postgres|mysql|mariadb|sqlite|.*\+")
# The form of each vendor's test keys, so that clients which check the form accept them.
_VENDOR_FORMS = (
    (regex(r"STRIPE.*WEBHOOK|WEBHOOK.*STRIPE"), "whsec_{hex}"),
    (regex(r"STRIPE.*PUB"), "pk_test_{hex}"),
    (regex(r"STRIPE.*PRICE"), "price_{short}"),
    (regex(r"STRIPE.*(KEY|SECRET|TOKEN)"), "sk_test_{hex}"),
    (regex(r"OPENAI.*(KEY|TOKEN)"), "sk-{hex}"),
    (regex(r"ANTHROPIC.*(KEY|TOKEN)"), "sk-ant-{hex}"),
    (regex(r"RESEND.*(KEY|TOKEN)"), "re_{hex}"),
    (regex(r"SENDGRID.*(KEY|TOKEN)"), "SG.{short}.{hex}"),
    (regex(r"TWILIO.*SID"), "AC{short}"),
    (
        regex(
            r"(GOOGLE|GITHUB|DISCORD|FACEBOOK|TWITTER|LINKEDIN|GITLAB|AUTH0|AZURE|APPLE|SLACK|OAUTH|OIDC)(_(AUTH|OAUTH2?|API))?_?(CLIENT|APP)?_?ID$"
        ),
        "trial-{short}",
    ),
    (regex(r"CLERK.*PUB"), "pk_test_{hex}"),
    (regex(r"CLERK.*(KEY|SECRET)"), "sk_test_{hex}"),
)


def made_environment(
    plan: BootPlan, *, base_url: str, port: int, database: Mapping[str, str], examples: Mapping[str, str]
) -> dict[str, str]:
    """Values for the names the app reads. A name for which nothing fits stays unset, as on a fresh machine.

    `database` has url, host, port, user, password, name ({} without one); `examples` are the values of the app's
    .env.example, which tell what form a value has.
    """
    made = {"NODE_ENV": "production", "PORT": str(port)}
    for name in plan.environment_names:
        value = _python_value(name, plan, examples) if plan.runtime == "python" else None
        if value is None and plan.redis:
            value = _redis_value(name.upper())
        if value is None and not _left_alone(name, plan, examples):
            value = _value(name, base_url, port, database, examples.get(name))
        if value is None and SIGNATURE_NAME.match(name.upper()) and name not in plan.defaulted_names:
            # Without one PyJWT signs nothing at all, and nobody is let in.
            value = SIGNATURE
        if value is None and name not in plan.defaulted_names:
            value = _mail_value(name.upper())
        if value is not None:
            made[name] = value
    if any(ADMIN_ADDRESS.search(name) for name in made):
        # What a seed makes of both is the trial's own administrator.
        made.update({name: _ADMIN.value("password") for name in made if _ADMIN_PASSWORD.search(name)})
    if database:
        made[plan.database_url_name] = database["url"]
        made.update({name: database[part] for name, part in plan.database_parts.items()})
    return {**made, **plan.environment}


def _mail_value(upper: str) -> str | None:
    """Where mail is handed in, for a name that asks for it: a host that the trial stands in for."""
    if _MAIL_HOST.search(upper):
        return "smtp.example.com"
    if _MAIL_USER.search(upper):
        return "trial@example.com"
    return "587" if _MAIL_PORT.search(upper) else None


def _redis_value(upper: str) -> str | None:
    """Where the trial's Redis is, for a name that asks for it: it knows no password."""
    if _REDIS_URL.match(upper):
        return f"redis://127.0.0.1:{REDIS_PORT}"
    part = _REDIS_PART.match(upper)
    return _REDIS_PARTS.get(part[1], "127.0.0.1") if part is not None else None


def _left_alone(name: str, plan: BootPlan, examples: Mapping[str, str]) -> bool:
    """Whether the code's own value serves: the address of somebody else's service, which no example changes."""
    upper = name.upper()
    foreign = (
        _ADDRESS.search(upper) and not _OWN_ADDRESS.search(upper) and not DATABASE_URL_NAME.search(upper)
    )
    return bool(foreign) and name in plan.defaulted_names and not examples.get(name)


def _python_value(name: str, plan: BootPlan, examples: Mapping[str, str]) -> str | None:
    """Switches of Django's and Flask's settings, as on a server behind a proxy that ends TLS; None for another name."""
    if _DEBUG.search(name):
        return "False"
    if name.endswith("ALLOWED_HOSTS"):
        return "*"
    if name.endswith("SSL_REDIRECT"):
        return "False"
    if name in ("STATIC_URL", "MEDIA_URL") and name not in plan.defaulted_names:
        return f"/{name.partition('_')[0].lower()}/"
    if plan.database and _ENGINE.match(name):
        kind = {"postgres": "postgresql", "mysql": "mysql"}.get(plan.database, "sqlite3")
        return f"django.db.backends.{kind}" if plan.framework == "django" else kind
    if plan.database and (_DRIVER.match(name.upper()) or _DIALECT.match(name.upper())):
        return _scheme_part(name.upper(), plan, examples.get(name, ""))
    return plan.database if name in ("DB", "DB_TYPE", "DATABASE_TYPE") else None


def _scheme_part(upper: str, plan: BootPlan, example: str) -> str:
    """What stands before an address's `://`, whole or in two parts, as the example or the other variables have it."""
    scheme = plan.database_scheme if plan.database in ("postgres", "mysql") else plan.database or ""
    dialect, _, driver = scheme.partition("+")
    if not _DRIVER.match(upper):
        return dialect
    in_two = any(
        _DIALECT.match(name.upper()) or _ENGINE.match(name.upper()) for name in plan.environment_names
    )
    return driver if driver and (in_two or (example and not _SCHEME.match(example))) else scheme


def _value(
    name: str, base_url: str, port: int, database: Mapping[str, str], example: str | None
) -> str | None:
    upper = name.upper()
    if _HOSTING.search(upper) or _CAPTCHA.search(upper):
        return None
    if _STAGE.match(upper):
        return "production"
    if OWN_PORT.match(upper):
        return str(port)
    if database and DATABASE_URL_NAME.search(upper):
        return database["url"]
    if database and (part := DATABASE_PART_NAME.match(upper)):
        return database[_database_part(part[1])]
    if database and (kind := _DIALECT.match(upper)):
        return _dialect(database["url"], kind[1])
    if (made := _made_key(upper)) is not None:
        return made
    vendor = next((form for pattern, form in _VENDOR_FORMS if pattern.search(upper)), None)
    if vendor is not None:
        secret = stable_secret(name)
        return vendor.format(hex=secret[:48], short=secret[:32])
    return _plain_value(upper, base_url, example, name)


def _made_key(upper: str) -> str | None:
    """Keys that must be of a certain make; both halves of a pair belong together."""
    if "VAPID" in upper and "KEY" in upper:
        from roadworthy.trial.key_pairs import push_key

        return push_key(stable_secret("VAPID"), public="PUBLIC" in upper)
    if "VAPID" in upper:
        return "mailto:trial@example.com"
    if "FERNET" in upper:
        from roadworthy.trial.key_pairs import fernet_key

        return fernet_key(stable_secret(upper))
    return None


def _dialect(url: str, kind: str) -> str:
    """What Sequelize, TypeORM and, for a CLIENT, Knex call the database."""
    if url.startswith("mysql"):
        return "mysql2" if kind == "CLIENT" else "mysql"
    if not url.startswith("postgres"):
        return "sqlite3" if kind == "CLIENT" else "sqlite"
    return "pg" if kind == "CLIENT" else "postgres"


def _database_part(part: str) -> str:
    return {
        "SERVER": "host",
        "HOSTNAME": "host",
        "USERNAME": "user",
        "PASS": "password",
        "DATABASE": "name",
        "DB": "name",
        "DBNAME": "name",
        "DB_NAME": "name",
        "DATABASE_NAME": "name",
    }.get(part, part.lower())


def _plain_value(upper: str, base_url: str, example: str | None, name: str) -> str | None:
    if _ADDRESS.search(upper):
        if example and urlsplit(example).hostname not in (*LOOPBACK, None):
            return example
        return base_url
    if re.search(
        r"(MINUTES|SECONDS|HOURS|DAYS|EXPIRE|EXPIRES|EXPIRY|TTL|TO_?LIVE|DURATION|LIFETIME|_AGE|ALGORITHM|LIMIT|ENABLED|_IN|MAX_TOKENS|ROUNDS|TEMPERATURE|MODEL)$",
        upper,
    ):
        return example or None
    if SECRET_NAME.search(upper):
        return stable_secret(name)
    if ADMIN_ADDRESS.search(upper):
        return _ADMIN.email
    if re.search(r"(EMAIL|_FROM|MAIL_FROM)$", upper):
        return example or "trial@example.com"
    return example or None


def stable_secret(name: str) -> str:
    """64 hex digits nobody else knows, the same in every trial on this machine so that builds can be kept."""
    file = cache_folder("seed") / "seed"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return hmac.new(file.read_bytes(), name.encode(), hashlib.sha256).hexdigest()


def parsed_environment(text: str) -> dict[str, str]:
    """The assignments of a .env file: `NAME=value`, `export NAME="value"`; comments are left out."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        matched = re.match(r"""^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*("[^"]*"|'[^']*'|[^#]*)""", line)
        if matched:
            values[matched[1]] = matched[2].strip().strip("\"'")
    return values


def example_values(copy: Path) -> dict[str, str]:
    """What the app's own example files say, e.g. `.env.example`."""
    values: dict[str, str] = {}
    for file in sorted(copy.glob(".env*")):
        # The developer's own values (`.env`, `.env.local`) are nobody's example.
        if file.is_file() and not left_out(file.name):
            values.update(parsed_environment(file.read_text(errors="replace")))
    return values


def read_environment_file(file: Path) -> dict[str, str]:
    """The values of a file the user names explicitly, less those of databases: the trial brings its own.

    Raises UnsafeTarget for a database that is not here, or a live payment key; UsageError for a file that cannot be read.
    """
    try:
        values = parsed_environment(file.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(file)) from error
    kept: dict[str, str] = {}
    for name, value in values.items():
        if _LIVE_KEY.search(value):
            raise UnsafeTarget(
                f"{name} is a live payment key",
                where=str(file),
                remedy="use the test key of the same account",
            )
        parts = urlsplit(value)
        is_database = re.match(r"^(postgres|mysql|mariadb|mongodb|redis)", parts.scheme)
        if is_database and (parts.hostname or "") not in LOOPBACK:
            raise UnsafeTarget(
                f"{name} is a database on {parts.hostname}, not on this machine",
                where=str(file),
                remedy="leave it out: the trial brings its own database",
            )
        if not is_database:
            kept[name] = value
    return kept


def sqlite_url(plan: BootPlan, examples: Mapping[str, str]) -> str:
    """As the app's example writes it, else a file in the app's folder in its language's usual form."""
    example = examples.get(plan.database_url_name, "")
    if example.startswith(("sqlite", "file:")) or example.endswith((".db", ".sqlite", ".sqlite3")):
        return example
    return "file:/app/trial.db" if plan.runtime == "node" else "sqlite:////app/trial.db"
