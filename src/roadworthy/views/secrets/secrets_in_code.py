"""Secrets that are written into files of the repository."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.secrets.default_secrets import for_developers
from roadworthy.views.secrets.exposure import Exposure, entropy, is_placeholder, masked
from roadworthy.views.secrets.file_texts import examples, is_example, place_of, texts
from roadworthy.views.secrets.noticed_defaults import refused_values
from roadworthy.views.secrets.secret_forms import ADDRESS, Written, issued, may_be_issued
from roadworthy.views.secrets.settings_files import is_settings, set_there

_WORDS = ("apikey", "api_key", "secret", "token", "privatekey", "private_key", "servicerole", "service_role")
_LONG_TEXT = regex(r"""["'`][A-Za-z0-9_+/=-]{20,120}["'`]""")
_NAMED = regex(
    r"""(?i)((?:api[_-]?key|apikey|app[_-]?id|secret|access[_-]?token|auth[_-]?token|private[_-]?key|client[_-]?secret|service[_-]?role[_-]?key)\w{0,12})\b["']?\]?"""
    r"""\s*(?:[:=]|\|\||\?\?|,|=>|\bor\b)+\s*["'`]([A-Za-z0-9_+/=-]{20,120})["'`]"""
)
_PUBLISHABLE = regex(
    r"publishable|anon|public|site_?key|measurement|client_?id|recaptcha|firebase|google_?maps|mapbox|sentry|posthog|turnstile|app_?id|price_",
    re.I,
)
_MEANT_FOR_PAGES = regex(r"phc_|pk_(live|test)_|sb_publishable_")
_OF_MAPS = regex(r"maps?_?(api_?)?key", re.I)
CODE = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".py", ".vue", ".svelte", ".html", ".env", ".yml", ".yaml", ".json", ".toml", ".sh", ".sql",
         ".tf", ".md", ".txt", ".cfg", ".ini", ".production", ".local", ".pem", ".key", ".config")  # fmt: skip
_RULE = regex(r"""(?i)(?:\|\||\?\?|,)\s*["'`]([0-9a-f]{32}|[A-Za-z0-9_-]{36,})["'`]""")
_ENVIRONMENT = regex(
    r"""(?:process\.env\.|import\.meta\.env\.|os\.(?:getenv\(|environ\.get\()["'])(\w*(?:KEY|SECRET|TOKEN)\w*)"""
)


def secrets_in_code(app: App) -> tuple[Exposure, ...]:
    """Secrets in files, each once however often it is repeated."""
    return app.view(_secrets)


def _secrets(app: App) -> tuple[Exposure, ...]:
    found: dict[str, Exposure] = {}
    read = [(path, text, _in_text(path, text)) for path, text in texts(app, CODE)]
    # What stands in an example is meant to be replaced, unless it has the very form of a real secret.
    read += [(path, text, issued(text)) for path, text in examples(app)]
    for path, text, seen in read:
        for one in seen:
            if _is_of_a_machine(path, one.what) or _is_shown(path, text, one):
                continue
            if is_settings(path) and one.value in app.view(refused_values):
                continue
            value, place = one.value, place_of(path, text, one.start, one.end)
            if one.what.startswith("`") and any(
                start <= place.start < end for start, end in for_developers(app, path)
            ):
                continue
            known = found.get(value)
            places = (*known.places, place) if known is not None else (place,)
            subject = known.subject if known is not None else path
            found[value] = Exposure(
                "secret", subject, known.what if known else f"{one.what}, {masked(value)}", places[:8], True
            )
    return tuple(found.values())


# What a developer's own machine answers with under `https://localhost`, what a service that stands in for another is filled with, and
# what a pipeline's builds are run with.
_OF_A_MACHINE = regex(r"(^|[/_.-])(localhost|snakeoil|self-?signed|fixtures?)([/_.-]|$)", re.I)
_OF_A_PIPELINE = regex(
    r"(^|/)(\.github/workflows|\.circleci|\.gitlab)/|(^|/)\.gitlab-ci\.ya?ml$|(^|/)(\.env\.)?(ci|tests?|testing)(\.env)?$"
    r"|(^|[/._-])ci\.env$",
    re.I,
)


def _is_of_a_machine(path: str, what: str) -> bool:
    """Whether a secret opens nothing but what stands on one machine for a while. What a provider gave out opens more."""
    if what == "a private key":
        return _OF_A_MACHINE.search(path) is not None or is_example(path)
    return what.startswith("`") and _OF_A_PIPELINE.search(path) is not None


# Documents and descriptions of interfaces, in which something stands to show what it looks like.
_DESCRIBES = regex(r"(^|/)docs?/|(^|/)(documentation|docs[-_]site)/.*\.mdx?$", re.I)
_DESCRIPTIONS = (".json", ".yml", ".yaml")
_SHOWS = regex(r"""(?:^|[\s{,])["']?examples?["']?\s*:""")
_AS_FAR = 12_000
_DOCUMENTS = (".md", ".mdx", ".rst", ".txt")
# What is said right before something that is made up to show its form.
_LOOKS_LIKE = regex(
    r"\b(looks?|something|anything|similar|be) (something )?(like|to)\b|\b(for example|for instance|e\.g\.|such as)",
    re.I,
)

