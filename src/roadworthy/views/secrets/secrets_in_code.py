"""Secrets that are written into files of the repository."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.views.secrets.exposure import Exposure, entropy, is_placeholder, masked
from roadworthy.views.secrets.file_texts import examples, place_of, texts

# Formats that providers give to their secrets; publishable keys (pk_, phc_, Firebase's and Google Maps' AIza of a page) are not among them.
_FORMATS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a live Stripe key", re.compile(r"\b[sr]k_live_[0-9A-Za-z]{16,}\b")),
    ("an OpenAI key", re.compile(r"\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,}\b")),
    ("an Anthropic key", re.compile(r"\bsk-ant-[A-Za-z0-9_-]{32,}\b")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b")),
    (
        "a Slack token",
        re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b|hooks\.slack\.com/services/T\w+/B\w+/\w{16,}"),
    ),
    ("a SendGrid key", re.compile(r"\bSG\.[\w-]{20,}\.[\w-]{30,}\b")),
    ("a Resend key", re.compile(r"\bre_[A-Za-z0-9]{8,}_[A-Za-z0-9]{16,}\b")),
    ("a Supabase secret key", re.compile(r"\bsb_secret_[A-Za-z0-9_-]{20,}")),
    ("a Supabase access token", re.compile(r"\bsbp_[0-9a-f]{40}\b")),
    ("a Google client secret", re.compile(r"\bGOCSPX-[A-Za-z0-9_-]{20,}")),
    ("a Hugging Face token", re.compile(r"\bhf_[A-Za-z0-9]{34,}\b")),
    ("a Replicate token", re.compile(r"\br8_[A-Za-z0-9]{37,}\b")),
    ("a Stripe webhook secret", re.compile(r"\bwhsec_[A-Za-z0-9]{24,}\b")),
    ("an xAI key", re.compile(r"\bxai-[A-Za-z0-9]{40,}\b")),
    ("a GitLab token", re.compile(r"\bglpat-[\w-]{20,}\b")),
    ("an npm token", re.compile(r"\bnpm_[A-Za-z0-9]{36}\b")),
    ("a Groq key", re.compile(r"\bgsk_[A-Za-z0-9]{40,}\b")),
    ("a Telegram bot token", re.compile(r"\b\d{8,10}:AA[\w-]{33}\b")),
    (
        "a private key",
        re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=\\n\s]{64,}"),
    ),
)
# Text that each of the formats contains, for a look that costs nothing.
_MARKS: dict[str, tuple[str, ...]] = {
    "an AWS access key": ("AKIA", "ASIA"),
    "a live Stripe key": ("k_live_",),
    "an OpenAI key": ("sk-",),
    "an Anthropic key": ("sk-ant-",),
    "a GitHub token": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat"),
    "a Slack token": ("xox", "hooks.slack"),
    "a SendGrid key": ("SG.",),
    "a Resend key": ("re_",),
    "a Supabase secret key": ("sb_secret_",),
    "a Supabase access token": ("sbp_",),
    "a Google client secret": ("GOCSPX-",),
    "a Hugging Face token": ("hf_",),
    "a Replicate token": ("r8_",),
    "a Stripe webhook secret": ("whsec_",),
    "an xAI key": ("xai-",),
    "a GitLab token": ("glpat-",),
    "an npm token": ("npm_",),
    "a Groq key": ("gsk_",),
    "a Telegram bot token": (":AA",),
    "a private key": ("PRIVATE KEY",),
}
_WORDS = ("apikey", "api_key", "secret", "token", "privatekey", "private_key", "servicerole", "service_role")
_LONG_TEXT = re.compile(r"""["'`][A-Za-z0-9_+/=-]{20,120}["'`]""")
_JWT = re.compile(r"\beyJ[\w-]{10,}\.(eyJ[\w-]{10,})\.[\w-]{16,}")
_ADDRESS = re.compile(
    r"\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqp)(?:\+\w+)?://([^:/@\s\"'`]+):([^@/\s\"'`]{4,})@([\w.-]+)"
)
_LOCAL = re.compile(
    r"^(localhost|127\.|0\.0\.0\.0|db$|postgres$|mysql$|mongo(db)?$|redis$|database$|host\b|.*\.(local|internal|example|test)$|host\.docker)|example|^\w+$"
)
_NAMED = re.compile(
    r"""(?i)((?:api[_-]?key|apikey|app[_-]?id|secret|access[_-]?token|auth[_-]?token|private[_-]?key|client[_-]?secret|service[_-]?role[_-]?key)\w{0,12})\b["']?\]?"""
    r"""\s*(?:[:=]|\|\||\?\?|,|=>|\bor\b)+\s*["'`]([A-Za-z0-9_+/=-]{20,120})["'`]"""
)
_WORTH_A_LOOK = re.compile(
    r"AKIA|ASIA|k_live_|\bsk-|\bgh[pousr]_|github_pat|\bxox|hooks\.slack|\bSG\.|\bre_[A-Za-z0-9]{8}|sb_secret_|\bsbp_|GOCSPX-|\bhf_|\br8_|whsec_|\bxai-|glpat-|\bnpm_|gsk_|:AA|PRIVATE KEY|eyJ|://[^/\s]+@"
    r"|(?i:api_?key|secret|token|private_?key|service_?role)"
)
_PUBLISHABLE = re.compile(
    r"publishable|anon|public|site_?key|measurement|client_?id|recaptcha|firebase|google_?maps|mapbox|sentry|posthog|turnstile|app_?id|price_",
    re.I,
)
_MEANT_FOR_PAGES = re.compile(r"phc_|pk_(live|test)_|sb_publishable_")
_OF_MAPS = re.compile(r"maps?_?(api_?)?key", re.I)
_CODE = (".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".py", ".vue", ".svelte", ".html", ".env", ".yml", ".yaml", ".json", ".toml", ".sh", ".sql",
         ".tf", ".md", ".txt", ".cfg", ".ini", ".production", ".local", ".pem", ".key", ".config")  # fmt: skip
_RULE = re.compile(r"""(?i)(?:\|\||\?\?|,)\s*["'`]([0-9a-f]{32}|[A-Za-z0-9_-]{36,})["'`]""")
_ENVIRONMENT = re.compile(
    r"""(?:process\.env\.|import\.meta\.env\.|os\.(?:getenv\(|environ\.get\()["'])(\w*(?:KEY|SECRET|TOKEN)\w*)"""
)


def secrets_in_code(app: App) -> tuple[Exposure, ...]:
    """Secrets in files, each once however often it is repeated."""
    return app.view(_secrets)


def _secrets(app: App) -> tuple[Exposure, ...]:
    found: dict[str, Exposure] = {}
    read = [(path, text, _in_text(text)) for path, text in texts(app, _CODE)]
    # What stands in an example is meant to be replaced, unless it has the very form of a real secret.
    read += [(path, text, _issued(text)) for path, text in examples(app)]
    for path, text, seen in read:
        for what, value, start, end in seen:
            place = place_of(path, text, start, end)
            known = found.get(value)
            places = (*known.places, place) if known is not None else (place,)
            subject = known.subject if known is not None else path
            found[value] = Exposure(
                "secret", subject, known.what if known else f"{what}, {masked(value)}", places[:8], True
            )
    return tuple(found.values())


def _in_text(text: str) -> Iterator[tuple[str, str, int, int]]:
    if not _may_hold(text):
        return
    yield from _issued(text)
    yield from _fallbacks(text)
    for match in _NAMED.finditer(text) if _LONG_TEXT.search(text) else ():
        value = match.group(2)
        before = re.search(r"[\w.-]*$", text[max(0, match.start() - 40) : match.start()])
        name = (before.group(0) if before is not None else "") + match.group(1)
        public = _PUBLISHABLE.search(name) or (value.startswith("AIza") and _OF_MAPS.search(name))
        public = public or _MEANT_FOR_PAGES.match(value) or _is_of_a_page(text, match)
        if not public and _is_random(value) and not is_placeholder(value):
            yield f"`{name}`", value, match.start(), match.end()


def _is_of_a_page(text: str, match: re.Match[str]) -> bool:
    """Whether a key is the one that Firebase has pages carry: it names the project beside it, and opens nothing by itself
    (Firebase's documentation, "API keys for Firebase are different")."""
    around = text[max(0, match.start() - 400) : match.end() + 400]
    return (
        match.group(2).startswith("AIza") and re.search(r"authDomain|messagingSenderId", around) is not None
    )


def _issued(text: str) -> Iterator[tuple[str, str, int, int]]:
    """What has the form that its provider gives it."""
    for what, pattern in _FORMATS:
        if not any(mark in text for mark in _MARKS[what]):
            continue
        for match in pattern.finditer(text):
            if not is_placeholder(match.group(0)[:60]):
                yield what, match.group(0)[:80], match.start(), match.start() + min(80, len(match.group(0)))
    for match in _JWT.finditer(text) if "eyJ" in text else ():
        if _is_service_role(match.group(1)):
            yield "a Supabase service-role key", match.group(0), match.start(), match.end()
    for match in _ADDRESS.finditer(text) if "://" in text else ():
        user, password, host = match.groups()
        if not _LOCAL.search(host) and not is_placeholder(host) and _is_chosen(user, password, host):
            yield "the address of a database with its password", password, match.start(), match.end()


def _may_hold(text: str) -> bool:
    """Whether a file is worth a closer look. Words are looked for first: in most files that costs next to nothing."""
    lowered = text.lower()
    if any(word in lowered for word in _WORDS):
        return True
    marked = "eyJ" in text or any(mark in text for marks in _MARKS.values() for mark in marks)
    return (marked or ("://" in text and "@" in text)) and _WORTH_A_LOOK.search(text) is not None


def _is_chosen(user: str, password: str, host: str) -> bool:
    """Whether somebody made up the password: not a word that stands for one. At a server named by its number it is no example,
    however simple."""
    words = re.search(r"pass|secret|pw|user", password, re.I) and not re.search(r"\d{2}", password)
    return (
        not is_placeholder(password)
        and password.lower() != user.lower()
        and not words
        and (entropy(password) > 2.5 or re.fullmatch(r"\d+(\.\d+){3}", host) is not None)
    )


def _fallbacks(text: str) -> Iterator[tuple[str, str, int, int]]:
    """`process.env.API_KEY || "9de2..."`: the key itself as what is used when none is set."""
    for match in _ENVIRONMENT.finditer(text):
        rest = _RULE.match(text[match.end() : match.end() + 160].lstrip("\"'")) or _RULE.search(
            text[match.end() : match.end() + 12].strip()
        )
        public = re.search(r"publishable|anon_?key|site_?key|firebase", match.group(1), re.I)
        value = rest.group(1) if rest is not None else ""
        if rest is not None and not public and _is_random(value) and not is_placeholder(value):
            what = f"`{match.group(1)}` as what is used when none is set"
            yield what, value, match.start(), match.end() + rest.end()


def _is_random(value: str) -> bool:
    mixed = bool(re.search(r"\d", value)) and bool(re.search(r"[A-Za-z]", value))
    return mixed and entropy(value) > (3.0 if re.fullmatch(r"[0-9a-f]+|[0-9A-F]+", value) else 3.8)


def _is_service_role(payload: str) -> bool:
    try:
        told = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except (binascii.Error, ValueError):
        return False
    return b'"service_role"' in told
