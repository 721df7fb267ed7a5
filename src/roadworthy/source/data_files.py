"""JSON, TOML and YAML files of an audited app. They may hold anything, so what is in them is asked for, never taken for granted.

The parsers of TOML and YAML are loaded by the first file that needs them: together they take longer than a small app's files.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml


def parsed_json(text: str) -> Any:
    """What a JSON file says. Raises ValueError when it is none, or is nested without end."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def parsed_toml(text: str) -> dict[str, Any]:
    """What a TOML file says. Raises ValueError when it is none, or is nested without end."""
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def section(data: object, *keys: str) -> dict[str, Any]:
    """The table or object under `keys`, one below the other; {} where it is absent or something else."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


class Text(str):
    """A scalar of a YAML file as it is written, and the line it stands on, counted from 1."""

    line: int = 0


# A few lines of aliases unfold without end; no file that people write has as many values.
_MOST_VALUES = 20_000


def parsed_yaml(text: str) -> list[Any]:
    """The documents of a YAML file: dicts, lists and scalars as `Text`, so that `on` and `no` stay what is written.
    Raises ValueError when it is none, or is nested or unfolded without end."""
    import yaml

    try:
        return [_plain(node, [_MOST_VALUES]) for node in yaml.compose_all(text, Loader=yaml.CSafeLoader)]
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(f"it is not YAML: {str(error).splitlines()[0]}") from error


def _plain(node: yaml.Node | None, left: list[int]) -> Any:
    import yaml

    left[0] -= 1
    if left[0] < 0:
        raise ValueError("it holds more values than any file that people write")
    if isinstance(node, yaml.MappingNode):
        pairs = [(_plain(key, left), _plain(value, left)) for key, value in node.value]
        return {key: value for key, value in pairs if isinstance(key, str)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, left) for item in node.value]
    scalar = Text(node.value if isinstance(node, yaml.ScalarNode) else "")
    scalar.line = node.start_mark.line + 1 if node is not None else 1
    return scalar
