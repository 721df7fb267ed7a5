"""Passwords of accounts that are written into the repository: seeds, scripts, migrations, forms, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test, is_tool
from roadworthy.views.secrets.exposure import Exposure, entropy, masked
from roadworthy.views.secrets.file_texts import place_of, texts
from roadworthy.views.secrets.noticed_defaults import refused_values
from roadworthy.views.secrets.passwords_in_code import LABEL, passwords_in
from roadworthy.views.secrets.settings_files import account_passwords, is_settings

_IN_SQL = regex(r"\bcrypt\(\s*'([^']{3,80})'\s*,\s*(?:extensions\.)?gen_salt", re.I)
_IN_DOCUMENT = regex(
    r"(?im)^[\s>*|-]*\W{0,3}(?:default |admin |demo |initial )*"
    r"(?:password|passwort|mot de passe|contrase[ñn]a|senha|palavra-passe|wachtwoord|kata sandi)\W{0,4}[:=|]\W{0,4}([^\s`*|\"'<>]{5,60})"
)
_SPOKEN_OF = regex(rb"passw|pwd|hash")


def known_credentials(app: App) -> tuple[Exposure, ...]:
    """Passwords that anyone who reads the repository knows, each once with every place it is seen at."""
    return app.view(_known)


def _known(app: App) -> tuple[Exposure, ...]:
    found: dict[str, list[Location]] = {}
    for value, place in _seen(app):
        found.setdefault(value, []).append(place)
    for path, text in texts(app, (".md", ".mdx", ".txt")):
        for match in _IN_DOCUMENT.finditer(text):
            value = match.group(1).rstrip(".,;)")
            documented = value in found or (not _is_sent(match) and _is_account(text, match))
            if documented and not LABEL.search(value):
                found.setdefault(value, []).append(place_of(path, text, match.start(1), match.end(1)))
    # What stands beside made-up addresses lets nobody in but those of a copy that was filled the same way.
    tried_out = {value for value in found if _is_drawn(value) and all(map(_is_document, found[value]))}
    shown = _on_pages(app, [value for value in found if _UNLIKE_A_WORD.search(value)])
    return tuple(
        Exposure(
            "password",
            (shown.get(value, []) + places)[0].path,
            f"the password of an account, {masked(value)}",
            tuple(dict.fromkeys(shown.get(value, []) + places))[:12],
            value.lower() not in _FOR_VISITORS and value not in tried_out,
        )
        for value, places in found.items()
    )


# By which visitors are let in who want to look around.
_FOR_VISITORS = ("demo", "guest")
_PAGES = (".jsx", ".tsx", ".html", ".vue", ".svelte")
_UNLIKE_A_WORD = regex(r"^(?=.{6,}$).*\d")


def _on_pages(app: App, values: list[str]) -> dict[str, list[Location]]:
    """Where pages show a password to whoever opens them (`admin@example.com / admin123`)."""
    found: dict[str, list[Location]] = {}
    if not values:
        return found
    any_of = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, values))})(?![\w-])")
    for path, text in texts(app, _PAGES):
        for match in any_of.finditer(text):
            found.setdefault(match.group(1), []).append(place_of(path, text, match.start(), match.end()))
    return found


def _is_document(place: Location) -> bool:
    return place.path.endswith((".md", ".mdx", ".txt"))


def _is_sent(match: re.Match[str]) -> bool:
    """Whether it stands in the body of a request that a document shows (`"password": "..."`): what anybody would make up to try it."""
    return re.match(r"""\W*["']\w[^:]*["']\s*:""", match.group(0)) is not None


def _is_account(text: str, match: re.Match[str]) -> bool:
    """Whether an address of a real person or domain stands beside a password, and the password is no word of the text."""
    around = text[max(0, match.start() - 200) : match.end() + 80]
    mail = re.search(r"[\w.+-]+@([\w-]+\.[\w.]+)", around)
    value = match.group(1)
    strong = bool(re.search(r"\d", value)) and bool(re.search(r"[A-Za-z]", value))
    invented = mail is None or re.search(r"example|test|your|domain", mail.group(1), re.I) is not None
    # Nobody makes up such a word to show what one looks like: it is that of an account, whatever its address.
    return mail is not None and strong and (not invented or _is_drawn(value))


_DRAWN = 3.5


def _is_drawn(value: str) -> bool:
    """Whether a password was drawn at random: capitals, small letters and digits without a word in them."""
    mixed = all(re.search(one, value) for one in (r"[a-z]", r"[A-Z]", r"\d"))
    return mixed and entropy(value) > _DRAWN and not re.search(r"(?i:pass|secret|admin)|[a-z]{5}", value)


# What a pipeline runs against an app that it started for its tests.
_OF_A_PIPELINE = regex(r"(^|/)(\.github|\.gitlab|\.circleci)/|(^|[/_-])e2e([/_.-]|$)", re.I)


_TEST_WORD = regex(r"(^|[a-z_.-])Test([A-Z_.-]|$)|(^|[_.-])tests?([_.-]|$)")


# `scripts/generate-example-config.ts` writes what is to be filled in.
_EXAMPLE_WORD = regex(r"(^|[_.-])(example|sample)s?[_.-](config|settings|env|yaml|yml|toml|ini)", re.I)


# What describes an interface to those who call it, with an example for each request.
_DESCRIBES = regex(r"(^|/)(openapi|swagger)([/._-]|$)", re.I)


def _is_for_tests(path: str) -> bool:
    """Whether a script makes what tests run against, or a file of settings to be filled in: of a pipeline, or by its own name
    (`scripts/prepareTestDb.ts`), or whether it only shows what a request looks like (`openapi/routes/auth.ts`)."""
    name = path.rsplit("/", 1)[-1]
    named = is_tool(path) and (_TEST_WORD.search(name) or _EXAMPLE_WORD.search(name)) is not None
    return named or _OF_A_PIPELINE.search(path) is not None or _DESCRIBES.search(path) is not None


def _in_settings(app: App) -> Iterator[tuple[str, Location]]:
    """What a file of settings sets for an account that the code makes of it."""
    read = {one.name for one in app.deployment.environment}
    for path, text in texts(app, (".env", ".production", ".local")):
        for one in account_passwords(text) if is_settings(path) else ():
            if one.what.strip("`") in read and one.value not in app.view(refused_values):
                yield one.value, place_of(path, text, one.start, one.end)


def _seen(app: App) -> Iterator[tuple[str, Location]]:
    for path, module in sorted(app.modules.items()):
        content = app.read(path)
        if (
            is_test(path)
            or _is_for_tests(path)
            or _makes_people_up(module)
            or _kept_from_production(app, path)
        ):
            continue
        if _SPOKEN_OF.search(content.lower()) and not _is_trial(content):
            yield from passwords_in(path, module)
    yield from _in_settings(app)
    for path, text in texts(app, (".sql",)):
        if _is_trial(text.encode()):
            continue
        for match in _IN_SQL.finditer(text):
            yield match.group(1), place_of(path, text, match.start(), match.end())


_PRODUCTION = regex(
    r"NODE_ENV\W{1,4}\s*={2,3}\s*[\"']production[\"']|environ\S{0,12}(ENV|ENVIRONMENT)\W{1,8}==\s*[\"']prod(uction)?[\"']"
)
_STOPS = regex(r"process\.exit\(|sys\.exit\(|\bthrow\b|\braise\b")


def _kept_from_production(app: App, path: str) -> bool:
    """Whether a file belongs to a seed that refuses to run in production: its accounts are those of a developer's machine."""
    if "seed" not in path.lower():
        return False
    folder = re.split(r"[^/]*seed[^/]*(/|$)", path, maxsplit=1, flags=re.I)[0]
    seeds = [one for one in app.modules if one.startswith(folder) and "seed" in one.lower()]
    return any(
        _PRODUCTION.search(text) and _STOPS.search(text)
        for one in seeds
        if (text := app.text(one)) and not is_test(one)
    )


def _is_trial(content: bytes) -> bool:
    """Whether every address in a file says that it is a test's."""
    mails = re.findall(rb"[\w.+-]+@[\w-]+\.[\w.]+", content)
    return bool(mails) and all(b"test@" in mail or b"@test" in mail for mail in mails)


def _makes_people_up(module: form.Module) -> bool:
    """Whether a module makes rows up with factory_boy, whose people live as long as a test (factoryboy.readthedocs.io)."""
    return any(
        isinstance(node, form.Import) and node.source.split(".")[0] in ("factory", "factory_boy")
        for node in module.body
    )
