"""Runs inside the app: imports it, as its server would, and makes the tables that its SQLAlchemy models declare.

For an app whose own code never does: its author made them once, by hand. The one argument is what the server takes, `module:name`.
"""

import asyncio
import gc
import importlib
import sys

from sqlalchemy import MetaData
from sqlalchemy.engine import Engine

sys.path.insert(0, "")
importlib.import_module(sys.argv[1].partition(":")[0])
declared = [one for one in gc.get_objects() if isinstance(one, MetaData) and one.tables]
engines = [one for one in gc.get_objects() if isinstance(one, Engine)]


async def make_with(engine):
    """An engine for drivers that are waited for makes nothing by itself."""
    from sqlalchemy.ext.asyncio import AsyncEngine

    async with AsyncEngine(engine).begin() as connection:
        for metadata in declared:
            await connection.run_sync(metadata.create_all)


for engine in engines[:1]:
    if getattr(engine.dialect, "is_async", False):
        asyncio.run(make_with(engine))
    else:
        for metadata in declared:
            metadata.create_all(engine)
