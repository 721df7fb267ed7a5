"""What of a folder is an app's own source, and what is passed over with which reason."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from roadworthy.errors import UsageError
from roadworthy.source import Repository, open_repository

Make = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes files below a folder `app` that has one source file, and returns the folder."""

    def write(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "app"
        for path, content in {"main.py": "x = 1\n", **files}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


def paths(repository: Repository) -> list[str]:
    return [file.path for file in repository.files]


def reasons(repository: Repository) -> dict[str, str]:
    return {skip.path: skip.reason for skip in repository.skipped}


def test_every_file_is_listed_with_its_language(make: Make) -> None:
    root = make({
        "README.md": "# App", "Dockerfile": "FROM scratch", "package.json": "{}", "web/App.tsx": "", "web/a.mjs": "",
        "db/schema.prisma": "", "db/init.sql": "", "ci.yml": "", "pyproject.toml": "", "index.html": "",
        "style.scss": "", "logo.png": b"\x89PNG\0", "data": b"\0\1", ".github/workflows/ci.yaml": "",
    })  # fmt: skip
    languages = {file.path: file.language for file in open_repository(root).files}
    assert languages == {
        "README.md": "markdown", "Dockerfile": "other", "package.json": "json", "web/App.tsx": "typescript",
        "web/a.mjs": "javascript", "db/schema.prisma": "prisma", "db/init.sql": "sql", "ci.yml": "yaml",
        "pyproject.toml": "toml", "index.html": "html", "style.scss": "css", "logo.png": "binary", "data": "binary",
        ".github/workflows/ci.yaml": "yaml", "main.py": "python",
    }  # fmt: skip


def test_files_are_sorted_and_sized(make: Make) -> None:
    repository = open_repository(make({"z.py": "1", "a/b.py": "22", "a.py": "333"}))
    assert [(file.path, file.size) for file in repository.files] == [
        ("a.py", 3), ("a/b.py", 2), ("main.py", 6), ("z.py", 1)
    ]  # fmt: skip


def test_ignore_files_hold_at_every_level_as_they_do_for_git(make: Make) -> None:
    root = make({
        ".gitignore": "*.log\n/only_here.py\nsecret/\n!\n*.gen.py\n",
        "web/.gitignore": "!keep.log\ncache\n",
        ".roadworthyignore": "legacy/\n",
        "a.log": "", "web/keep.log": "", "web/b.log": "", "only_here.py": "", "web/only_here.py": "",
        "secret/a.py": "", "web/secret/b.py": "", "web/cache/c.py": "", "legacy/d.py": "", "x.gen.py": "",
    })  # fmt: skip
    repository = open_repository(root)
    assert paths(repository) == [
        ".gitignore", ".roadworthyignore", "main.py", "web/.gitignore", "web/keep.log", "web/only_here.py"
    ]  # fmt: skip
    assert "legacy/" in reasons(repository)
    assert reasons(repository)["web/secret/"] == "ignored by the repository's own rules"


def test_the_walk_agrees_with_git(make: Make) -> None:
    root = make({
        ".gitignore": "*.tmp\n!important.tmp\n/top/*\n!/top/kept\ndoc/**/draft\n[ab].txt\ntrailing\\ \n\\#hash\n",
        "x.tmp": "", "important.tmp": "", "top/gone/a": "", "top/kept/b": "", "doc/draft": "", "doc/x/y/draft": "",
        "doc/x/final": "", "a.txt": "", "c.txt": "", "trailing ": "", "#hash": "", "deep/.gitignore": "*\n!*.md\n",
        "deep/a.md": "", "deep/b.py": "", "deep/er/c.md": "",
    })  # fmt: skip
    git = ["git", "-C", str(root)]
    subprocess.run([*git, "init", "-q"], check=True)
    listed = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard", "-z"], check=True, capture_output=True, text=True
    )
    assert paths(open_repository(root)) == sorted(filter(None, listed.stdout.split("\0")))


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_settings_that_were_committed_are_read_though_gitignore_names_them(make: Make, version: str) -> None:
    root = make({
        ".gitignore": ".env*\n*.log\n", ".env.local": "A=1", "web/.env": "B=2", "api/.env": "C=3", "x.log": "",
        "web/.roadworthyignore": ".env\n",
    })  # fmt: skip
    git = ["git", "-C", str(root), "-c", f"index.version={version}"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-f", ".env.local", "web/.env", "x.log", "main.py"], check=True)
    if version == "3":  # what only version 3 can say
        subprocess.run([*git, "update-index", "--skip-worktree", "main.py"], check=True)
    assert paths(open_repository(root)) == [".env.local", ".gitignore", "main.py", "web/.roadworthyignore"]


def test_data_and_words_that_were_committed_are_read_though_gitignore_names_them(make: Make) -> None:
    root = make({".gitignore": "*.db\nREADME.md\n", "shop.db": "A", "own.db": "B", "README.md": "# Shop\n"})
    git = ["git", "-C", str(root)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-f", "shop.db", "README.md", "main.py"], check=True)
    assert paths(open_repository(root)) == [".gitignore", "README.md", "main.py", "shop.db"]


def test_a_broken_index_of_git_is_passed_over(make: Make) -> None:
    root = make({".gitignore": ".env\n", ".env": "A=1", ".git/index": b"DIRC\0\0\0\2\0\0\0\5short"})
    assert paths(open_repository(root)) == [".gitignore", "main.py"]


@pytest.mark.parametrize(
    "folder",
    ["node_modules", ".git", ".roadworthy", "dist", "web/build", ".next", "out", "coverage", "venv", ".venv",
     "api/__pycache__", "vendor", "public/pages/vendor", ".history/src"],
)  # fmt: skip
def test_what_tools_fill_is_not_read(make: Make, folder: str) -> None:
    assert paths(open_repository(make({f"{folder}/a.py": "x"}))) == ["main.py"]


@pytest.mark.parametrize("folder", ["src/pages/vendor", "app/api/coverage", "src/distribution"])
def test_a_route_that_only_sounds_generated_is_read(make: Make, folder: str) -> None:
    assert f"{folder}/a.py" in paths(open_repository(make({f"{folder}/a.py": "x"})))


def test_a_virtual_environment_is_known_by_what_is_in_it(make: Make) -> None:
    repository = open_repository(make({"env/pyvenv.cfg": "", "env/lib/a.py": ""}))
    assert reasons(repository) == {"env/": "a Python virtual environment"}


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("a.min.js", "x", "minified, as its name says"),
        ("a.js", "x=1;" * 400 + "\n", "minified: 800 characters a line on average"),
        (
            "static/select2.js",
            "if (typeof define === 'function' && define.amd) {\n" + "  work();\n" * 1000 + "}\n",
            "a library's own file: it looks for module loaders (define.amd)",
        ),
        ("a.py", "x = 1\n" * 200_000, "1.2 MB is over the limit of 1 MB"),
        ("a.ts", b"G\0\1", "binary content"),
        ("b.ts", "let a".encode("utf-16"), "UTF-16 text; save it as UTF-8 to have it read"),
    ],
)
def test_code_that_nobody_wrote_is_skipped_with_the_reason(
    make: Make, path: str, content: str | bytes, reason: str
) -> None:
    repository = open_repository(make({path: content}))
    assert paths(repository) == ["main.py"]
    assert reasons(repository) == {path: reason}


