"""Secrets are known by the form that their provider gives them, and look-alikes are not."""

from __future__ import annotations

import base64
import random
import string

import pytest

from roadworthy.views.secrets.exposure import holds_password
from roadworthy.views.secrets.secret_forms import FORMS, forms_in, issued
from roadworthy.views.secrets.secrets_in_code import _in_text
from roadworthy.views.secrets.settings_files import is_settings, set_there

_RANDOM = random.Random(7)
_LETTERS = string.ascii_letters + string.digits


def made(length: int, of: str = _LETTERS) -> str:
    """Characters that no one meant; the first two are a digit and a capital, where the alphabet has them."""
    start = "".join(one for one in "7K" if one in of)
    return (start + "".join(_RANDOM.choices(of, k=length)))[:length]


def hexadecimal(length: int) -> str:
    return made(length, "0123456789abcdef")


def upper(length: int) -> str:
    return made(length, string.ascii_uppercase + string.digits)


# Put together here, so that no scanner takes this file for one with secrets in it.
SECRETS = {
    "an AWS access key": "AK" + "IA" + upper(16),
    "a live Stripe key": "sk_" + "live_" + made(24),
    "an Anthropic key": "sk-" + "ant-api03-" + made(90),
    "an OpenRouter key": "sk-" + "or-v1-" + hexadecimal(64),
    "an OpenAI key": "sk-" + "proj-" + made(60),
    "a GitHub token": "gh" + "p_" + made(36),
    "a Slack token": "xox" + "b-" + made(40),
    "a SendGrid key": "SG" + "." + made(22) + "." + made(43),
    "a Resend key": "re" + "_" + made(8) + "_" + made(24),
    "a Supabase secret key": "sb_" + "secret_" + made(30),
    "a Supabase access token": "sb" + "p_" + hexadecimal(40),
    "a Google client secret": "GOC" + "SPX-" + made(28),
    "a Hugging Face token": "h" + "f_" + made(34),
    "a Replicate token": "r" + "8_" + made(37),
    "a Stripe webhook secret": "wh" + "sec_" + made(32),
    "an xAI key": "xa" + "i-" + made(80),
    "a Groq key": "gs" + "k_" + made(52),
    "a Perplexity key": "pp" + "lx-" + made(48),
    "a GitLab token": "gl" + "pat-" + made(20),
    "an npm token": "np" + "m_" + made(36),
    "a PyPI token": "py" + "pi-AgEIcHlwaS5vcmc" + made(80),
    "a Telegram bot token": "7123456789" + ":AA" + made(33),
    "a Mailchimp key": hexadecimal(32) + "-us" + "12",
    "a Brevo key": "xkey" + "sib-" + hexadecimal(64) + "-" + made(16),
    "the key of an Azure storage account": "AccountKey" + "=" + made(86) + "==",
    "a Cloudinary address with its secret": "cloud" + "inary://718291827364512:" + made(27) + "@shop",
    "a DigitalOcean token": "do" + "p_v1_" + hexadecimal(64),
    "a Shopify token": "shp" + "at_" + hexadecimal(32),
    "a Square token": "sq0" + "csp-" + made(43),
    "a Notion token": "nt" + "n_71829182736" + made(35),
    "a Linear key": "lin_" + "api_" + made(40),
    "an Airtable token": "AIRTABLE=airtable " + "pat" + made(14) + "." + hexadecimal(64),
    "a Sentry token": "sntry" + "u_" + hexadecimal(64),
    "a Heroku key": "HR" + "KU-AA" + made(58),
    "a PlanetScale password or token": "pscale" + "_pw_" + made(43),
    "a Mapbox secret token": "sk" + ".eyJ" + made(60) + "." + made(22),
    "the address of a Discord webhook": "https://discord.com" + "/api/webhooks/718291827364512738/" + made(68),
    "a private key": "-----BEGIN " + "PRIVATE KEY-----\n" + made(64) + "\n" + made(64),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.what)
