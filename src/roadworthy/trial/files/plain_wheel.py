"""Makes a wheel of a source release that is Python alone, without running anything of it: its packages and its metadata are
copied. Releases that would have to be built (extensions in C, generated code) are refused."""

import email
import io
import json
import os
import re
import ssl
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path, PurePosixPath

from pip._internal.models.index import PyPI

BUILT = re.compile(r"\.(c|cc|cpp|cxx|pyx|rs|f|f90|go|in)$")
NOT_PACKAGES = {"tests", "test", "docs", "doc", "examples", "example", "benchmarks", "scripts", "tools"}
LARGEST = 20_000_000
STAND_IN_VERSION = "99999"
# Django asks for a release of its own time.
MYSQLDB = """import pymysql

pymysql.version_info = (2, 2, 7, "final", 0)
pymysql.__version__ = "2.2.7"
pymysql.install_as_MySQLdb()
"""
# Imported when Python starts: whatever is taken from the package is there, and fails as soon as it is used.
ABSENT = """import importlib.abc
import importlib.machinery
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        own = name.split(".")[0] == {name!r}
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if own else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__getattr__ = lambda name: named(module.__name__, name)


def named(module, name):
    if name.startswith("__"):
        raise AttributeError(name)

    def refuse(self, *arguments, **named):
        raise ImportError(f"{{module}}.{{name}} is not there: its package is left out of the trial")

    return type(name, (), {{"__init__": refuse}})


sys.meta_path.append(Finder())
"""


def wheel_by_hand(name, version, folder):
    """The wheel's path in `folder`, None when the release is none that can be taken as it is."""
    archive = _source_release(name, version)
    if archive is None:
        return None
    with tarfile.open(fileobj=io.BytesIO(archive)) as source:
        files = {}
        for member in source.getmembers():
            if member.isfile() and ".." not in PurePosixPath(member.name).parts:
                files[PurePosixPath(*PurePosixPath(member.name).parts[1:])] = source.extractfile(
                    member
                ).read()
    modules = _modules(files)
    information = files.get(PurePosixPath("PKG-INFO"))
    if not modules or information is None or any(BUILT.search(path.name) for path in modules):
        return None
    return _write(name, information, files, modules, Path(folder))


def stand_in(name, folder):
    """A wheel of that name with nothing in it, of a later release than any."""
    information = f"Metadata-Version: 2.1\nName: {name}\nVersion: {STAND_IN_VERSION}\n\n".encode()
    return _write(name, information, {}, {}, Path(folder))


def absent(name, folder):
    """A wheel in the place of a package that cannot be had, so that what only imports it starts."""
    module = re.sub(r"[-.]+", "_", name)
    starter, startup = PurePosixPath(f"roadworthy_absent_{module}.py"), PurePosixPath(f"{module}.pth")
    information = f"Metadata-Version: 2.1\nName: {name}\nVersion: {STAND_IN_VERSION}\n\n"
    files = {starter: ABSENT.format(name=module).encode(), startup: f"import {starter.stem}\n".encode()}
    return _write(name, information.encode(), files, {one: one for one in files}, Path(folder))


def mysql_stand_in(folder):
    """A wheel of mysqlclient, which has none for Linux: its module MySQLdb is PyMySQL's, of the same interface (PEP 249)."""
    information = (
        f"Metadata-Version: 2.1\nName: mysqlclient\nVersion: {STAND_IN_VERSION}\nRequires-Dist: pymysql\n\n"
    )
    module = PurePosixPath("MySQLdb/__init__.py")
    files = {module: MYSQLDB.encode()}
    return _write("mysqlclient", information.encode(), files, {module: module}, Path(folder))


def _setting(name):
    said = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", f"global.{name}"], capture_output=True, text=True
    )
    return said.stdout.strip() or os.environ.get("PIP_" + name.upper().replace("-", "_"), "")


def _source_release(name, version):
    index = (_setting("index-url") or PyPI.simple_url).rstrip("/")
    context = ssl.create_default_context(cafile=_setting("cert") or None)

    def fetch(url, accepted):
        request = urllib.request.Request(url, headers={"Accept": accepted})
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            return answer.read(LARGEST)

    try:
        listed = json.loads(fetch(f"{index}/{name}/", "application/vnd.pypi.simple.v1+json"))["files"]
        found = [one for one in listed if one["filename"].endswith(".tar.gz") and not one.get("yanked")]
        wanted = [one for one in found if version and one["filename"].endswith(f"-{version}.tar.gz")]
        chosen = (wanted or found)[-1]["url"]
        return fetch(
            urllib.request.urljoin(f"{index}/{name}/", chosen) if "://" not in chosen else chosen, "*/*"
        )
    except (OSError, ValueError, KeyError, IndexError):
        return None


def _modules(files):
    """The files of packages and modules, by their place in site-packages."""
    tops = [path for path in files if path.name == "__init__.py" and len(path.parts) in (2, 3)]
    found = {}
    for init in tops:
        inside_src = init.parts[0] in ("src", "lib", "python")
        if len(init.parts) != (3 if inside_src else 2) or init.parent.name in NOT_PACKAGES:
            continue
        start = 1 if inside_src else 0
        for path in files:
            if path.parts[: len(init.parent.parts)] == init.parent.parts:
                found[path] = PurePosixPath(*path.parts[start:])
    single = [
        path for path in files if len(path.parts) == 1 and path.suffix == ".py" and path.name != "setup.py"
    ]
    return found or {path: path for path in single}


def _write(name, information, files, modules, folder):
    message = email.message_from_bytes(information)
    label = f"{re.sub(r'[-_.]+', '_', name)}-{message['Version']}"
    target = folder / f"{label}-py3-none-any.whl"
    about = f"{label}.dist-info"
    requires = [] if message.get_all("Requires-Dist") else _listed_requirements(files)
    text = information.decode("utf-8", "replace")
    head, _, body = text.partition("\n\n")
    head += "".join(f"\nRequires-Dist: {line}" for line in requires)
    with zipfile.ZipFile(target, "w") as wheel:
        for path, place in modules.items():
            wheel.writestr(str(place), files[path])
        wheel.writestr(f"{about}/METADATA", f"{head}\n\n{body}")
        wheel.writestr(
            f"{about}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: roadworthy\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        names = [*map(str, modules.values()), f"{about}/METADATA", f"{about}/WHEEL", f"{about}/RECORD"]
        wheel.writestr(f"{about}/RECORD", "".join(f"{one},,\n" for one in names))
    return target


def _listed_requirements(files):
    """What `requires.txt` of the egg's metadata asks for without conditions."""
    listed = next(
        (data for path, data in files.items() if path.name == "requires.txt" and ".egg-info" in str(path)),
        b"",
    )
    lines = listed.decode("utf-8", "replace").partition("\n[")[0].splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("[")]