# The title of what stands right below it.
_UNDER_EXAMPLE = regex(
    r"^#+[^\n]*\b(example|sample)\b[^\n]*\n\s*(```\w*\s*)?[\w \t]*=?[ \t\"'`]*\Z", re.I | re.M
)


def _is_shown(path: str, text: str, one: Written) -> bool:
    """Whether a text that no provider gave out by its form stands in a document to show what such a one looks like, or anything in the
    example of an interface's description (OpenAPI's `example` and `examples`)."""
    if path.lower().endswith(_DESCRIPTIONS):
        return _is_in_example(text, one.start)
    if one.what == ADDRESS and path.lower().endswith(_DOCUMENTS):
        before = text[: one.start]
        return _LOOKS_LIKE.search(before[before.rfind("\n") + 1 :]) is not None or bool(
            _UNDER_EXAMPLE.search(before)
        )
    return (
        one.what.startswith("`") and path.lower().endswith((".md", ".mdx")) and bool(_DESCRIBES.search(path))
    )


def _is_in_example(text: str, start: int) -> bool:
    """Whether a place is within what an `example` of JSON holds: no brace that was open there is closed before it."""
    before = text[max(0, start - _AS_FAR) : start]
    for match in _SHOWS.finditer(before):
        depth, least = 0, 0
        for letter in before[match.end() :]:
            depth += (letter in "{[") - (letter in "}]")
            least = min(least, depth)
        if least >= 0 and (depth > 0 or "\n" not in before[match.end() :]):
            return True
    return False


def _in_text(path: str, text: str) -> Iterator[Written]:
    if not _may_hold(text):
        return
    yield from issued(text)
    yield from _fallbacks(text)
    if is_settings(path):
        yield from set_there(text)
    for match in _NAMED.finditer(text) if _LONG_TEXT.search(text) else ():
        value = match.group(2)
        before = re.search(r"[\w.-]*$", text[max(0, match.start() - 40) : match.start()])
        name = (before.group(0) if before is not None else "") + match.group(1)
        public = _PUBLISHABLE.search(name) or (value.startswith("AIza") and _OF_MAPS.search(name))
        public = public or _MEANT_FOR_PAGES.match(value) or _is_of_a_page(text, match)
        public = public or _reads_a_cache(value) or _names_an_entry(text, match)
        if not public and _is_random(value) and not is_placeholder(value):
            yield Written(f"`{name}`", value, *match.span())


def _is_of_a_page(text: str, match: re.Match[str]) -> bool:
    """Whether a key is the one that Firebase has pages carry: it names the project beside it, and opens nothing by itself
    (Firebase's documentation, "API keys for Firebase are different")."""
    around = text[max(0, match.start() - 400) : match.end() + 400]
    return (
        match.group(2).startswith("AIza") and re.search(r"authDomain|messagingSenderId", around) is not None
    )


def _names_an_entry(text: str, match: re.Match[str]) -> bool:
    """`"token_uri": self.TOKEN_URL, "auth_provider_url": ...`: what stands after the comma is the next entry's name."""
    return "," in match.group(0)[: match.start(2) - match.start()] and text[match.end() :].lstrip()[:1] == ":"


def _reads_a_cache(value: str) -> bool:
    """Whether a token is one of Nx Cloud's that only reads a cache of builds, which is meant to be committed (its documentation,
    "Nx Cloud and CI access tokens"): a number and what it may, written by sixty-four letters."""
    try:
        return base64.b64decode(value, validate=True).endswith((b"|read", b"|read-only"))
    except ValueError:
        return False


def _may_hold(text: str) -> bool:
    """Whether a file is worth a closer look. Words are looked for first: in most files that costs next to nothing."""
    lowered = text.lower()
    return any(word in lowered for word in _WORDS) or may_be_issued(text)


def _fallbacks(text: str) -> Iterator[Written]:
    """`process.env.API_KEY || "9de2..."`: the key itself as what is used when none is set."""
    for match in _ENVIRONMENT.finditer(text):
        rest = _RULE.match(text[match.end() : match.end() + 160].lstrip("\"'")) or _RULE.search(
            text[match.end() : match.end() + 12].strip()
        )
        public = re.search(r"publishable|anon_?key|site_?key|firebase", match.group(1), re.I)
        value = rest.group(1) if rest is not None else ""
        if rest is not None and not public and _is_random(value) and not is_placeholder(value):
            what = f"`{match.group(1)}` as what is used when none is set"
            yield Written(what, value, match.start(), match.end() + rest.end())


# `("authtoken", "0004_alter_tokenproxy_options")`: an app of Django's and one of its migrations.
_MIGRATION = regex(r"\d{4}_[a-z_\d]+")
# Words put together to a name (`MAILER_OAUTH2_CLIENT_SECRET`): what stands for a setting, and not its value.
_IDENTIFIER = regex(r"([A-Z]{2,}\d?(_[A-Z]+\d?)+|[a-z]{2,}\d?([_-][a-z]+\d?)+)")


def _is_random(value: str) -> bool:
    if _MIGRATION.fullmatch(value) or _IDENTIFIER.fullmatch(value):
        return False
    mixed = bool(re.search(r"\d", value)) and bool(re.search(r"[A-Za-z]", value))
    return mixed and entropy(value) > (3.0 if re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", value) else 3.8)
