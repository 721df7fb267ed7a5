"""What a request to a double says in its body."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from roadworthy.trial.behaviour import DoubleRequest


def fields_of(request: DoubleRequest) -> dict[str, Any]:
    """The fields of a JSON or form body; `metadata[order]=7` becomes {"metadata": {"order": "7"}}."""
    text = request.body.decode("utf-8", "replace")
    if "json" in request.headers.get("content-type", ""):
        try:
            found = json.loads(text or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {"items": found}
    fields: dict[str, Any] = {}
    for name, value in parse_qsl(text):
        keys = re.findall(r"[^\[\]]+", name)
        inner = fields
        for key in keys[:-1]:
            inner = inner.setdefault(key, {}) if isinstance(inner.get(key, {}), dict) else {}
        if keys:
            inner[keys[-1]] = value
    return fields
