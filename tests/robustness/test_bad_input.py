"""Whatever lies in the folder: one clear line about what and where, and everything else goes on."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from bad_apps import ROUTES, quotes, write
from commands import roadworthy

DEEP = 3_000


def audited(app: Path, **more: Any) -> dict[str, str]:
    """What was not understood, by place; the gap of the good file is found beside it."""
    result = roadworthy("audit", "-f", "json", app, cwd=app.parent, **more)
    assert (result.returncode, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert report["errors"] == []
    assert "GET /api/quote" in {gap["subject"] for gap in report["gaps"]}
    return {hole["path"]: hole["reason"] for hole in report["unknown"]}


# --- no app ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere", "nowhere: does not exist (give the folder of an app)"),
        ("file.ts", "file.ts: is a file (give the folder of an app)"),
        ("empty", "empty: is empty (give the folder of an app)"),
        ("words", "words: has no source file (Roadworthy reads JavaScript, TypeScript and Python"),
        ("pictures", "pictures: has no source file"),
        ("only-packages", "only-packages: has no source file"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m: does not exist"),
    ],
)
def test_where_there_is_no_app_one_line_says_so(tmp_path: Path, given: str, said: str) -> None:
    write(
        tmp_path,
        {
            "file.ts": ROUTES,
            "words/README.md": "# A plan",
            "pictures/a.png": b"\x89PNG\0",
            "only-packages/node_modules/express/index.js": "module.exports = 1;",
        },
    )
    (tmp_path / "empty").mkdir()
    result = roadworthy("audit", given, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


@pytest.mark.parametrize("command", ["prove", "fix", "verify", "handoff", "harden"])
def test_every_command_says_so(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"README.md": "# A plan"})
    result = roadworthy(command, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "has no source file" in result.stderr
    assert result.stderr.count("\n") == 1


# --- files that are not what their names say -----------------------------------------------------------


def test_files_that_do_not_parse_are_named(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    write(
        app,
        {
            "broken.ts": "const x = {{{ ((( \nfunction } = '",
            "broken.py": "def f(:\n  x = = (\n\tif",
            "tsconfig.json": "{,,",
            "package-lock.json": "{{{",
            "drizzle.config.json": "\0",
            "alembic.ini": "[[[",
        },
    )
    assert audited(app) == {"broken.ts": "this does not parse", "broken.py": "this does not parse"}


@pytest.mark.parametrize(
    ("manifest", "project"),
    [
        ("{", "["),
        ("[1]", "tool = 3\nproject = 'x'"),
        ('{"name": 5, "dependencies": "express", "scripts": ["a"]}', "project.dependencies = 5\n[[tool]]"),
        ("[" * 100_000, "a = " + "[" * 100_000),
        ("\ufeff{}", b"\xff\xfe"),
    ],
)
def test_a_broken_manifest_stops_nothing(tmp_path: Path, manifest: str, project: str | bytes) -> None:
    assert (
        audited(write(quotes(tmp_path / "app"), {"package.json": manifest, "pyproject.toml": project})) == {}
    )


def test_binary_minified_and_foreign_encodings_are_named(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    write(
        app,
        {
            "binary.ts": bytes(range(256)) * 100,
            "nul.js": b"const a = 1;\0\0\0",
            "utf16.ts": "const a = 1;\n".encode("utf-16"),
            "bare16.py": "a = 1\n".encode("utf-16-le"),
            "latin.ts": b"const caf\xe9 = 1;\n",
            "small.js": "var a=1;" * 3_000,
            "jquery.min.js": "var a=1;\n",
            "marked.ts": "\ufeffconst a = 1;\n",
        },
    )
    assert audited(app) == {
        "binary.ts": "binary content",
        "nul.js": "binary content",
        "utf16.ts": "UTF-16 text; save it as UTF-8 to have it read",
        "bare16.py": "binary content",
        "latin.ts": "this does not parse; the file is not UTF-8",
        "small.js": "minified: 24000 characters a line on average",
        "jquery.min.js": "minified, as its name says",
    }


def test_huge_files_are_passed_over_unread(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    for name in ("big.ts", "data.json", "schema.sql", "notes.md"):
        with (app / name).open("wb") as stream:
            stream.truncate(100_000_000)
    assert audited(app) == dict.fromkeys(
        ("big.ts", "data.json", "schema.sql", "notes.md"), "100.0 MB is over the limit of 1 MB"
    )


def test_nesting_without_end_is_a_stretch_that_is_not_read(tmp_path: Path) -> None:
    files = {
        "brackets.ts": "const a = " + "[\n" * DEEP + "]\n" * DEEP,
        "blocks.ts": "if (a) {\n" * DEEP + "}\n" * DEEP,
        "functions.ts": "function f() {\n" * DEEP + "}\n" * DEEP,
        "choices.ts": "x = " + "a ? b :\n" * DEEP + "c;\n",
        "chain.ts": "a" + "\n.b()" * DEEP,
        "elements.tsx": "const x = " + "<a>\n" * DEEP + "</a>\n" * DEEP,
        "sum.py": "x = " + "1 + \\\n" * DEEP + "1\n",
        "otherwise.py": "if a: pass\n" + "elif b: pass\n" * DEEP,
        "parentheses.py": "x = " + "(\n" * DEEP + "1\n" + ")\n" * DEEP,
    }
    assert set(audited(write(quotes(tmp_path / "app"), files))) == set(files)


def test_calls_in_circles_and_imports_in_circles_end(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    write(
        app,
        {
            "a.ts": 'import { b } from "./b";\nexport const a = () => b();\nexport * from "./b";\n',
            "b.ts": 'import { a } from "./a";\nexport const b = () => a();\nexport * from "./a";\nb();\n',
            "self.ts": 'export * from "./self";\nclass A extends A {}\nconst f = f(f);\nfor (;;) { f(f); }\n',
            "loop.py": "import loop\nfrom loop import x as x\nclass A(A): pass\nx = lambda: x()\nx()\nwhile True: x()\n",
        },
    )
    assert audited(app) == {}


# --- the folder ----------------------------------------------------------------------------------------


def test_links_lead_neither_out_nor_in_circles(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    write(tmp_path, {"outside/secret.ts": "export const secret = 'canary';\n"})
    for name, target in {
        "here": ".",
        "one": "two",
        "two": "one",
        "outside": "../outside",
        "secret.ts": "../outside/secret.ts",
        "nothing.ts": "nowhere.ts",
        "again.ts": "server.ts",
        "devices": "/dev",
    }.items():
        (app / name).symlink_to(target)
    os.mkfifo(app / "pipe.ts")
    assert audited(app) == {
        "here": "link loop",
        "one": "link loop",
        "two": "link loop",
        "outside": "link that leads out of the repository",
        "secret.ts": "link that leads out of the repository",
        "nothing.ts": "link to nothing",
        "again.ts": "link to server.ts, which is read in its place",
        "devices": "link that leads out of the repository",
        "pipe.ts": "not a regular file",
    }


def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    closed = ("closed.ts", "closed", "package.json", "tsconfig.json", "pyproject.toml", "seed.sql")
    write(app, {"closed.ts": ROUTES, "closed/a.ts": ROUTES, **dict.fromkeys(closed[3:], "{}")})
    through: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root reads everything, and without setpriv it cannot be made not to")
        through = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    try:
        for name in closed:
            (app / name).chmod(0)
        assert audited(app, through=through) == dict.fromkeys(closed, "cannot be read: Permission denied")
    finally:
        (app / "closed").chmod(0o700)


def test_names_of_every_kind_are_shown_harmless(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    names = [
        "new\nline.ts",
        "esc\x1b[31m.ts",
        "\U0001f600.ts",
        "[red]x[end].ts",
        "bi\u202edi.ts",
        " .ts",
        "-x.ts",
        "'\".ts",
    ]
    write(app, dict.fromkeys(names, "const = ;\n"))
    for raw in (b"bad\xff.ts", b"folder\xff/a.ts"):
        path = os.fsencode(app) + b"/" + raw
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - pathlib has no paths of bytes
        with open(path, "w") as stream:  # noqa: PTH123
            stream.write(ROUTES)
    told = audited(app)
    assert {name for name, reason in told.items() if reason == "this does not parse"} == set(names)
    assert {name for name, reason in told.items() if reason == "its name is not UTF-8"} == {
        "bad\\udcff.ts",
        "folder\\udcff",
    }
    shown = roadworthy("audit", app, cwd=tmp_path).stdout
    assert not {"\x1b", "\u202e"} & set(shown)
    assert "Not understood (10)" in shown


def test_what_handlers_leave_to_each_other_does_not_nest_without_end(tmp_path: Path) -> None:
    """A list of the whole process that every handler makes where it is missing: each run finds what the ones before it left."""
    shared = """
