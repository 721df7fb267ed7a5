"""What Roadworthy does not read is said, at the line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.node_app import understood

MANIFEST = '{\n  "name": "shop",\n  "dependencies": {\n    "PACKAGE": "^1.0.0"\n  }\n}\n'
CODE = {"src/main.ts": "export const nothing = 1;"}


@pytest.mark.parametrize(
    ("package", "title"),
    [
        ("convex", "Convex"),
        ("svelte", "Svelte"),
        ("@mikro-orm/core", "MikroORM"),
        ("@fastify/autoload", "Fastify's autoload"),
    ],
)
def test_a_library_that_is_not_read(tmp_path: Path, package: str, title: str) -> None:
    app = understood(tmp_path, {**CODE, "package.json": MANIFEST.replace("PACKAGE", package)})
    (said,) = [one for one in app.unknown if one.path == "package.json"]
    assert said.line == 4 and said.reason.startswith(f"{title} is not among the libraries")


def test_a_python_package(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app.py": "x = 1", "requirements.txt": "flask==3.0\npeewee>=3\n"})
    assert [(one.path, one.line) for one in app.unknown] == [("requirements.txt", 2)]


@pytest.mark.parametrize("package", ["react", "drizzle-orm", "firebase-tools", "@acme/firebase"])
def test_others_are_passed_over(tmp_path: Path, package: str) -> None:
    app = understood(tmp_path, {**CODE, "package.json": MANIFEST.replace("PACKAGE", package)})
    assert app.unknown == ()
