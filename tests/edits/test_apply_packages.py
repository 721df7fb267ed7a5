"""Packages are added where a person would have added them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from roadworthy.edits import Change, Edits, Package, Review
from roadworthy.edits.apply import apply_edits
from roadworthy.errors import RepairRefused

PACKAGE_JSON = """{
    "name": "shop",
    "dependencies": {
        "express": "^4.21.2",
        "zod": "^3.24.2"
    },
    "devDependencies": { "helmet-types": "1.0.0", "tsx": "^4.0.0" },
    "scripts": {"dev": "tsx server.ts"}
}
"""


def add(root: Path, *packages: Package, touched: str = "") -> tuple[str, ...]:
    changes = (Change(touched, 0, 0, ""),) if touched else ()
    return apply_edits(root, Edits("Add", "because", Review.GLANCE, changes=changes, packages=packages))


def helmet(dev: bool = False) -> Package:
    return Package("helmet", "^8.0.0", "npm", dev)


def test_a_package_goes_to_its_sorted_place_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(PACKAGE_JSON)
    add(tmp_path, helmet())
    expected = PACKAGE_JSON.replace(
        '"express": "^4.21.2",', '"express": "^4.21.2",\n        "helmet": "^8.0.0",'
    )
    assert (tmp_path / "package.json").read_text() == expected


def test_development_packages_have_their_own_section(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(PACKAGE_JSON)
    add(tmp_path, helmet(dev=True))
    assert '{ "helmet": "^8.0.0", "helmet-types": "1.0.0", "tsx"' in (tmp_path / "package.json").read_text()


def test_the_last_place_and_an_unsorted_section(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"zod": "1", "express": "4"}}')
    add(tmp_path, helmet())
    text = (tmp_path / "package.json").read_text()
    assert text == '{"dependencies": {"zod": "1", "express": "4", "helmet": "^8.0.0"}}'


@pytest.mark.parametrize(
    "text", ["{}", '{\n  "name": "x"\n}\n', '{\n  "dependencies": {}\n}\n', "\ufeff{}\n"]
)
def test_a_section_is_made_where_there_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "package.json").write_text(text)
    add(tmp_path, helmet())
    written = (tmp_path / "package.json").read_text()
    assert json.loads(written.removeprefix("\ufeff"))["dependencies"] == {"helmet": "^8.0.0"}
    assert written.startswith("\ufeff") == text.startswith("\ufeff")


def test_a_declared_package_keeps_its_version_and_moves_when_needed_at_run_time(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(PACKAGE_JSON)
    assert add(tmp_path, Package("zod", "^9.0.0", "npm")) == ()
    assert add(tmp_path, Package("zod", "^9.0.0", "npm", dev=True)) == ()
    add(tmp_path, Package("tsx", "^9.0.0", "npm"))
    written = json.loads((tmp_path / "package.json").read_text())
    assert written["dependencies"]["tsx"] == "^4.0.0"
    assert written["devDependencies"] == {"helmet-types": "1.0.0"}


def test_a_crlf_manifest_keeps_crlf(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_bytes(PACKAGE_JSON.replace("\n", "\r\n").encode())
    add(tmp_path, helmet())
    content = (tmp_path / "package.json").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == PACKAGE_JSON.count("\n") + 1


def test_the_nearest_manifest_is_the_one_added_to(tmp_path: Path) -> None:
    (tmp_path / "server" / "src").mkdir(parents=True)
    (tmp_path / "package.json").write_text("{}")
    (tmp_path / "server" / "package.json").write_text("{}")
    (tmp_path / "server" / "src" / "index.ts").write_text("")
    assert add(tmp_path, helmet(), touched="server/src/index.ts") == ("server/package.json",)


def test_requirements_stay_sorted_and_comments_stay(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("# web\nfastapi==0.115.0\nuvicorn[standard]>=0.30\n")
    add(tmp_path, Package("slowapi", ">=0.1.9", "pip"), Package("Uvicorn", ">=1", "pip"))
    assert (
        tmp_path / "requirements.txt"
    ).read_text() == "# web\nfastapi==0.115.0\nslowapi>=0.1.9\nuvicorn[standard]>=0.30\n"


def test_requirements_without_order_or_last_line_end(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("uvicorn\nfastapi")
    (tmp_path / "requirements.in").write_text("uvicorn\nfastapi\n")
    add(tmp_path, Package("slowapi", "", "pip"))
    assert (tmp_path / "requirements.txt").read_text() == "uvicorn\nfastapi\nslowapi\n"
    assert (tmp_path / "requirements.in").read_text() == "uvicorn\nfastapi\nslowapi\n"


def test_pyproject_dependencies(tmp_path: Path) -> None:
    text = '[project]\nname = "x"  # the name\ndependencies = [\n    "fastapi>=0.1",\n    "uvicorn",\n]\n'
    (tmp_path / "pyproject.toml").write_text(text)
    add(tmp_path, Package("slowapi", ">=0.1", "pip"), Package("pytest", ">=8", "pip", dev=True))
    written = (tmp_path / "pyproject.toml").read_text()
    assert "# the name" in written
    assert '    "fastapi>=0.1",\n    "slowapi>=0.1",\n    "uvicorn",\n' in written
    assert tomllib.loads(written)["dependency-groups"]["dev"] == ["pytest>=8"]


def test_poetry_dependencies(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.poetry.dependencies]\npython = "^3.11"\nFlask = "^3"\n')
    add(tmp_path, Package("flask", ">=2", "pip"), Package("psycopg[binary]", ">=3.2", "pip"))
    written = tomllib.loads((tmp_path / "pyproject.toml").read_text())["tool"]["poetry"]["dependencies"]
    assert written == {
        "python": "^3.11",
        "Flask": "^3",
        "psycopg": {"version": ">=3.2", "extras": ["binary"]},
    }


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("README.md", "", helmet()),
        ("package.json", "[]", helmet()),
        ("package.json", "{", helmet()),
        ("package.json", '{"dependencies": []}', helmet()),
        ("package.json", '{"dependencies": null}', helmet()),
        ("README.md", "", Package("slowapi", "", "pip")),
        ("requirements.txt", "a==1 --hash=sha256:00\n", Package("slowapi", "", "pip")),
        ("pyproject.toml", "[tool.x]\n", Package("slowapi", "", "pip")),
        ("pyproject.toml", "[", Package("slowapi", "", "pip")),
        ("package.json", "{}", Package("x", "1", "gem")),
    ],
)
def test_manifests_that_cannot_be_added_to(tmp_path: Path, name: str, content: str, package: Package) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(RepairRefused):
        add(tmp_path, package)
    assert (tmp_path / name).read_text() == content


def test_a_list_that_powershell_wrote_stays_in_its_encoding(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_bytes("Django==5.1\r\nPillow==11.0\r\n".encode("utf-16"))
    add(tmp_path, Package("gunicorn", ">=23", "pip"))
    assert file.read_bytes().decode("utf-16") == "Django==5.1\r\ngunicorn>=23\r\nPillow==11.0\r\n"