def test_a_secret_of_each_form_is_found_and_named_once(form) -> None:  # type: ignore[no-untyped-def]
    text = f"const key = '{SECRETS[form.what]}'"
    assert form in forms_in(text)
    assert [found.what for found in issued(text)] == [form.what]


def test_the_token_of_a_discord_bot_tells_the_bots_number() -> None:
    number = base64.b64encode(b"718291827364512738").decode().rstrip("=")
    assert [one.what for one in issued(f"DISCORD={number}.{made(6)}.{made(38)} # Discord")] == [
        "a Discord bot token"
    ]
    assert not list(issued(f"DISCORD=M{made(23)}.{made(6)}.{made(38)} # Discord"))


@pytest.mark.parametrize(
    "text",
    [
        "sandbox-" + "sq0" + "idb-" + made(22),
        "pk_" + "live_" + made(24),
        "AC" + hexadecimal(32),
        "SK" + hexadecimal(32),
        "AccountKey"
        + "=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        "sk-folding-cube-with-eight-small-animated-dots",
        "postgres://postgres:postgres@localhost:5432/app",
        "redis://:password@redis:6379",
        "rediss://default:your-password@host.upstash.io:6379",
        "cloud" + "inary://API_KEY:API_SECRET@CLOUD_NAME",
    ],
)
def test_what_is_no_secret_by_itself_is_left_out(text: str) -> None:
    assert not list(issued(text))


@pytest.mark.parametrize("scheme", ["postgresql+asyncpg", "mongodb+srv", "rediss", "amqps", "mysql"])
def test_the_address_of_a_server_with_its_password_is_a_secret(scheme: str) -> None:
    found = [one.value for one in issued(f"{scheme}://shop:7Kq2vX9b@db.shop-hosting.net/app")]
    assert found == ["7Kq2vX9b"]


def test_a_redis_address_needs_no_user() -> None:
    assert [one.value for one in issued("rediss://:7Kq2vX9b@eu1.upstash.io:6379")] == ["7Kq2vX9b"]


def test_files_of_settings_are_told_from_examples_and_a_developers_own() -> None:
    assert all(map(is_settings, (".env", "apps/api/.env.production", "deploy/production.env")))
    assert not any(map(is_settings, (".env.development", ".env.test", "settings.py", "environment.ts")))


def test_a_setting_without_quotes_is_read() -> None:
    text = f"A=1\nexport JWT_SECRET={hexadecimal(32)}\r\nAWS_SECRET_ACCESS_KEY={made(40)}\n"
    assert [one.what for one in set_there(text)] == ["`JWT_SECRET`", "`AWS_SECRET_ACCESS_KEY`"]


@pytest.mark.parametrize(
    "line",
    [
        "JWT_SECRET=${JWT_SECRET}",
        "JWT_SECRET=change-me-before-you-deploy-0001",
        f"VITE_API_KEY={made(40)}",
        f"NEXT_PUBLIC_FIREBASE_API_KEY=AIza{made(35)}",
        f"AWS_ACCESS_KEY_ID={made(20)}",
        "TOKEN_URL=https://login.shop2go.net/oauth2/token",
        "REFRESH_TOKEN_LIFETIME=3600seconds00001",
    ],
)
def test_a_setting_that_is_no_secret_is_left_out(line: str) -> None:
    assert not list(set_there(line))


def test_a_switch_about_passwords_is_no_password() -> None:
    assert not holds_password("disableEmailPassword")
    assert holds_password("email_password")


@pytest.mark.parametrize(("right", "told"), [("read", False), ("read-write", True)])
def test_a_token_that_only_reads_a_cache_of_builds_is_meant_to_be_committed(right: str, told: bool) -> None:
    token = base64.b64encode(f"1459ab8e-85cd-4c26-9be8-d0e5bf878734|{right}".encode()).decode()
    text = f'{{ "nxCloudAccessToken": "{token}" }}'
    assert bool(list(_in_text("nx.json", text))) is told