def test_a_lockfile_and_an_image_are_listed_whatever_their_size(make: Make) -> None:
    large = b" " * 1_200_000
    assert paths(open_repository(make({"package-lock.json": large, "photo.jpg": large}))) == [
        "main.py", "package-lock.json", "photo.jpg"
    ]  # fmt: skip


def test_links_are_not_followed_out_of_the_tree_nor_in_circles(make: Make, tmp_path: Path) -> None:
    root = make({"src/a.py": "x", "docs/README.md": "x"})
    (tmp_path / "outside.py").write_text("x")
    (root / "out.py").symlink_to(tmp_path / "outside.py")
    (root / "home").symlink_to(tmp_path)
    (root / "src/loop").symlink_to(root / "src")
    (root / "self").symlink_to("self")
    (root / "broken").symlink_to("nowhere")
    (root / "again").symlink_to("src")
    (root / "again.py").symlink_to("src/a.py")
    (root / "README.md").symlink_to("docs/README.md")
    repository = open_repository(root)
    assert paths(repository) == ["README.md", "docs/README.md", "main.py", "src/a.py"]
    assert reasons(repository) == {
        "again": "link to src/, which is read in its place",
        "again.py": "link to src/a.py, which is read in its place",
        "broken": "link to nothing",
        "home": "link that leads out of the repository",
        "out.py": "link that leads out of the repository",
        "self": "link loop",
        "src/loop": "link loop",
    }


