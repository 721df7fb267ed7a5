"""Texts by which the code of an installed package is known again in a bundle."""

from __future__ import annotations

import json
import shlex

from roadworthy.trial import Trial

_SECONDS = 30.0
# Long ones with words in them: a minifier keeps what people are told.
_READ = r"""
const fs = require("fs"), path = require("path"), found = new Set();
const wanted = process.argv[1];
// A workspace keeps a part's packages beside that part.
const parts = (at, depth) => depth < 0 ? [] : [at, ...fs.readdirSync(at, { withFileTypes: true })
  .filter((one) => one.isDirectory() && one.name !== "node_modules" && !one.name.startsWith("."))
  .flatMap((one) => parts(path.join(at, one.name), depth - 1))];
const own = parts(".", 3).filter((at) => fs.existsSync(path.join(at, "package.json")));
const asks = (at) => { try { const all = JSON.parse(fs.readFileSync(path.join(at, "package.json"), "utf8")); return wanted in { ...all.devDependencies, ...all.dependencies }; } catch { return true; } };
let folder = own.map((at) => path.join(at, "node_modules", wanted)).find((at) => fs.existsSync(at)), bytes = 0;
if (!folder) { console.log(own.some(asks) ? "[]" : "null"); process.exit(0); }
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
    """What an installed package says in its code, () where that is not known; None where no part of the app asks for it any more."""
    code, printed = trial.run(f"node -e {shlex.quote(_READ)} {shlex.quote(package)}", _SECONDS)
    if code != 0:
        return ()
    found = json.loads(printed.strip().splitlines()[-1])
    return tuple(found) if found is not None else None
