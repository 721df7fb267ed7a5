"""Regular expressions that are compiled when first asked."""

from __future__ import annotations

import ast
import importlib
import pickle
import pkgutil
import re
import sys
from pathlib import Path

import pytest

import roadworthy
from roadworthy.regex import compiled, regex


def test_answers_like_a_compiled_one() -> None:
    words = regex(r"\b(pass)word\b", re.I)
    assert words.search("A PassWord here") is not None
    assert words.sub("***", "password") == "***"
    assert words.groups == 1
    assert words.pattern == r"\b(pass)word\b"


def test_bytes_are_asked_in_bytes() -> None:
    assert regex(rb"\d+").findall(b"1 and 22") == [b"1", b"22"]


def test_two_of_the_same_text_are_the_same() -> None:
    assert regex("a") == regex("a") != regex("a", re.I)
    assert pickle.loads(pickle.dumps(regex("a", re.I))).match("A")


def test_what_is_wrong_is_raised_when_asked() -> None:
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("")
    assert not hasattr(regex("a"), "nothing_of_the_kind")


def test_no_browser_is_handed_one_that_is_not_compiled() -> None:
    """A browser writes what it looks for as JSON, and knows `re.Pattern` alone."""
    package = Path(roadworthy.__file__).parent
    handed = [
        f"{path.relative_to(package)}:{node.value.lineno}"
        for path in package.rglob("*.py")
        if not {"cases", "files"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword)
        and node.arg in ("has_text", "has_not_text")
        and ast.unparse(node.value).lstrip("_").isupper()
    ]
    assert handed == []


def test_every_one_of_the_package_compiles() -> None:
    for found in pkgutil.walk_packages(roadworthy.__path__, "roadworthy."):
        if (
            ".cases" not in found.name
            and ".files" not in found.name
            and not found.name.endswith(("__main__", "locustfile"))
        ):
            importlib.import_module(found.name)
    kind = type(regex(""))
    held = [
        one
        for name, module in sys.modules.items()
        if name.startswith("roadworthy.")
        for one in vars(module).values()
        if isinstance(one, kind)
    ]
    assert len(held) > 500
    for one in held:
        re.compile(one.pattern, one.flags)


def test_no_module_compiles_one_when_it_is_imported() -> None:
    """What stands at the top of a module is written `regex(...)`."""
    package = Path(roadworthy.__file__).parent
    own = [path for path in package.rglob("*.py") if not {"cases", "files"} & set(path.parts)]
    compiling = [
        f"{path.relative_to(package)}:{line}" for path in own for line in _compiled_at_once(path.read_text())
    ]
    assert compiling == []


def _compiled_at_once(source: str) -> list[int]:
    """The lines on which a module compiles a regular expression outside of functions."""
    waiting: list[ast.AST] = [ast.parse(source)]
    found = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            found.append(node.lineno)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def test_a_library_gets_a_compiled_one() -> None:
    """Playwright, for one, looks whether what it was handed is an `re.Pattern`."""
    handed = compiled(regex("delete", re.I))
    assert isinstance(handed, re.Pattern)
    assert handed.search("Delete")
