"""Parts of a template that not every app needs."""

from __future__ import annotations


def keep_part(text: str, mark: str, kept: bool) -> str:
    """A template with what stands between two lines `mark` kept or left out, wherever there are two; the marks go."""
    parts = text.split(f"{mark}\n")
    return "".join(part for place, part in enumerate(parts) if kept or place % 2 == 0)
