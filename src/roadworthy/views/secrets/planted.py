"""Whether the accounts that a seed makes come into an app that people use, or stay on developers' machines."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.secrets.exposure import Exposure
from roadworthy.views.secrets.file_texts import texts

_SEED = regex(r"(^|/)[\w.-]*seed[\w.-]*(/|$)", re.I)
# A command that fills the database of a developer's own machine: `devdata.py`, `create_sample_data.ts`.
_TRIAL_DATA = regex(
    r"(^|/)([\w-]+[_-])?(dev|development|sample|dummy|fake)[_-]?(data|users?|accounts?|db)\.\w+$|(^|/)fakes?\.\w+$",
    re.I,
)
# The Supabase CLI runs it where it starts a database on the developer's own machine ("Seeding your database").
_LOCAL_SEED = regex(r"(^|/)supabase/(seed\.sql$|seeds?/)")
_FILLS = regex(
    r"(^|/)(seeds?|seeders|fixtures?)/|(^|/)(\w+[_-])?(seed|hydrate|populate|fill|fixtures?)([_-]\w+)?\.\w+$",
    re.I,
)
_COMMAND = regex(r"\bseed|\bdb[:_-](setup|init)|\bmanage\.py\s+\w*(seed|setup|init)", re.I)
_STARTS = (".sh", ".bash", ".yml", ".yaml", ".toml", "dockerfile", "procfile", "makefile")
_INSTRUCTS = (".md", ".mdx", ".txt", ".rst")
# Documents for those who work on the code, and pipelines of their tests.
_FOR_DEVELOPERS = regex(
    r"(^|/)(\.github|\.gitlab|\.circleci|\.agents?|\.claude|\.cursor)/|(^|[/_.-])(dev(elop(ment|ers?|ing)?)?|local|contribut\w*|tests?(ing)?|"
    r"architecture|agents|claude|changelog)([/_.-]|$)",
    re.I,
)
_SCRIPTS = regex(r"^(pre|post)?(start|build|install|deploy|release)(:\w+)?$|prod")


def only_tried_out(app: App, exposure: Exposure) -> bool:
    """Whether a password stands in seeds alone, and nothing that starts, deploys or explains the app has them run: whether any
    account of a running app has it, the repository does not say."""
    paths = {place.path for place in exposure.places}
    if all(map(_LOCAL_SEED.search, paths)):
        return True
    # "Test account: ..." of a document tells whom a developer may sign in as after they have had the people made up.
    code = {path for path in paths if not path.endswith(_INSTRUCTS)} or paths
    if all(map(_TRIAL_DATA.search, code)):
        return not any(_is_started(app, path) for path in code)
    return all(map(_SEED.search, paths)) and not app.view(_runs_seeds)


def in_scripts(exposure: Exposure) -> bool:
    """Whether it stands in nothing but scripts that fill a developer's database: what they put in they made up."""
    return all(_FILLS.search(place.path) for place in exposure.places)


def _is_started(app: App, path: str) -> bool:
    """Whether a container or an instruction for those who install the app has a file run by its name."""
    name = re.compile(rf"(?<![\w-]){re.escape(path.rsplit('/', 1)[-1].split('.')[0])}(?![\w-])")
    return any(
        name.search(text) for one, text in texts(app, _STARTS + _INSTRUCTS) if not _FOR_DEVELOPERS.search(one)
    )


def _runs_seeds(app: App) -> bool:
    """Whether a container, a start script or an instruction for those who install the app runs its seeds. A view."""
    named = any(
        _SCRIPTS.search(name) and _COMMAND.search(command)
        for _, name, command in app.deployment.all_scripts
        if name
    )
    return named or any(
        _COMMAND.search(text)
        for path, text in texts(app, _STARTS + _INSTRUCTS)
        if not _FOR_DEVELOPERS.search(path)
    )


_COMPOSE = regex(r"(^|/)(docker-)?compose[\w.-]*\.ya?ml$", re.I)
_SIGNS = regex(r"^`\w*(jwt|session|auth|token|cookie|sign|encrypt|app_?key|secret_?key_?base)", re.I)


def at_both_ends(exposure: Exposure) -> bool:
    """Whether a file that starts an app and a server beside it tells both of them the same word, and nothing else knows it: it opens
    that server where nobody sets another. What signs sessions opens the app."""
    paths = {place.path for place in exposure.places}
    return (
        len(exposure.places) > 1
        and len(paths) == 1
        and all(map(_COMPOSE.search, paths))
        and _SIGNS.match(exposure.what) is None
    )


_KEY_FILE = regex(r"\.(pem|key|p8|pk8|rsa|ppk)$|(^|/)id_(rsa|dsa|ecdsa|ed25519)$", re.I)


def is_idle_key(app: App, exposure: Exposure) -> bool:
    """Whether a private key lies in a file of its own that nothing which runs names, neither the code nor what builds or starts the
    app, by itself or by the folder that is put into a container: what it opens, if anything, the repository does not say."""
    paths = {place.path for place in exposure.places}
    return exposure.what.startswith("a private key") and all(
        _KEY_FILE.search(path) and not _is_named(app, path) for path in paths
    )


def _is_named(app: App, path: str) -> bool:
    *folders, name = path.split("/")
    mounted = rf"|(?<![\w-]){re.escape(folders[-1])}/?(?=[\"':\s]|$)" if folders else ""
    code, starts = (
        re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])"),
        re.compile(re.escape(name) + mounted, re.M),
    )
    return any(
        one != path and (starts if one.lower().endswith(_STARTS) else code).search(text)
        for one, text in texts(app)
        if not one.endswith(_INSTRUCTS)
    )
