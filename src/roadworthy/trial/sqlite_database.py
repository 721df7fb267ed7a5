from __future__ import annotations
from typing import Any
class SqliteDatabase:
    @classmethod
    def find(cls, *a: Any) -> Any:
        return None