def test_an_ignore_file_that_is_a_link_out_of_the_tree_is_not_read(make: Make, tmp_path: Path) -> None:
    (tmp_path / "rules").write_text("*.py\n")
    root = make({})
    (root / ".gitignore").symlink_to(tmp_path / "rules")
    assert "main.py" in paths(open_repository(root))


def test_an_ignore_rule_made_to_be_slow_is_passed_over(make: Make) -> None:
    root = make({".gitignore": "*a" * 40 + "b\n" + "**/a/" * 40 + "b\n*.log\n", "a" * 200: "x", "x.log": ""})
    assert paths(open_repository(root)) == [".gitignore", "a" * 200, "main.py"]


def test_odd_entries_are_listed_and_do_not_stop_the_walk(make: Make) -> None:
    root = make({})
    os.mkfifo(root / "pipe.py")
    os.close(os.open(os.fsencode(root) + b"/\xff.py", os.O_CREAT))
    repository = open_repository(root)
    assert paths(repository) == ["main.py"]
    assert reasons(repository) == {"\\udcff.py": "its name is not UTF-8", "pipe.py": "not a regular file"}


def test_the_root_may_be_a_link(make: Make, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(make({}))
    repository = open_repository(tmp_path / "link")
    assert (repository.read("main.py"), repository.root) == (b"x = 1\n", (tmp_path / "app").resolve())


def test_a_folder_that_cannot_be_audited_is_refused_in_one_line(make: Make, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "prose").mkdir()
    (tmp_path / "prose/README.md").write_text("x")
    for name, message in {
        "nowhere": "does not exist", "app/main.py": "is a file", "empty": "is empty", "prose": "has no source file"
    }.items():  # fmt: skip
        make({})
        with pytest.raises(UsageError, match=message) as raised:
            open_repository(tmp_path / name)
        assert "\n" not in str(raised.value)
        assert raised.value.remedy


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../secret", "link", "a\0b"])
def test_nothing_outside_the_repository_is_read(make: Make, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("x")
    root = make({})
    (root / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError, match="outside the repository"):
        open_repository(root).read(path)


def test_a_file_that_vanished_is_an_error_of_one_line(make: Make) -> None:
    with pytest.raises(UsageError, match=r"gone\.py: cannot be read: No such file"):
        open_repository(make({})).read("gone.py")


def test_text_drops_a_byte_order_mark_and_replaces_what_is_not_utf8(make: Make) -> None:
    repository = open_repository(make({"a.md": b"\xef\xbb\xbfcaf\xe9"}))
    assert repository.text("a.md") == "caf\N{REPLACEMENT CHARACTER}"
    assert repository.read("a.md") == b"\xef\xbb\xbfcaf\xe9"


def test_what_powershell_wrote_is_read(make: Make) -> None:
    root = make({"requirements.txt": "Flask==3.1.3\r\nPyMySQL==1.2.0\r\n".encode("utf-16")})
    assert open_repository(root).text("requirements.txt").split() == ["Flask==3.1.3", "PyMySQL==1.2.0"]
