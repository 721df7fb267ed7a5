"""JSON and TOML files of an audited app. They may hold anything, so what is in them is asked for, never taken for granted."""

from __future__ import annotations

import json
import tomllib
from typing import Any


def parsed_json(text: str) -> Any:
    """What a JSON file says. Raises ValueError when it is none, or is nested without end."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def parsed_toml(text: str) -> dict[str, Any]:
    """What a TOML file says. Raises ValueError when it is none, or is nested without end."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def section(data: object, *keys: str) -> dict[str, Any]:
    """The table or object under `keys`, one below the other; {} where it is absent or something else."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}
