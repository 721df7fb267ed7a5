"""Small apps of any stack, written to a folder and understood."""

from __future__ import annotations

import textwrap
from pathlib import Path

from roadworthy.app import App
from roadworthy.frameworks.build import build_app

BASES = Path(__file__).parents[1] / "bases"


def written(folder: Path, files: dict[str, str]) -> App:
    """The App of a folder with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return build_app(folder)


def of_base(name: str) -> App:
    """The App of one of the base apps."""
    return build_app(BASES / name)


def statuses(app: App, subject: str) -> list[int]:
    """The statuses that an endpoint answers with, in order and each once."""
    endpoint = app.endpoint(subject)
    assert endpoint is not None, [e.subject for e in app.endpoints]
    return list(dict.fromkeys(answer.status for answer in endpoint.answers))
