"""Something secret or personal that lies or goes where it must not."""

from __future__ import annotations

import math
import re
from collections import Counter

from msgspec import Struct

from roadworthy.app.location import Location


class Exposure(Struct, frozen=True):
    """`kind` tells what sort (secret, password, default, dump, log, answer, plaintext, weak hash, file, third party); `subject`
    what it is reported on; `what` the thing in words, never its value; `places` where it is seen, the telling one first."""

    kind: str
    subject: str
    what: str
    places: tuple[Location, ...]
    grave: bool = False


_PLACEHOLDER = re.compile(
    r"example|placeholder|change[-_ ]?me|changeit|your|<|>|\{|\}|\$|xxx|\*\*\*|\.\.\.|todo|dummy|sample|insert|replace|redacted|fixme"
    r"|test|mock|fake|demo|lorem|foobar|^(none|null|undefined|true|false|string|secret|token|key|value|password|pass|enter)$",
    re.I,
)


def is_placeholder(value: str) -> bool:
    """Whether a value is there to be replaced."""
    return not value or bool(_PLACEHOLDER.search(value)) or len(set(value)) < 4


def entropy(value: str) -> float:
    """Shannon's entropy in bits per character: about 4 for random hex, over 4.5 for random base64, under 3.5 for words."""
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())


def masked(value: str) -> str:
    """A value as reports may show it: its first two characters and its length."""
    return f"{value[:2]}… ({len(value)} characters)"
