"""How much of an app its documents explain: how it is put together, how it is run, which settings it needs."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.operations.documents import Section, sections, texts

_STRUCTURE_PATH = regex(
    r"(^|/)(architecture|arch|adrs?|decisions|design|overview|how[-_ ]it[-_ ]works|development[-_ ]?guide|developer[-_ ]?guide|spec|technical\w*|tech[-_ ]?stack)\b",
    re.I,
)
_STRUCTURE_TITLE = regex(
    r"architecture|(project|folder|code(base)?|directory|repo\w*|file) (structure|layout|organi[sz]ation)|how it works|system design|data ?(model|flow|map|base schema)|components|modules|decisions?\b|under the hood|tech(nical|nology)? overview",
    re.I,
)
_RUN_TITLE = regex(r"run|start|set[- ]?up|install|getting|develop|local|usage|quick", re.I)
_STARTS = regex(
    r"\b(npm|pnpm|yarn|bun)\s+(run\s+)?(dev|start|serve|develop)\b|\b(uvicorn|gunicorn|flask run|fastapi (dev|run)|python\d? [\w./-]*(manage\.py|main\.py|app\.py|run\.py|server\.py)"
    r"|docker[- ]compose[^\n]*\bup\b|make (run|dev|up|start)|node [\w./-]+)\b"
    r"|(^|\s)(\./|(ba|z)?sh )[\w./-]*(dev|start|run|serve|up)[\w-]*\.sh\b",
    re.M,
)
_EXAMPLES = regex(
    r"(^|/)(\.env\.(example|sample|template|dist)|env\.(example|sample)|example\.env|\.env\.\w+\.(example|sample))$"
)
# Boilerplate that generators leave, which says nothing of the app.
_TEMPLATE = regex(
    r"bootstrapped with \[?`?create-(next|react|vite|t3)|This template provides a minimal setup to get React working|lovable\.dev/projects|Welcome to your (Lovable|bolt)|Getting Started with Create React App",
    re.I,
)
# What somebody wrote down for an assistant, or about one change.
_NOTES = regex(
    r"(^|/)(CLAUDE|AGENTS|GEMINI)\.md$|(^|/)\.|(^|/)[^/]*(fix|notes?|summary|todo|prompt|presentation|report|changes|milestones|tasks)\w*\.md$",
    re.I,
)
_ENOUGH_WORDS = 120
_ENOUGH_SHARE = 0.6
# Names that every platform sets by itself.
_USUAL = {
    "NODE_ENV",
    "PORT",
    "HOST",
    "HOSTNAME",
    "CI",
    "VERCEL",
    "VERCEL_URL",
    "VERCEL_ENV",
    "REPL_ID",
    "DEBUG",
    "PATH",
    "HOME",
    "TZ",
    "NEXT_RUNTIME",
}


def own_documents(app: App) -> dict[str, str]:
    """The documents that say something about this app: no template of a generator, no notes of an assistant's folder."""
    return {
        path: text for path, text in texts(app).items() if not (len(text) < 6_000 and _TEMPLATE.search(text))
    }


def structure(app: App) -> Section | None:
    """Where the documents say how the app is put together."""
    own = own_documents(app)
    best: Section | None = None
    for section in sections(app):
        if section.path not in own or _NOTES.search(section.path):
            continue
        if _STRUCTURE_PATH.search(section.path) and len(own[section.path].split()) >= _ENOUGH_WORDS:
            return section
        if _STRUCTURE_TITLE.search(section.title) and len(section.text.split()) >= 25 and best is None:
            best = section
    return best


def running(app: App) -> Section | None:
    """Where the documents say how the app is run, by a command that starts it."""
    own = own_documents(app)
    return next(
        (
            s
            for s in sections(app)
            if s.path in own
            and _STARTS.search(s.text)
            and not re.search(r"(^|/)(CLAUDE|AGENTS)\.md$", s.path)
        ),
        None,
    )


def missing_scripts(app: App, section: Section) -> tuple[str, ...]:
    """The scripts a text tells to run that no package.json has."""
    known = {name for _, name, _ in app.deployment.all_scripts}
    told = re.findall(r"\b(?:npm|pnpm|bun) run ([\w:-]+)", section.text)
    return tuple(dict.fromkeys(name for name in told if known and name not in known))


def missing_files(app: App) -> tuple[tuple[Section, str], ...]:
    """The example files that a text tells to copy and that are not in the repository."""
    names = {posixpath.basename(file.path) for file in app.repository.files}
    found = []
    for section in sections(app):
        for name in re.findall(
            r"\b(?:cp|copy)\s+(?:-\w+\s+)?(?:[\w.-]+/)*([\w.-]*\.(?:example|sample|template|dist))\s",
            section.text,
        ):
            if name not in names:
                found.append((section, name))
    return tuple(found)


def settings(app: App) -> tuple[str, ...]:
    """The environment names that somebody has to set."""
    return tuple(
        dict.fromkeys(
            one.name for one in app.deployment.environment if one.name not in _USUAL and not one.default
        )
    )


def unexplained_settings(app: App) -> tuple[str, ...]:
    """The settings that no document and no example file names."""
    return app.view(_unexplained)


def _unexplained(app: App) -> tuple[str, ...]:
    named = set(re.findall(r"\w+", _known_text(app)))
    return tuple(name for name in settings(app) if name not in named)


def _known_text(app: App) -> str:
    return app.view(_all_known)


def _all_known(app: App) -> str:
    examples = [app.text(path) for path in example_files(app)]
    return "\n".join([*own_documents(app).values(), *examples])


def example_files(app: App) -> tuple[str, ...]:
    """The files that show which settings there are."""
    return tuple(file.path for file in app.repository.files if _EXAMPLES.search(file.path))


def explains_settings(app: App) -> bool:
    """Whether most of the settings are named somewhere."""
    needed = settings(app)
    if not needed:
        return bool(example_files(app)) or "env" in _known_text(app).lower() or not app.deployment.environment
    return 1 - len(unexplained_settings(app)) / len(needed) >= _ENOUGH_SHARE


def readme_place(app: App) -> Location | None:
    """The README nearest to the root."""
    found = sorted(
        (path for path in app.deployment.documents if posixpath.basename(path).lower().startswith("readme")),
        key=lambda p: (p.count("/"), p),
    )
    return Location(found[0], 1, 1) if found else None
