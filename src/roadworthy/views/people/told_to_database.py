"""Apps that tell their database who asks, so that its own policies decide which rows are reached."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.secrets.file_texts import texts

# PostgreSQL's documentation, 9.28 "System Administration Functions": what is set so holds until the transaction ends.
_TELLS = regex(r"\bset_config\s*\(\s*'\w+\.[\w.]+'|\bSET\s+(LOCAL\s+|SESSION\s+)?\w+\.[\w.]+\s*(=|TO)", re.I)
_HANGS = regex(r"\bcurrent_setting\s*\(")


def told_to_database(app: App) -> bool:
    """Whether some query says who asks for the rest of its transaction, and a policy or a view lets rows hang on it. A view."""
    tells = any(_TELLS.search(query.sql) for query in app.queries)
    return tells and any(_HANGS.search(text) for _, text in texts(app, (".sql", ".ts", ".js", ".py")))
