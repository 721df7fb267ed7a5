"""The forms that providers give to their secrets, by which a secret is known wherever it lies.

They follow the providers' own pages, detect-secrets' plugins (Apache-2.0) and gitleaks' rules (MIT), with word boundaries and without
what is no secret by itself: ids of accounts and keys (Twilio's AC and SK), publishable keys (pk_, phc_, a page's AIza), keys for
tests. Why they stand here: docs/decisions/0021-forms-of-secrets.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.regex import Regex, regex
from roadworthy.url_text import bytes_of, record_of
from roadworthy.views.secrets.exposure import entropy, is_placeholder


class Form(Struct, frozen=True):
    """`marks` are texts of which one stands in every file with such a secret: a look that costs nothing."""

    what: str
    marks: tuple[str, ...]
    pattern: Regex[str]


# What is said of a database's address that holds its password.
ADDRESS = "the address of a database with its password"


class Written(Struct, frozen=True):
    """A secret in a text. `value` is the secret, `start` and `end` the characters that show it."""

    what: str
    value: str
    start: int
    end: int


def _form(what: str, marks: str, pattern: str) -> Form:
    return Form(what, tuple(marks.split()), re.compile(pattern))


FORMS: tuple[Form, ...] = (
    # Before a day and a region it is the half that every signed address carries (AWS's Signature Version 4, `X-Amz-Credential`).
    _form("an AWS access key", "AKIA ASIA", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b(?!/\d{8}/)"),
    _form("a live Stripe key", "k_live_", r"\b[sr]k_live_[0-9A-Za-z]{16,}\b"),
    _form("an Anthropic key", "sk-ant-", r"\bsk-ant-[A-Za-z0-9_-]{32,}\b"),
    _form("an OpenRouter key", "sk-or-v1-", r"\bsk-or-v1-[0-9a-f]{64}\b"),
    _form(
        "an OpenAI key",
        "sk-",
        r"\bsk-(?!ant-|or-v1-)(?:proj-|svcacct-|admin-)?(?:[0-9a-f]{32}\b|(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Za-z0-9_-]{32,}\b)",
    ),
    _form(
        "a GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat",
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b",
    ),
    _form(
        "a Slack token",
        "xox xapp- hooks.slack",
        r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b|\bxapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{32,}|hooks\.slack\.com/services/T\w+/B\w+/\w{16,}",
    ),
    _form("a SendGrid key", "SG.", r"\bSG\.[\w-]{20,}\.[\w-]{30,}\b"),
    _form("a Resend key", "re_", r"\bre_[A-Za-z0-9]{8,}_[A-Za-z0-9]{16,}\b"),
    _form("a Supabase secret key", "sb_secret_", r"\bsb_secret_[A-Za-z0-9_-]{20,}"),
    _form("a Supabase access token", "sbp_", r"\bsbp_[0-9a-f]{40}\b"),
    _form("a Google client secret", "GOCSPX-", r"\bGOCSPX-[A-Za-z0-9_-]{20,}"),
    _form("a Hugging Face token", "hf_", r"\bhf_[A-Za-z0-9]{34,}\b"),
    _form("a Replicate token", "r8_", r"\br8_[A-Za-z0-9]{37,}\b"),
    _form("a Stripe webhook secret", "whsec_", r"\bwhsec_[A-Za-z0-9]{24,}\b"),
    _form("an xAI key", "xai-", r"\bxai-[A-Za-z0-9]{40,}\b"),
    _form("a Groq key", "gsk_", r"\bgsk_[A-Za-z0-9]{40,}\b"),
    _form("a Perplexity key", "pplx-", r"\bpplx-[A-Za-z0-9]{40,}\b"),
    _form("a GitLab token", "glpat- gldt- glrt-", r"\bgl(?:pat|dt|rt)-[\w-]{20,}\b"),
    _form("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    _form("a PyPI token", "pypi-AgEI", r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}"),
    _form("a Telegram bot token", ":AA", r"\b\d{8,10}:AA[\w-]{33}\b"),
    _form("a Mailchimp key", "-us", r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    _form("a Brevo key", "xkeysib-", r"\bxkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}\b"),
    _form(
        "the key of an Azure storage account",
        "AccountKey=",
        r"\bAccountKey=(?!Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1)[A-Za-z0-9+/]{86}==",
    ),
    _form(
        "a Cloudinary address with its secret",
        "cloudinary://",
        r"\bcloudinary://\d{12,}:[\w-]{20,}@[\w-]+",
    ),
    _form("a DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", r"\bdo[opr]_v1_[0-9a-f]{64}\b"),
    _form("a Shopify token", "shpat_ shpca_ shppa_ shpss_", r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b"),
    _form("a Square token", "sq0", r"(?<!sandbox-)\bsq0(?:csp|atp)-[\w-]{22,60}"),
    _form("a Notion token", "ntn_", r"\bntn_\d{11}[A-Za-z0-9]{35}\b"),
    _form("a Linear key", "lin_api_", r"\blin_api_[A-Za-z0-9]{40}\b"),
    _form("an Airtable token", "irtable", r"\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b"),
    _form("a Sentry token", "sntry", r"\bsntry(?:u_[0-9a-f]{64}|s_[\w+/=]{60,})"),
    _form("a Heroku key", "HRKU-", r"\bHRKU-AA[\w-]{58}\b"),
    _form("a PlanetScale password or token", "pscale_", r"\bpscale_(?:tkn|pw|oauth)_[\w.=-]{32,64}"),
    _form("a Mapbox secret token", "sk.eyJ", r"\bsk\.eyJ[\w-]{40,}\.[\w-]{20,}"),
    _form(
        "the address of a Discord webhook",
        "/api/webhooks/",
        r"\bdiscord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,}",
    ),
    _form(
        "a private key",
        "PRIVATE KEY",
        r"-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=\\n\s]{64,}",
    ),
)
_JWT = regex(r"\beyJ[\w-]{10,}\.(eyJ[\w-]{10,})\.[\w-]{16,}")
# The issuer of the keys that every Supabase project has on a developer's own machine (Supabase's "Self-hosting", "API keys").
_EVERYBODYS = "supabase-demo"
# An id of a user in base64, then two parts of a signature.
_DISCORD = regex(r"\b([MNO][A-Za-z\d_-]{23,27})\.[\w-]{6}\.[\w-]{27,38}(?![\w-])")
_ADDRESS = regex(
    r"\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?)(?:\+\w+)?://([^:/@\s\"'`]*):([^@/\s\"'`]{4,})@([\w.-]+)"
)
_LOCAL = regex(
    r"^(localhost|127\.|0\.0\.0\.0|db$|postgres$|mysql$|mongo(db)?$|redis$|database$|host\b|.*\.(local|internal|example|test)$|host\.docker)|example|^\w+$"
)
_SHOWN = 80


def forms_in(text: str) -> tuple[Form, ...]:
    """The forms of which a text has a mark."""
    return tuple(form for form in FORMS if any(mark in text for mark in form.marks))


def issued(text: str, forms: tuple[Form, ...] = FORMS) -> Iterator[Written]:
    """Every secret of a text that has the form its provider gives it. `forms` are those that are looked for."""
    for form in forms:
        if not any(mark in text for mark in form.marks):
            continue
        for match in form.pattern.finditer(text):
            if not is_placeholder(match.group(0)[:60]):
                end = match.start() + min(_SHOWN, len(match.group(0)))
                yield Written(form.what, match.group(0)[:_SHOWN], match.start(), end)
    for match in _JWT.finditer(text) if "eyJ" in text else ():
        claims = record_of(match.group(1)) or {}
        if claims.get("role") == "service_role" and claims.get("iss") != _EVERYBODYS:
            yield Written("a Supabase service-role key", match.group(0), *match.span())
    for match in _DISCORD.finditer(text) if "iscord" in text else ():
        if bytes_of(match.group(1)).isdigit():
            yield Written("a Discord bot token", match.group(0), *match.span())
    for match in _ADDRESS.finditer(text) if "://" in text else ():
        user, password, host = match.groups()
        if not _LOCAL.search(host) and not is_placeholder(host) and _is_chosen(user, password, host):
            yield Written(ADDRESS, password, *match.span())


def may_be_issued(text: str) -> bool:
    """Whether a text has a mark of any form."""
    return (
        "eyJ" in text
        or ("://" in text and "@" in text)
        or "iscord" in text
        or any(mark in text for form in FORMS for mark in form.marks)
    )


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
