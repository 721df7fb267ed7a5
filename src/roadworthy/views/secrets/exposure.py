"""Something secret or personal that lies or goes where it must not."""

from __future__ import annotations

import math
import re
from collections import Counter

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.regex import regex
from roadworthy.views.people.people import is_password


class Exposure(Struct, frozen=True):
    """`kind` tells what sort (secret, history, password, default, dump, log, answer, code, plaintext, address, clear key, weak hash, file, third party, cookie); `subject`
    what it is reported on; `what` the thing in words, never its value; `places` where it is seen, the telling one first."""

    kind: str
    subject: str
    what: str
    places: tuple[Location, ...]
    grave: bool = False


_PLACEHOLDER = regex(
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


_ABOUT = regex(
    r"^_?(must|is|has|needs?|enabled?|disabled?|uses?|require[ds]?|force[ds]?|show|hide|forgot|can|allow|last|failed|reset)_?([A-Z_]|pass)|(_at|At|_on|[eE]xpir\w*|[cC]hanged?|[aA]ttempts?"
    r"|[pP]olicy|[hH]int|[sS]trength|[rR]equired|[eE]nabled|[lL]ength|_?[tT]oken)$"
)


def holds_password(name: str) -> bool:
    """Whether a column or field holds a password or its hash, and not something about one (`must_change_password`)."""
    return is_password(name) and not _ABOUT.search(name)


def masked(value: str) -> str:
    """A value as reports may show it: its first two characters and its length."""
    return f"{value[:2]}… ({len(value)} characters)"
