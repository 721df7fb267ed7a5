"""The trial's own answers to questions of DNS."""

from __future__ import annotations

import asyncio

import dnslib  # type: ignore[import-untyped]

from roadworthy.trial.double_names import answered_name


async def _address_of(host: str) -> str:
    return f"127.77.0.{len(host)}"


def _asked(name: str, kind: str) -> list[str]:
    question = dnslib.DNSRecord.question(name, kind)
    answer = asyncio.run(answered_name(question.pack(), _address_of))
    assert answer is not None
    return [str(one.rdata) for one in dnslib.DNSRecord.parse(answer).rr]


def test_every_name_leads_to_a_double_and_takes_mail() -> None:
    assert _asked("api.example.com", "A") == ["127.77.0.15"]
    assert _asked("example.com", "MX") == ["10 mx.example.com."]
    assert _asked("example.com", "TXT") == []


def test_what_is_no_question_is_not_answered() -> None:
    assert asyncio.run(answered_name(b"?", _address_of)) is None
