"""The numbers before and after a whole cycle."""

from __future__ import annotations

from msgspec import Struct


class CertificateNumber(Struct, frozen=True):
    """One number before and after. `group` is Load, Lighthouse, Tests, ...; `unit` is 'requests/s', 'ms', 'of 100', ...;
    None where it could not be taken. `higher_is_better` says which way is good."""

    group: str
    name: str
    unit: str
    before: float | None
    after: float | None
    higher_is_better: bool = True

    @property
    def trend(self) -> str:
        """'better', 'worse', 'same', or 'unknown' when a side is missing."""
        if self.before is None or self.after is None:
            return "unknown"
        if self.before == self.after:
            return "same"
        return "better" if (self.after > self.before) == self.higher_is_better else "worse"


class Certificate(Struct, frozen=True):
    """What the app leaves with when the whole cycle ran. `conditions` say how the numbers were taken, one sentence each;
    `branch` is where the repairs are; `documents` are paths of what was handed over."""

    numbers: tuple[CertificateNumber, ...]
    conditions: tuple[str, ...] = ()
    branch: str = ""
    documents: tuple[str, ...] = ()
