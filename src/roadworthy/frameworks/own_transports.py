"""Transports of httpx that the app writes itself, to decide which addresses its server may ask."""

from __future__ import annotations

from roadworthy.interpret import ClassValue, External, Instance, Value
from roadworthy.languages import form

# What is asked of an address before it is connected to (Python's ipaddress and socket).
_ASKED = frozenset(
    {"is_private", "is_global", "is_loopback", "is_link_local", "ip_address", "gethostbyname", "getaddrinfo"}
)


def looks_at_addresses(transport: Value | None) -> bool:
    """Whether a client's transport is of the app's own and looks at the address that is asked."""
    if not isinstance(transport, Instance):
        return False
    lines = [transport.kind, *transport.kind.ancestors()]
    of_library = any(isinstance(one, External) and one.path.startswith("httpx.") for one in lines)
    return of_library and any(isinstance(one, ClassValue) and _asks(one) for one in lines)


def _asks(kind: ClassValue) -> bool:
    return any(
        isinstance(node, form.Member) and node.name in _ASKED
        for node in form.walk(kind.node.body, form.Member)
    )
