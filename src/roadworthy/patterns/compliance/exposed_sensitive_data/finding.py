"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint
from roadworthy.views.secrets.exposure import Exposure


class ExposureGap(Struct, frozen=True):
    """What is exposed where; `endpoint` where it is one that stores or answers it."""

    exposure: Exposure
    endpoint: Endpoint | None = None
    columns: tuple[str, ...] = ()
