"""Texts by which the code of an installed package is known again in a bundle."""

from __future__ import annotations

import json
import shlex

from roadworthy.trial import Trial

_SECONDS = 30.0
# Long ones with words in them: a minifier keeps what people are told.
_READ = r"""
const fs = require("fs"), path = require("path"), found = new Set();
let folder = path.join("node_modules", process.argv[1]), bytes = 0;
if (!fs.existsSync(folder)) { console.log("null"); process.exit(0); }
const walk = (at) => {
  for (const one of fs.readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(at, one.name);
    if (one.isDirectory()) { if (!/^(node_modules|tests?|docs?|locales?|examples?)$/.test(one.name)) walk(file); }
    else if (/\.m?js$/.test(one.name) && bytes < 8e6 && found.size < 400) {
      const text = fs.readFileSync(file, "utf8"); bytes += text.length;
      for (const [, said] of text.matchAll(/["']([A-Za-z][A-Za-z ,.:()]{23,90})["']/g)) if (/[a-z] [a-z]+ [a-z]/.test(said)) found.add(said);
    }
  }
};
walk(fs.realpathSync(folder));
console.log(JSON.stringify([...found].slice(0, 400)));
"""


def texts_of(trial: Trial, package: str) -> tuple[str, ...] | None:
    """What an installed package says in its code; None where it is not installed."""
    code, printed = trial.run(f"node -e {shlex.quote(_READ)} {shlex.quote(package)}", _SECONDS)
    if code != 0:
        return ()
    found = json.loads(printed.strip().splitlines()[-1])
    return tuple(found) if found is not None else None
