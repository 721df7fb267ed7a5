"""How many rows a request may ask for: what it says, and what is refused."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.app.query import Query


def refused_above(query: Query) -> bool:
    """Whether the query is reached only with a limit below a number: `if (limit > 100) return res.status(400)`."""
    asked = str(query.limit)
    return any(
        fact.operator in ("<", "<=")
        and fact.holds
        and fact.right is not None
        and fact.right.kind == "constant"
        and str(fact.left) == asked
        for fact in query.facts
    )


def client_decides(limit: Origin) -> bool:
    """Whether the limit is what the request says, with no schema, minimum or choice that caps it."""
    if limit.kind == "parsed":
        rules = dict(limit.schema)
        told = rules.get(limit.path[-1] if limit.path else "") or rules.get("") or " ".join(rules.values())
        return not re.search(r"\b(max|le|lt|lte|maximum|most)\b", told) and bool(rules)
    if limit.kind == "computed":
        if limit.operation.split("()")[0].rsplit(".", 1)[-1] in ("min", "clamp"):
            return False
        parts = [part for part in limit.inputs if part.kind != "constant"]
        return bool(parts) and all(client_decides(part) for part in parts)
    return limit.kind in ("query", "body", "params", "headers")
