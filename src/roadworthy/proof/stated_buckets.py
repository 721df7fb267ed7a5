"""Buckets of a Supabase project's storage that the app puts files into and no SQL file makes: somebody made them by hand."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.regex import regex

# `upload reports`: what is done with which bucket.
_STORAGE = "supabase storage"
_NAMED = regex(r"\w+ ([a-z0-9][\w.-]{1,99})", re.I)


def stated_buckets(app: App) -> tuple[str, ...]:
    """Their names, in the order of the code."""
    made = {bucket.name for bucket in app.database.buckets}
    calls = [call for work in app.works for call in work.services if call.service == _STORAGE]
    named = [found[1] for call in calls if (found := _NAMED.fullmatch(call.operation))]
    return tuple(name for name in dict.fromkeys(named) if name not in made)
