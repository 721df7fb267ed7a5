from __future__ import annotations
from typing import Any
def fill_table(database: Any, table: str, rows: int, fixed: dict[str, Any]) -> int:
    raise NotImplementedError
