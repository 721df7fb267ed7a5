"""The documents an app leaves with: told from its source, harmless to read, never in the way of what is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from roadworthy.audit import Audit, audit_folder
from roadworthy.handoff import documents, hand_over

EXAMPLES = Path(__file__).parents[2] / "examples"
BASES = Path(__file__).parents[1] / "bases"


@pytest.fixture(scope="module")
def shop() -> Audit:
    return audit_folder(EXAMPLES / "corner-shop")


def text_of(audit: Audit, path: str) -> str:
    return next(file.text for file in documents(audit) if file.path == path)


def test_the_same_audit_gives_the_same_documents_and_writes_nothing(shop: Audit) -> None:
    before = sorted(
        path for path in (EXAMPLES / "corner-shop").rglob("*.md") if "node_modules" not in path.parts
    )
    again = audit_folder(EXAMPLES / "corner-shop")
    assert documents(shop) == documents(again)
    assert before == sorted(
        path for path in (EXAMPLES / "corner-shop").rglob("*.md") if "node_modules" not in path.parts
    )


def test_the_architecture_page_shows_what_the_app_is_made_of(shop: Audit) -> None:
    page = text_of(shop, "docs/architecture.md")
    assert "```mermaid\nflowchart LR" in page
    assert "| `POST /api/orders/:id/pay` | signed in, own rows | `orders` | `orders` | `stripe` |" in page
    assert "| `GET /api/admin/orders` | a role |" in page
    assert "| `STRIPE_SECRET_KEY` | `server/payments.ts:8` |" in page
    assert "npm run build" in page and "npm start" in page


def test_the_data_map_follows_personal_data_in_and_out(shop: Audit) -> None:
    page = text_of(shop, "docs/data-map.md")
    row = next(line for line in page.splitlines() if line.startswith("| `users` | `email`"))
    assert "`POST /api/auth/register`" in row and "`GET /api/admin/users`" in row and "to be decided" in row
    assert (
        "| `api.resend.com` | `POST /emails` | `POST /api/orders` | `orders.shipping_address`, `users.email`"
        in page
    )
    assert "`products`" not in page, "the name of a product is nobody's"


def test_the_operations_page_says_what_remains(shop: Audit) -> None:
    page = text_of(shop, "docs/operations.md")
    assert "docs/runbooks/database-down.md" in page
    assert "Nothing says what to do" not in page, "the runbooks are handed over with it"
    listed = [line for line in page.splitlines() if line.startswith("- **")]
    assert len(listed) == len([gap for gap in shop.gaps if gap.pattern != "operations/no-runbooks"])


def test_runbooks_come_only_where_there_are_none(shop: Audit) -> None:
    assert any(file.path.startswith("docs/runbooks/") for file in documents(shop))
    base = audit_folder(BASES / "express")
    assert not [file for file in documents(base) if file.path.startswith("docs/runbooks/")]


# --- writing -----------------------------------------------------------------------------------------


def test_a_document_that_is_there_stays(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(BASES / "fastapi", root)
    (root / "docs/architecture.md").write_text("# Ours\n")
    written = hand_over(root, audit_folder(root))
    assert (root / "docs/architecture.md").read_text() == "# Ours\n"
    assert "docs/architecture-roadworthy.md" in written
    assert "docs/data-map.md" in written


def test_handing_over_twice_changes_nothing(tmp_path: Path) -> None:
    root = tmp_path / "app"
    shutil.copytree(EXAMPLES / "book-club", root)
    assert hand_over(root, audit_folder(root))
    files = {path: path.read_bytes() for path in (root / "docs").rglob("*.md")}
    hand_over(root, audit_folder(root))
    for path, content in files.items():
        if path.name != "operations.md":
            assert path.read_bytes() == content, path
    assert not (root / "docs/architecture-roadworthy.md").exists()


# --- hostile names -----------------------------------------------------------------------------------

HOSTILE = """
import express from "express";
const app = express();
app.get("/a|b`<img src=x onerror=alert(1)>", (req, res) => res.json({}));
app.get("/plain", (req, res) => { fetch("https://api.example.com/$(touch owned)`id`"); res.json({}); });
const key = process.env["X`; touch owned; #"];
app.listen(3000);
"""


def test_names_of_the_app_have_no_effect_on_a_page_or_a_shell(tmp_path: Path) -> None:
    manifest = {
        "name": "<script>alert(1)</script>",
        "scripts": {"start": "node server.js", "build; touch owned": "x"},
    }
    (tmp_path / "package.json").write_text(json.dumps({**manifest, "dependencies": {"express": "4"}}))
    (tmp_path / "server.js").write_text(HOSTILE)
    for document in documents(audit_folder(tmp_path)):
        assert "<script>" not in document.text, document.path
        for line in document.text.splitlines():
            assert not line.startswith("| ") or line.count(" | ") in (1, 2, 3, 4, 5), line
        for block in document.text.split("```sh\n")[1:]:
            assert "touch owned" not in block.split("```")[0], document.path


def test_the_page_of_a_copy_has_the_apps_own_name(tmp_path: Path) -> None:
    (tmp_path / "repaired").mkdir()
    (tmp_path / "repaired/server.js").write_text("require('express')().listen(3000)")
    page = next(iter(documents(audit_folder(tmp_path / "repaired"), "bakery"))).text
    assert page.startswith("# Architecture of bakery\n")


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"requirements.txt": "flask"}, "pip install -r requirements.txt"),
        ({"requirements.txt": "flask", "uv.lock": "", "pyproject.toml": ""}, "uv sync"),
        ({"pyproject.toml": "[project]\nname = 'x'\ndependencies = ['flask']"}, "pip install ."),
        ({"server/requirements.txt": "flask"}, "(cd server && pip install -r requirements.txt)"),
    ],
)
def test_python_is_installed_as_people_do(tmp_path: Path, files: dict[str, str], line: str) -> None:
    folder = tmp_path / next(iter(files)).rpartition("/")[0]
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    (folder / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\n")
    page = next(iter(documents(audit_folder(tmp_path)))).text
    assert f"**Install**\n\n```sh\n{line}\n```" in page
