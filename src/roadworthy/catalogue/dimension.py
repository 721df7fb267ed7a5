"""The ten kinds of distance between a prototype and production."""

from __future__ import annotations

from msgspec import Struct


class Dimension(Struct, frozen=True):
    """`id` is the folder's and the id's first part with dashes; `title` is how people say it."""

    id: str
    title: str


DIMENSIONS = (
    Dimension("concurrency", "Concurrency"),
    Dimension("data-volume", "Data volume"),
    Dimension("network", "Network conditions"),
    Dimension("browsers", "Browsers and devices"),
    Dimension("malicious-input", "Malicious input"),
    Dimension("uptime", "Uptime"),
    Dimension("persistence", "Data persistence"),
    Dimension("error-recovery", "Error recovery"),
    Dimension("compliance", "Compliance"),
    Dimension("operations", "Operational readiness"),
)
