"""The settings of a project, from the module that its entry point names."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    ListValue,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.values import Certain
from roadworthy.languages import form
from roadworthy.regex import regex

_NAMED = regex(r"DJANGO_SETTINGS_MODULE['\"]?\s*[,\]=)]+\s*['\"]([\w.]*\w)['\"]")
# `f"shop.settings.{environment}"`, `"shop.settings." + environment`: one of a package, which of them the surroundings say.
_ONE_OF = regex(r"DJANGO_SETTINGS_MODULE['\"]?\s*[,\]=)]+\s*f?['\"]([\w.]+)\.(\{|%s|['\"]\s*[+%.])")
_BY_NAME = ("production", "prod", "live", "deploy", "base", "common", "defaults", "settings", "development")
_ENTRIES = ("wsgi.py", "asgi.py", "manage.py", "celery.py")


def _named(program: Program, entry: str) -> str:
    """The module of settings that an entry point names, '' where it names none."""
    text = program.text(entry)
    found = _NAMED.search(text)
    path = program.resolve(found.group(1), entry) if found is not None else None
    if path is not None:
        return path
    one_of = _ONE_OF.search(text)
    ways = (program.resolve(f"{one_of.group(1)}.{name}", entry) for name in _BY_NAME) if one_of else ()
    return next(filter(None, ways), "")


def _unnamed(program: Program) -> str:
    """The settings of a project whose entry points do not say which they are: the file that lists its apps."""
    known = [
        path
        for path in program.modules
        if "settings" in path and path.endswith(".py") and "INSTALLED_APPS" in program.text(path)
    ]
    ranks = {name: rank for rank, name in enumerate(_BY_NAME)}
    names = {path: path.rsplit("/", 1)[-1].removesuffix(".py") for path in known}
    ranked = [path for path in known if names[path] in ranks]
    return min(ranked, key=lambda path: (ranks[names[path]], path.count("/"), path), default="")


class Settings(Struct):
    """The settings module of a project; `path` '' when the repository has none."""

    path: str = ""
    program: Program | None = None

    def load(self, program: Program) -> None:
        """Finds the module that the entry points name, the one for production where there are several."""
        self.program = program
        entries = [path for path in program.modules if path.rsplit("/", 1)[-1] in _ENTRIES]
        entries.sort(key=lambda path: (_ENTRIES.index(path.rsplit("/", 1)[-1]), path.count("/")))
        for entry in entries:
            path = _named(program, entry)
            if path:
                self.path = _for_production(path, program)
                return
        # Named where it is not read (`.env`, what starts the container): the project's own all the same.
        self.path = _unnamed(program) if entries else ""

    def value(self, name: str) -> Value | None:
        """A setting, None when it is not there."""
        if not self.path or self.program is None:
            return None
        found = self.program.offered(self.path, name)
        return None if found is None else found

    def text(self, name: str) -> str:
        """A setting that is a text, else ''."""
        return constant_text(self.value(name))

    def names(self, name: str) -> list[str]:
        """The texts in a list, each once: a list that is added to under a condition (`if DEBUG: MIDDLEWARE += [...]`) is known in each of
        its ways, and where something is put in (`.insert(8, ...)`) is no text."""
        return [text for text in dict.fromkeys(constants(self.value(name))) if not text.isdigit()]

    def own(self, names: Iterable[str]) -> list[ClassValue | Closure]:
        """The classes and functions of the app's own among dotted names, in their order."""
        found: list[ClassValue | Closure] = []
        if self.program is None:
            return found
        for name in names:
            module, _, last = name.rpartition(".")
            path = self.program.resolve(module, self.path) if module else None
            value = self.program.offered(path, last) if path is not None else None
            if isinstance(value, (ClassValue, Closure)):
                found.append(value)
        return found

    def processors(self) -> tuple[Value, ...]:
        """The app's own context processors: what they give is known to every template."""
        engines = self.value("TEMPLATES")
        named: list[str] = []
        for engine in engines.items if isinstance(engines, ListValue) else ():
            options = engine.fields.get("OPTIONS") if isinstance(engine, ObjectValue) else None
            given = options.fields.get("context_processors") if isinstance(options, ObjectValue) else None
            named += constants(given)
        return tuple(self.own(named))

    def rest(self, name: str) -> Value | None:
        """An entry of `REST_FRAMEWORK`."""
        given = self.value("REST_FRAMEWORK")
        return given.fields.get(name) if isinstance(given, ObjectValue) else None

    def flag(self, name: str) -> bool | None:
        """A truth value that is written out."""
        given = self.value(name)
        return bool(given.value) if isinstance(given, Constant) else None

    def atomic(self) -> bool:
        """Whether every request is one transaction."""
        databases = self.value("DATABASES")
        default = databases.fields.get("default") if isinstance(databases, ObjectValue) else None
        given = default.fields.get("ATOMIC_REQUESTS") if isinstance(default, ObjectValue) else None
        return isinstance(given, Constant) and bool(given.value)

    def model_module(self, label: str, program: Program) -> str:
        """Where an app's models stand."""
        ends = (f"{label}/models.py", f"{label}/models/__init__.py")
        return next(
            (path for path in program.modules if path in ends or path.endswith(tuple(f"/{e}" for e in ends))),
            "",
        )

    def member(self, run: Run, name: str) -> Value:
        """`settings.NAME`."""
        return self.value(name) or External(f"django.conf.settings.{name}", None)

    def asked(self, run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """`getattr(settings, "NAME", default)`: the default where the project's settings do not speak of it."""
        owner, name, default = args.get(0), args.get(1), args.get(2)
        of_project = isinstance(owner, External) and owner.path == "django.conf.settings" and self.path
        if not of_project or not isinstance(name, Constant) or default is None:
            return None
        if self.value(str(name.value)) is not None:
            return None
        return Certain(default.value, node) if isinstance(default, Constant) else default


def _for_production(path: str, program: Program) -> str:
    folder, _, name = path.rpartition("/")
    if name.split(".")[0] in ("development", "dev", "local", "base", "test"):
        for other in ("production", "prod"):
            if f"{folder}/{other}.py" in program.modules:
                return f"{folder}/{other}.py"
    return path
