"""Environment variables that the code reads."""

from __future__ import annotations

from roadworthy.app.deployment import EnvironmentName
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, Constant, External, Library, Run, Value
from roadworthy.languages import form

# django-environ, environs and python-decouple.
_READERS = (
    "",
    ".str",
    ".bool",
    ".int",
    ".float",
    ".list",
    ".url",
    ".db",
    ".path",
    ".json",
    ".dict",
    ".tuple",
)
_SETTINGS = (
    "decouple.config",
    *(f"{library}.Env(){name}" for library in ("environ", "environs") for name in _READERS),
)

# What checks the whole environment once and hands it on (T3's env, envalid, envsafe).
_CHECKED = (
    "@t3-oss/env-nextjs.createEnv()",
    "@t3-oss/env-core.createEnv()",
    "@t3-oss/env-nuxt.createEnv()",
    "envalid.cleanEnv()",
    "envsafe.envsafe()",
)


def register(library: Library, found: Found) -> None:
    """Tells what reads the environment."""

    def note(run: Run, name: str, node: form.Node) -> None:
        found.environment.setdefault(name, EnvironmentName(name, at(run.module, node)))

    @library.on_member("process.env", "import.meta.env", "os.environ")
    def member(run: Run, target: External, name: str, node: form.Node) -> Value:
        if name not in ("get", "items", "copy", "setdefault", "MODE", "DEV", "PROD", "BASE_URL", "SSR"):
            note(run, name, node)
        return External(f"{target.path}.{name}", None, node)

    @library.on_member(*_CHECKED)
    def checked(run: Run, target: External, name: str, node: form.Node) -> Value:
        note(run, name, node)
        return External(f"process.env.{name}", None, node)

    @library.on_call("os.getenv", "os.environ.get", *_SETTINGS)
    def getenv(run: Run, target: External, args: Args, node: form.Node) -> Value:
        key, default = args.get(0), args.get(1, "default")
        if not isinstance(key, Constant):
            return External("os.environ.?", None, node)
        note(run, str(key.value), node)
        value = External(f"os.environ.{key.value}", None, node)
        return run.join([(value, ()), (default, ())]) if default is not None else value
