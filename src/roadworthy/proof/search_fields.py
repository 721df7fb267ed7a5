"""What a field for searching is called, in the languages that apps speak to people."""

from __future__ import annotations

import re

from roadworthy.regex import regex

# English; German; French; Spanish and Portuguese; Italian; Dutch; Indonesian; Turkish; Polish; Swedish; Vietnamese.
SEARCHING = regex(
    r"\b(search|filter|find|look)|suche|cherch|\bbusc|pesquis|\bprocura|\bcerca|zoek|\bcari\b|\bara\b|szuk|sök|tìm",
    re.I,
)
