"""Whether only whoever holds a secret of the server's can call an endpoint."""

from __future__ import annotations

import re
from functools import lru_cache

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import Fact, Origin
from roadworthy.regex import regex
from roadworthy.views.requests.facts import all_facts

_SIGNATURE = regex(
    r"verifySignature|verify_signature|timingSafeEqual|compare_digest|createHmac"
    r"|hmac\.new|verify_with_rsa|crypto\.subtle\.(sign|verify)|Signer\(\)\.unsign|signing\.loads|Serializer\(\)\.loads",
    re.I,
)
# What libraries offer to whom a service calls, and to nobody else.
_OF_SERVICE = regex(
    r"constructEvent|construct_event|svix|Webhook\(\)\.verify|webhooks\.unwrap|@upstash/qstash.*(Receiver\(\)\.verify|verifySignature)"
    r"|qstash\.Receiver\(\)\.verify",
    re.I,
)
_CALLED_BACK = regex(r"hook|callback|cron|stripe|event|receipt|ipn|bounce|/notify", re.I)


def knows_secret(endpoint: Endpoint) -> bool:
    """Whether something that a request brings is compared with a secret of the server's surroundings."""
    return any(secret_sent(fact) is not None for fact in all_facts(endpoint))


def secret_sent(fact: Fact) -> Origin | None:
    """What of the request a condition compares with a variable of the environment; None for other conditions."""
    sides = [side for side in (fact.left, fact.right) if side is not None]
    if fact.operator != "==" or not any(
        leaf.kind == "environment" for side in sides for leaf in side.leaves()
    ):
        return None
    return next((leaf for side in sides for leaf in side.leaves() if leaf.from_request), None)


def is_signed(endpoint: Endpoint) -> bool:
    """Whether only whoever holds a secret of the server's can call it: a webhook with a signature, a schedule."""
    return "/cron" in endpoint.path.lower() or checks_signature(endpoint)


def checks_signature(endpoint: Endpoint) -> bool:
    """Whether a callback of another service compares a signature: by that service's library, or by hand at an address that says so."""
    if _by_service(endpoint.calls):
        return True
    called_back = _CALLED_BACK.search(endpoint.path) is not None
    return called_back and any(_SIGNATURE.search(name) for name in endpoint.calls)


# Ten patterns ask it of each endpoint; more endpoints than these are asked anew.
@lru_cache(maxsize=1 << 12)
def _by_service(calls: tuple[str, ...]) -> bool:
    return any(_OF_SERVICE.search(name) for name in calls)
