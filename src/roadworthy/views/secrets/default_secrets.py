"""Secrets of the server that have a value in the code: signing keys, fallbacks for what is not set, passwords of infrastructure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_tool
from roadworthy.views.secrets.exposure import Exposure, masked
from roadworthy.views.secrets.file_texts import is_example, place_of, texts
from roadworthy.views.secrets.left_to_developers import left_to_developers
from roadworthy.views.secrets.noticed_defaults import hinting, noticed_defaults, plain
from roadworthy.views.secrets.set_on_deploy import set_on_deploy, variable_read
from roadworthy.views.secrets.signing_options import signing_options

_SIGNING = regex(
    r"^(?:\w*(?:JWT|SESSION|AUTH|TOKEN|COOKIE|SIGNING|ENCRYPTION|APP|ACCESS|REFRESH)_?(?:SECRET|KEY)(?:_KEY)?|(?:FLASK_|DJANGO_)?SECRET(?:_KEY)?|secret_?[kK]ey|jwtSecret"
    r"|sessionSecret|cookieSecret|(?:jwt|token|signing|encryption)(?:Secret)?Key|(?:token|auth|access(?:Token)?|refresh(?:Token)?|signing)Secret|JWT_SECRET_KEY|NEXTAUTH_SECRET|TOKEN_SECRET)$"
)
_PUBLISHED = regex(
    r"(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|PUBLIC|NUXT_PUBLIC)_\w*(?:SERVICE_ROLE|SECRET|PRIVATE_KEY|OPENAI\w*KEY|ANTHROPIC\w*KEY|STRIPE_SK|DATABASE_URL)\w*"
)
_VARIABLE = regex(
    r'variable\s+"(\w*(?:password|secret|token|private_key)\w*)"\s*\{[^{}]*?default\s*=\s*"([^"]{4,})"[^{}]*\}',
    re.I | re.S,
)
_CONTAINER = regex(r"(?:podman|docker)\s+run\b(?:\\\n|[^\n])*")
_WEAK = regex(
    r"(?:POSTGRES|MYSQL_ROOT|MYSQL|MARIADB_ROOT|MONGO_INITDB_ROOT)_PASSWORD=[\"']?([A-Za-z0-9!@#%^&*_-]{3,})"
)
_OPEN_PORT = regex(r"(?:-p|--publish)\s+[\"']?(?!127\.0\.0\.1|localhost)[\w${}]+:\d+")


def default_secrets(app: App) -> tuple[Exposure, ...]:
    """Secrets that anyone who reads the repository knows where nobody sets another."""
    return app.view(_defaults)


def _defaults(app: App) -> tuple[Exposure, ...]:
    found: dict[str, Exposure] = {}
    spared: dict[str, list[bool]] = {}
    for name, value, place, read in (*_in_code(app), *_published(app)):
        known = found.get(value)
        places = (*known.places, place) if known is not None else (place,)
        what = (
            f"`{name}` has a value in the code, {masked(value)}"
            if value != name
            else f"`{name}` is built into what every visitor downloads"
        )
        subject, what = (known.subject, known.what) if known else (place.path, what)
        spared.setdefault(value, []).append(_goes_on(app, place.path) or read in app.view(set_on_deploy))
        grave = not all(spared[value])
        found[value] = Exposure("default", subject, what, places[:8], grave)
    return (*found.values(), *_in_infrastructure(app))


_OF_ONE_MACHINE = regex(
    r"(^|\.|/|_)local(_?settings|_?config|_py)?(\.py)?$|(^|\.)(settings|config)_local$", re.I
)


def _goes_on(app: App, path: str) -> bool:
    """Whether a file of settings ends by running another that the repository does not hold (`from .local_settings import *`): whoever
    installs the app writes it, and what it says is not known."""
    module = app.modules.get(path)
    return module is not None and any(
        (
            isinstance(node, form.Import)
            and any(one.imported == "*" for one in node.names)
            and _OF_ONE_MACHINE.search(node.source) is not None
        )
        or (isinstance(node, form.Call) and isinstance(node.callee, form.Name) and node.callee.name == "exec")
        for node in form.walk(module.body, form.Import, form.Call)
    )


# A program of its own that shows how the app is used by others: `oauth_tester.py`.
_TRIES_OUT = regex(r"(^|/)([\w-]+[_-])?(tester|playground)\.\w+$", re.I)
# What is written out on pages in several languages: `secret_key: "Clé secrète"`.
_WORDS_OF_PAGES = regex(r"(^|/)(locales?|i18n|translations?|lang(uages?)?)/", re.I)


def _in_code(app: App) -> Iterator[tuple[str, str, Location, str]]:
    """(name, value, place, variable that says otherwise) of each."""
    for path, module in sorted(app.modules.items()):
        aside = is_tool(path) or is_example(path) or _TRIES_OUT.search(path) or _WORDS_OF_PAGES.search(path)
        if aside or path not in app.view(hinting):
            continue
        replaced = _set_in_production(app, path)
        tests = left_to_developers(module.body, _keeps_secrets_out)
        for node in form.walk(
            module.body, form.Define, form.Assignment, form.Record, form.Call, form.Operation
        ):
            if any(start <= node.span.start < end for start, end in tests):
                continue
            for name, given in _named(node):
                value = _literal(given)
                if name in replaced or (plain(name), value) in app.view(noticed_defaults):
                    continue
                if (
                    value is not None
                    # A list of settings names each by itself.
                    and value != name
                    and (_signs(name) or _ADMITS.match(name) or _opens_mailbox(name, value))
                    # A short word lets nobody sign anything, but where a framework signs with it; it does let somebody in.
                    and (0 if _ADMITS.match(name) or _OF_FRAMEWORK.match(name) else 3) < len(value) < 200
                    and not _is_sentence(value)
                    # Stars stand for what is not to be shown.
                    and any(map(str.isalnum, value))
                    and not _is_a_place(name, value)
                    and not _is_kept_under(app, path, name, value)
                    and not value.startswith(("http", "/", "process.env"))
                ):
                    yield name, value, at(path, node), variable_read(given)


# What names an account at a service that keeps files signs nothing, and opens nothing where it is made up.
_OF_STORES = regex(r"^(\w+_)?(AWS|S3|R2|MINIO|OSS|COS|SPACES|STORAGE|BUCKET)_(\w+_)?ACCESS_KEY$")


def _signs(name: str) -> bool:
    return _SIGNING.match(name) is not None and _OF_STORES.match(name) is None


# What Flask and Django sign their cookies with, however short it is.
_OF_FRAMEWORK = regex(r"^SECRET_KEY$")

# The password of the mailbox that an app sends from.
_MAILBOX = regex(r"^(E?MAIL|SMTP)_?(HOST_|SERVER_|USER_)?PASS(WORD|WD)?$", re.I)
_STANDS_FOR = regex(r"your|example|change|placeholder|dummy|sample|test|pass|secret|xxx|[<>{}*]", re.I)


def _opens_mailbox(name: str, value: str) -> bool:
    """Whether a value is such a password, and not a word that stands for one."""
    return bool(_MAILBOX.match(name)) and len(value) >= 8 and not _STANDS_FOR.search(value)


# Under such a name a page keeps something in the browser, or a server in a session.
_KEPT_UNDER = rb"\b(getItem|setItem|removeItem)\(\s*([\w.]+\.)?%s\b"
_KEPT_IN = rb"\b(session|cookies?|storage|cache|state)\w*(\[|\.(get|set|pop|has|delete|setdefault)\(\s*)([\w.]+\.)?%s\b"
_WORDS_JOINED = regex(r"[a-z]+([_.:-][a-z]+)+")


def _is_kept_under(app: App, path: str, name: str, value: str) -> bool:
    """Whether the module uses a value as the name of what it keeps: `session["..."]`, `localStorage.getItem(...)`."""
    text, named = app.read(path), re.escape(name.encode())
    return re.search(_KEPT_UNDER % named, text) is not None or (
        _WORDS_JOINED.fullmatch(value) is not None and re.search(_KEPT_IN % named, text) is not None
    )


def _is_a_place(name: str, value: str) -> bool:
    """Whether a value is the name under which something is kept (`RESET_TOKEN_KEY = "reset_token"`, `TOKEN_KEY = "token"`), and no secret."""
    words = set(re.findall(r"[a-z]+", value))
    shared = words & set(re.findall(r"[a-z]+", name.lower()))
    whole = len(shared) > 1 or (bool(words) and shared == words)
    return re.fullmatch(r"[a-z_.:-]+", value) is not None and whole and "secret" not in name.lower()


_PRODUCTION = regex(r"(^|/)(prod|production|live)\.\w+$")
# Settings that their own name keeps from being those of production.
_DEVELOPMENT = regex(r"(^|/)settings/(local|dev(elop(ment)?)?|ci|test(ing)?)(_\w+)?\.\w+$")


def _set_in_production(app: App, path: str) -> frozenset[str]:
    """The names that the settings for production, beside these, give a value of their own that nobody can read."""
    folder = posixpath.dirname(path)
    beside = {**app.view(_settings_for_production), **_built_on(app, path)}
    if _DEVELOPMENT.search(path):
        beside = {
            one: _kept_out(m.body) for one, m in app.modules.items() if posixpath.dirname(one) == folder
        }
    return frozenset(
        name
        for one, names in beside.items()
        if one != path and posixpath.dirname(one) == folder
        for name in names
    )


def _built_on(app: App, path: str) -> dict[str, frozenset[str]]:
    """The settings beside a file that take all of its own and replace some (`from .base import *`): whoever runs the app names
    those, and what they leave as it is they would have to leave on purpose."""
    folder, name = posixpath.dirname(path), posixpath.basename(path).removesuffix(".py")
    if not path.endswith(".py"):
        return {}
    return {
        one: _kept_out(module.body)
        for one, module in app.modules.items()
        if posixpath.dirname(one) == folder and one != path and _takes_all(module, name)
    }


def _takes_all(module: form.Module, name: str) -> bool:
    return any(
        isinstance(node, form.Import)
        and node.source.rsplit(".", 1)[-1] == name
        and any(one.imported == "*" for one in node.names)
        for node in module.body
    )


def _settings_for_production(app: App) -> dict[str, frozenset[str]]:
    """What each file of settings for production gives a value that nobody can read in it."""
    return {path: _kept_out(module.body) for path, module in app.modules.items() if _PRODUCTION.search(path)}


def _kept_out(body: tuple[form.Statement, ...]) -> frozenset[str]:
    return frozenset(
        node.target.name
        for node in form.walk(body, form.Define, form.Assignment)
        if isinstance(node, (form.Define, form.Assignment))
        and isinstance(node.target, form.Name)
        and node.value is not None
        # With an empty one an app does not start.
        and not _literal(node.value)
    )


def for_developers(app: App, path: str) -> list[tuple[int, int]]:
    """Where a module of settings speaks to tests and developers alone, from which byte to which."""
    module = app.modules.get(path)
    return left_to_developers(module.body, _keeps_secrets_out) if module is not None else []


def _keeps_secrets_out(body: tuple[form.Statement, ...]) -> bool:
    return any(_SIGNING.match(name) for name in _kept_out(body))


# Words that say what is missing, or name the thing; `my secret key` is one all the same.
_SAYS = regex(r"\b(missing|required|must|not|please|invalid|error|should)\b", re.I)
_NAMES = regex(r"\b(secret|key)\b", re.I)
_WORDS = 3


def _is_sentence(value: str) -> bool:
    words = value.split()
    named = len(words) > _WORDS and _NAMES.search(value) is not None
    return len(words) > 1 and (len(value) > 40 or named or _SAYS.search(value) is not None)


def _named(node: form.Node) -> Iterator[tuple[str, form.Expr]]:
    """(name, value) of what is assigned, put into a record under a name, or used to sign."""
    yield from signing_options(node)
    if isinstance(node, (form.Define, form.Assignment)) and node.value is not None:
        target = node.target
        if isinstance(target, (form.Name, form.Member)):
            yield target.name, node.value
        elif isinstance(target, form.Index) and isinstance(target.key, form.Literal):
            yield str(target.key.value), node.value
    elif isinstance(node, form.Record):
        yield from ((str(e.key.value), e.value) for e in node.entries if isinstance(e.key, form.Literal))
    elif isinstance(node, form.Call):
        name = node.callee.name if isinstance(node.callee, (form.Member, form.Name)) else ""
        owner = (
            node.callee.object.name
            if isinstance(node.callee, form.Member) and isinstance(node.callee.object, form.Name)
            else ""
        )
        if (
            name in ("sign", "verify")
            and re.search(r"jwt|jsonwebtoken", owner, re.I)
            and len(node.arguments) > 1
        ) or (name in ("encode", "decode") and owner in ("jwt", "jose") and len(node.arguments) > 1):
            yield "JWT_SECRET", node.arguments[1]
        elif name == "cookieParser" and node.arguments:
            yield "COOKIE_SECRET", node.arguments[0]
        yield from _let_in(node, name)
    elif isinstance(node, form.Operation) and node.operator in ("or", "??"):
        named = node.operands[0]
        if isinstance(named, form.Member):
            yield named.name, node


def _let_in(node: form.Call, name: str) -> Iterator[tuple[str, form.Expr]]:
    """The setting of a password by which somebody is let in, and what stands for it."""
    asked = node.arguments[0] if len(node.arguments) == 2 and _READS.search(name) else None
    if isinstance(asked, form.Literal) and _ADMITS.match(str(asked.value)):
        yield str(asked.value), node


# What reads a setting: the platform's own, or a function of the app around it (`require_env("JWT_SECRET", "change-me")`).
_READS = regex(r"^(get|getenv|config|env)$|(^|_)(get_?)?env(_?(var|variable|value|str|or_default))?$", re.I)
# By what an account of the app is let in that is kept outside.
_ADMITS = regex(
    r"^((DEFAULT|INITIAL|FIRST|DEMO|SEED)_)?(ADMIN|API|APP|AUTH|LOGIN|BASIC(_AUTH)?|SUPER_?(USER|ADMIN)|DASHBOARD|SITE)(_USER)?_?PASS(WORD|WD)?$"
)


def _literal(given: form.Expr) -> str | None:
    """The text a value is, or is where no setting says otherwise."""
    if isinstance(given, form.Literal) and isinstance(given.value, str):
        return given.value
    if isinstance(given, form.Operation) and given.operator in ("or", "??"):
        return _literal(given.operands[-1])
    if (
        isinstance(given, form.Call)
        and isinstance(given.callee, (form.Member, form.Name))
        and _READS.search(given.callee.name)
        and not _names_an_option(given)
    ):
        fallback = (
            given.arguments[1]
            if len(given.arguments) > 1
            else next((k.value for k in given.keywords if getattr(k.key, "value", "") == "default"), None)
        )
        return _literal(fallback) if fallback is not None else None
    return None


def _names_an_option(call: form.Call) -> bool:
    """`config.get("site", "secret")` of `configparser`: a section of a file and the option in it, and no other value."""
    owner = call.callee.object if isinstance(call.callee, form.Member) else None
    first = call.arguments[0] if len(call.arguments) > 1 else None
    return (
        isinstance(owner, form.Name)
        and re.search(r"(config|cfg|parser)$", owner.name) is not None
        and isinstance(first, form.Literal)
        and re.fullmatch(r"[a-z]+", str(first.value)) is not None
        and not _ADMITS.match(str(first.value))
        and not _SIGNING.match(str(first.value))
    )


def _published(app: App) -> Iterator[tuple[str, str, Location, str]]:
    for path, text in texts(app, (".ts", ".tsx", ".js", ".jsx", ".vue", ".svelte")):
        if path.endswith(".d.ts"):
            continue  # it says of which type a setting is, and reads none
        for match in _PUBLISHED.finditer(text):
            if re.search(rf"\b(const|let|var)\s+{match.group(0)}\b", text):
                continue  # a name of the page's own, for what is written right there
            yield match.group(0), match.group(0), place_of(path, text, match.start(), match.end()), ""


# What a script does that sets up a server, and does not only start on a developer's machine what the app asks.
_SETS_UP = regex(
    r"--restart|systemctl|systemd|\bssh\b|\b(apt(-get)?|dnf|yum|apk) |nginx|certbot|deploy|production", re.I
)
# What a developer starts beside the app on their own machine.
_BY_DEVELOPERS = regex(r"(^|[/_-])(dev(elop(ment)?)?|local|tests?|demo|run)[_.-]", re.I)


def _in_infrastructure(app: App) -> Iterator[Exposure]:
    for path, text in texts(app, (".tf", ".sh", ".bash")):
        if _BY_DEVELOPERS.search(path):
            continue
        for match in _VARIABLE.finditer(text):
            place = place_of(path, text, match.start(), match.end())
            yield Exposure(
                "default",
                path,
                f"`{match.group(1)}` has a value in the repository, {masked(match.group(2))}",
                (place,),
                True,
            )
        for match in _CONTAINER.finditer(text):
            weak = _WEAK.search(match.group(0))
            if weak is not None and _OPEN_PORT.search(match.group(0)):
                place = place_of(path, text, match.start(), match.end())
                yield Exposure(
                    "default",
                    path,
                    f"a database with a known password ({masked(weak.group(1))}) is opened to every address",
                    (place,),
                    _SETS_UP.search(text) is not None,
                )
