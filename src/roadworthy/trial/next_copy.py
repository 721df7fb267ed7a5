"""An edit in the trial's copy of a Next.js app: what its build checks beside building is left out.

Types and lint are the pipeline's matter, cost half of a build, and change nothing of what the app does when it runs. What is kept of
queries (`unstable_cache`) is kept in files alone, so that each proof can begin with none of it (`forget_answers`).
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from roadworthy.trial.node_plan import read_manifest

# In the order in which Next.js looks for them.
_CONFIGS = ("next.config.js", "next.config.mjs", "next.config.ts")
_OWN = "next.config.roadworthy-own"
_MODULE = """import * as loaded from "./{own}";
const own = loaded.default ?? loaded;
"""
_SCRIPT = """const loaded = require("./{own}");
const own = loaded.default ?? loaded;
"""
_REST = """const settled = async (phase, context) => {{
  const config = (typeof own === "function" ? await own(phase, context) : await own) ?? {{}};
  return {{
    ...config,
    cacheMaxMemorySize: 0,
    typescript: {{ ...config.typescript, ignoreBuildErrors: true }},
    eslint: {{ ...config.eslint, ignoreDuringBuilds: true }},
  }};
}};
{export} settled;
"""


def prepare_next(folder: Path) -> None:
    """Lays a configuration around the one of the app in `folder`; nothing where that is no Next.js app."""
    if not (folder / "package.json").is_file() or "next" not in read_manifest(folder).dependencies:
        return
    found = next((folder / name for name in _CONFIGS if (folder / name).is_file()), None)
    if found is None:
        (folder / "next.config.mjs").write_text("const own = {};\n" + _REST.format(export="export default"))
        return
    text = found.read_text(errors="replace")
    own = found.with_name(f"{_OWN}{found.suffix}")
    found.rename(own)
    is_script = found.suffix == ".js" and not re.search(r"^\s*(import|export)\b", text, re.MULTILINE)
    head, export = (_SCRIPT, "module.exports =") if is_script else (_MODULE, "export default")
    name = own.name.removesuffix(".ts")
    typed = "// @ts-nocheck\n" if found.suffix == ".ts" else ""
    found.write_text(typed + head.format(own=name) + _REST.format(export=export))


def forget_answers(folder: Path) -> None:
    """What the Next.js app in `folder` keeps of its queries and fetches is gone, as it is when its time is up."""
    shutil.rmtree(folder / ".next" / "cache" / "fetch-cache", ignore_errors=True)
