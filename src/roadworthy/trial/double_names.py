"""What every name leads to: an address of a double, and for mail a host that takes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import dnslib  # type: ignore[import-untyped]


async def answered_name(data: bytes, address_of: Callable[[str], Awaitable[str]]) -> bytes | None:
    """The answer to a question of DNS (RFC 1035); None for what is no question. Addresses of mail whose domain takes none are refused
    by who looks that up (email-validator, and Flask-Security with it): each takes mail."""
    try:
        question = dnslib.DNSRecord.parse(data)
        host = str(question.q.qname).rstrip(".").lower()
    except (dnslib.DNSError, ValueError, UnicodeError):
        return None
    answer, asked = question.reply(), question.q
    if asked.qtype == dnslib.QTYPE.A:
        address = dnslib.A(await address_of(host))
        answer.add_answer(dnslib.RR(asked.qname, dnslib.QTYPE.A, rdata=address, ttl=1))
    if asked.qtype == dnslib.QTYPE.MX:
        answer.add_answer(dnslib.RR(asked.qname, dnslib.QTYPE.MX, rdata=dnslib.MX(f"mx.{host}"), ttl=1))
    return bytes(answer.pack())