const state = globalThis;
export class Kept {
  static lists = (state["kept"] ??= { jobs: [] });
  static of(name) {
    Kept.lists[name] ??= [];
    return Kept.lists[name];
  }
  static add(name, one) {
    if (Kept.of(name).findIndex((other) => other.name === one.name) >= 0) return;
    Kept.of(name).push(one);
  }
}
"""
    routes = [
        f'app.get("/api/{n}", (req, res) => {{ Kept.add("jobs", req.query); res.json(Kept.of("jobs")); }});'
        for n in range(600)
    ]
    head = 'import express from "express";\nimport { Kept } from "./kept";\nconst app = express();\n'
    app = quotes(tmp_path / "app")
    write(app, {"src/kept.ts": shared, "src/many.ts": head + "\n".join(routes) + "\napp.listen(4000);\n"})
    assert audited(app) == {}


def test_ten_thousand_files_and_a_hundred_folders_deep(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    for folder in range(100):
        files = {
            f"src/{folder}/m{number}.ts": f"export const a{number} = {number};\n" for number in range(100)
        }
        write(app, dict(files))
    write(app, {"/".join(["deep"] * 100) + "/x.ts": "export const x = 1;\n"})
    assert audited(app) == {}


def test_a_path_longer_than_the_system_takes_is_named_or_read(tmp_path: Path) -> None:
    app = quotes(tmp_path / "app")
    here = os.open(app, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    told = audited(app)
    assert all(reason == "cannot be read: File name too long" for reason in told.values())
    assert told
    shutil.rmtree(app)
