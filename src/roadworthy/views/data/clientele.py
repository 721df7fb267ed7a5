"""Tables named for members that hold the people whom an organisation serves."""

from __future__ import annotations

import re

from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.data.parts import PEOPLE_KEY

# How somebody is reached who never signs in, and what they owe.
_SERVED = regex(r"(^|_)(phone|mob(ile)?|tel|address|birth\w*|debt|dues?|balance)(_|$)", re.I)


def is_clientele(table: Table) -> bool:
    """Whether a table named for members holds the people whom an organisation serves, not those who work in it: they are
    reached by telephone, have no password, and the row is no other person's part in something."""
    names = [column.name for column in table.columns]
    ties = [c for c in table.columns if c.references is not None and PEOPLE_KEY.search(c.name)]
    signs_in = any("pass" in name.lower() or name.lower() == "role" for name in names)
    return not ties and not signs_in and any(_SERVED.search(name) for name in names)
