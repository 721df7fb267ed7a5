"""Where an edge function's imports come from when the network is closed: addresses of packages become names in npm's registry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from roadworthy.regex import regex
from roadworthy.source.data_files import parsed_json, section

# Where the host lays its own stand-ins.
INSIDE_HOST = "/opt/roadworthy/functions"
_ADDRESS = regex(r"""["']((?:https://|jsr:@supabase/)[^"'\s]+)["']""")
_PACKAGE = regex(
    r"^https://(?:esm\.sh|cdn\.skypack\.dev|unpkg\.com|cdn\.jsdelivr\.net/npm|esm\.run)/(?:v\d+/|stable/)?\*?"
    r"((?:@[\w.-]+/)?[\w.-]+)(@[^/?]+)?((?:/[^?]*)?)"
)
_SERVER = regex(r"^https://deno\.land/std(@[^/]+)?/http/(server|mod)\.ts$")
_STD = regex(r"^https://deno\.land/std(?:@[^/]+)?/(\w+)/(.+?)(?:/mod)?\.ts$")
# Packages that are the same on Deno's own host and on npm, their versions counted alike.
_ALIKE = regex(r"^https://deno\.land/x/(zod|hono|jose|openai|grammy)(?:@v?([\w.-]+))?/(?:mod|index)\.ts$")
# The service publishes each of its packages in both registries under one name and version.
_ITS_OWN = regex(r"^jsr:(@supabase/[\w.-]+)(@[^/]+)?(/.*)?$")
# Fills in what Deno has had for long.
_EMPTY = regex(r"^https://deno\.land/x/xhr|^https://(esm\.sh|jsr\.io)/.*edge-runtime\.d\.ts|\.d\.ts$")


def import_map(folder: Path) -> dict[str, str]:
    """What each address in the functions' sources, and each name in their own import maps, stands for."""
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.ts")):
        if file.is_file() and not file.is_symlink():
            for address in _ADDRESS.findall(file.read_text(errors="replace")):
                found |= {address: name} if (name := package_of(address)) else {}
    for file in sorted((*folder.rglob("deno.json*"), *folder.rglob("import_map.json"))):
        for name, target in section(_json(file), "imports").items():
            if isinstance(target, str) and not target.startswith("."):
                found.setdefault(name, package_of(target) or target)
    return found


def _json(file: Path) -> dict[str, Any]:
    try:
        value = parsed_json(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        # What Deno cannot read it does not use either.
        return {}
    return value if isinstance(value, dict) else {}


def package_of(address: str) -> str:
    """`npm:` and `jsr:` names for addresses of packages, our own file for those the host stands in for; '' for others."""
    if _SERVER.match(address):
        return f"{INSIDE_HOST}/functions_serve.ts"
    if _EMPTY.search(address):
        return f"{INSIDE_HOST}/functions_nothing.ts"
    own = _ITS_OWN.match(address)
    if own:
        return f"npm:{own[1]}{own[2] or ''}{own[3] or ''}"
    standard = _STD.match(address)
    if standard:
        return f"jsr:@std/{standard[1].replace('_', '-')}/{standard[2].replace('_', '-')}"
    alike = _ALIKE.match(address)
    if alike:
        return f"npm:{alike[1]}{f'@{alike[2]}' if alike[2] else ''}"
    package = _PACKAGE.match(address)
    if package is None:
        return ""
    path = re.sub(r"/\+esm$", "", package[3])
    return f"npm:{package[1]}{package[2] or ''}{path if path != '/' else ''}"


def written(imports: dict[str, str]) -> str:
    """An import map as Deno reads it."""
    return json.dumps({"imports": imports}, indent=1, sort_keys=True)
