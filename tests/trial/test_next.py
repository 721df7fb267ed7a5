"""Next.js and Prisma in a trial: server actions are called as pages call them, and Prisma runs without its engine."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial import Request, Response, plan_boot
from roadworthy.trial.action_reply import FormFields, Undefined, encoded_arguments, returned_value
from roadworthy.trial.action_shape import ACTION, ActionArgument, ActionShape
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.build_steps import build_steps
from roadworthy.trial.double_fonts import font_part
from roadworthy.trial.next_copy import forget_answers, prepare_next
from roadworthy.trial.prisma_copy import prepare_prisma, without_engine
from roadworthy.trial.prisma_plan import RUNS_AS, prisma_use
from roadworthy.trial.server_actions import MANIFEST, ServerActions, has_failed, page_path

SCHEMA = """generator client {
  provider      = "prisma-client-js"
  binaryTargets = ["native", "debian-openssl-3.0.x"]
}

datasource db {
  provider = "postgresql"
  url      = env("SHOP_DATABASE_URL")
}

model Note {
  id Int @id
}
"""


# --- server actions ----------------------------------------------------------------------------------


def test_plain_arguments_go_as_json_and_a_dollar_is_no_reference() -> None:
    body, kind = encoded_arguments([7, "$5 off", Undefined(), {"a": [True, None]}])

    assert json.loads(body) == [7, "$$5 off", "$undefined", {"a": [True, None]}]
    assert kind.startswith("text/plain")


def test_a_form_goes_in_parts_that_every_release_of_react_reads() -> None:
    body, kind = encoded_arguments([{}, FormFields(title="Tea", tags=["a", "b"], gone=None)])
    text = body.decode()

    assert kind.startswith("multipart/form-data; boundary=")
    for prefix in ("1_", "_1_"):
        assert f'name="{prefix}title"\r\n\r\nTea' in text
        assert text.count(f'name="{prefix}tags"') == 2
    assert "gone" not in text
    assert text.rstrip().splitlines()[-2] == '[{}, "$K1"]', "the root comes last"


def test_what_an_action_returns_is_read_out_of_its_answer() -> None:
    assert returned_value(
        '0:{"a":"$@1","f":"","b":"x"}\n1:{"error":"Please check","row":"$2"}\n2:[1,2]\n'
    ) == {
        "error": "Please check",
        "row": [1, 2],
    }
    assert returned_value('0:{"a":"$@1","f":"","b":"x"}\n1:"$undefined"\n') is None
    assert returned_value("<!doctype html>") is None


def test_an_action_is_called_on_the_page_that_needs_the_fewest_values() -> None:
    assert page_path(["app/(shop)/cart/[id]/page", "app/@modal/(shop)/cart/page"]) == "/cart"
    assert page_path(["app/notes/[id]/page"]) == "/notes/1"
    assert page_path(["app/page"]) == "/"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    manifest = {
        "node": {
            "40aa": {
                "workers": {"app/notes/page": {}},
                "filename": "app/notes/actions.ts",
                "exportedName": "deleteNote",
            }
        },
        "encryptionKey": "salt",
    }
    (tmp_path / MANIFEST).parent.mkdir(parents=True)
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    return tmp_path


DELETE = ActionShape("deleteNote", "src/app/notes/actions.ts", "deleteNote", (ActionArgument("id"),))


def test_an_action_is_found_by_the_name_that_the_build_gives_it(built: Path) -> None:
    actions = ServerActions([DELETE], built, "/app", "")
    sent = actions.encoded(Request(actor="bob", method=ACTION, path="deleteNote", json={"id": 7}))

    assert (sent.method, sent.path, sent.data) == ("POST", "/notes", b"[7]")
    assert sent.headers["next-action"] == "40aa"


def test_an_action_of_an_older_build_is_found_by_the_hash_that_its_id_is(tmp_path: Path) -> None:
    key = hashlib.sha1(b"salt" + b"/app/src/app/notes/actions.ts:deleteNote").hexdigest()
    manifest = {"node": {f"40{key}": {"workers": {"app/notes/page": {}}}}, "encryptionKey": "salt"}
    (tmp_path / MANIFEST).parent.mkdir(parents=True)
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    actions = ServerActions([DELETE], tmp_path, "/app", "")

    sent = actions.encoded(Request(actor="bob", method=ACTION, path="deleteNote", json={"id": 7}))

    assert sent.headers["next-action"] == f"40{key}"


def test_an_action_that_no_page_offers_cannot_be_called(built: Path) -> None:
    unused = ActionShape("purge", "src/app/notes/actions.ts", "purge")
    with pytest.raises(TrialUnavailable, match="nobody can call it"):
        ServerActions([unused], built, "/app", "").encoded(Request(actor="bob", method=ACTION, path="purge"))


@pytest.mark.parametrize(
    ("headers", "body", "done"),
    [
        ({"x-action-redirect": "/notes;push"}, b"", True),
        ({"x-action-redirect": "/login?next=%2Fnotes;push"}, b"", False),
        ({}, b'0:{"a":"$@1"}\n1:{"error":"No"}\n', False),
        ({}, b'0:{"a":"$@1"}\n1:{"success":true}\n', True),
        ({}, b'0:{"a":"$@1"}\n1:{"validationErrors":{"title":{"_errors":["Required"]}}}\n', False),
        ({}, b'0:{"a":"$@1"}\n1:[null,{"code":"INPUT_PARSE_ERROR"}]\n', False),
        ({}, b'0:{"a":"$@1"}\n1:[{"id":7},null]\n', True),
    ],
)
def test_whether_an_action_was_done_is_told_by_what_it_says(
    built: Path, headers: dict[str, str], body: bytes, done: bool
) -> None:
    answer = Response(
        status=200, headers={"content-type": "text/x-component", **headers}, body=body, seconds=0
    )
    call = Request(actor="bob", method=ACTION, path="deleteNote", json={"id": 7})

    assert ServerActions([DELETE], built, "/app", "").judged(call, answer).ok is done


# --- the copy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "export"),
    [
        ("next.config.js", "module.exports = { poweredByHeader: false }", "module.exports ="),
        ("next.config.mjs", "export default { poweredByHeader: false }", "export default"),
        ("next.config.ts", "export default { poweredByHeader: false }", "export default"),
    ],
)
def test_a_build_leaves_out_types_and_lint_and_keeps_the_app_s_own_settings(
    tmp_path: Path, name: str, text: str, export: str
) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"next": "15"}}')
    (tmp_path / name).write_text(text)

    prepare_next(tmp_path)

    around = (tmp_path / name).read_text()
    assert "ignoreBuildErrors: true" in around and export in around
    assert (tmp_path / f"next.config.roadworthy-own{Path(name).suffix}").read_text() == text


def test_what_is_kept_of_queries_is_kept_in_files_and_can_be_forgotten(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"next": "15.3.1"}}')
    prepare_next(tmp_path)
    assert "cacheMaxMemorySize: 0" in (tmp_path / "next.config.mjs").read_text()

    kept = tmp_path / ".next" / "cache" / "fetch-cache" / "5f2a"
    bundled = tmp_path / ".next" / "cache" / "webpack" / "1.pack"
    for file in (kept, bundled):
        file.parent.mkdir(parents=True)
        file.touch()
    forget_answers(tmp_path)
    assert bundled.exists() and not kept.exists()


def test_a_google_font_is_answered_with_a_face_of_the_family_asked_for() -> None:
    path = "/css2?family=Inter:wght@100..900&family=Open+Sans:wght@400;700&display=swap"
    part = font_part(
        DoubleRequest(host="fonts.googleapis.com", method="GET", path=path, headers={}, body=b"", at=0.0)
    )

    assert part is not None
    sheet = part.body.decode()
    assert "'Inter'" in sheet and "font-weight: 100 900" in sheet and "'Open Sans'" in sheet


def test_an_error_that_next_safe_action_answers_for_is_a_failure_of_the_server() -> None:
    unhandled = b'{"serverError": "Something went wrong while executing the operation."}'
    own = b'{"serverError": "This book is on loan"}'
    answers = [Response(status=200, headers={}, body=body, seconds=0) for body in (unhandled, own)]
    assert [has_failed(one) for one in answers] == [True, False]


# --- Prisma ------------------------------------------------------------------------------------------


def prisma_app(folder: Path, version: str, schema: str = SCHEMA) -> Path:
    """An Express app over Prisma, as far as a plan reads it."""
    (folder / "prisma").mkdir(parents=True)
    (folder / "prisma" / "schema.prisma").write_text(schema)
    manifest = {
        "scripts": {
            "build": "prisma generate && prisma migrate deploy && tsc",
            "start": "node dist/index.js",
        },
        "dependencies": {"express": "4", "@prisma/client": version},
        "devDependencies": {"prisma": version},
    }
    (folder / "package.json").write_text(json.dumps(manifest))
    return folder


def test_an_app_over_an_old_prisma_runs_on_the_last_release_that_needs_no_engine(tmp_path: Path) -> None:
    root = prisma_app(tmp_path / "app", "^5.22.0")
    plan = plan_boot(root, [], {})

    assert plan.prisma is not None and plan.database == "postgres"
    assert plan.database_url_name == "SHOP_DATABASE_URL"
    assert plan.build == ("(tsc || true)",), "what asks for an engine or a database is done before"
    assert "5.22.0" in plan.prisma.note and RUNS_AS in plan.prisma.note

    prepare_prisma(root, plan.prisma)
    manifest = json.loads((root / "package.json").read_text())
    assert manifest["dependencies"]["@prisma/client"] == manifest["devDependencies"]["prisma"] == RUNS_AS
    assert 'engineType = "client"' in (root / "prisma" / "schema.prisma").read_text()


def test_a_schema_keeps_all_but_its_engine() -> None:
    written = without_engine(SCHEMA)

    assert "binaryTargets" not in written and 'provider      = "prisma-client-js"' in written
    assert written.partition("datasource")[2] == SCHEMA.partition("datasource")[2]
    assert without_engine(written) == written


def test_relations_without_foreign_keys_stay_so_under_a_newer_release() -> None:
    older = SCHEMA.replace("}\n\nmodel", '  referentialIntegrity = "prisma"\n}\n\nmodel')
    older = older.replace("  binaryTargets", '  previewFeatures = ["referentialIntegrity"]\n  binaryTargets')
    written = without_engine(older)
    assert 'relationMode = "prisma"' in written and "referentialIntegrity" not in written


def test_migrations_are_applied_as_they_are_and_in_order(tmp_path: Path) -> None:
    root = prisma_app(tmp_path / "app", "6.17.1")
    for name in ("20250102_b", "20250101_a"):
        (root / "prisma" / "migrations" / name).mkdir(parents=True)
        (root / "prisma" / "migrations" / name / "migration.sql").write_text("select 1;")

    plan = plan_boot(root, [], {})

    assert plan.schema_files == (
        "prisma/migrations/20250101_a/migration.sql",
        "prisma/migrations/20250102_b/migration.sql",
    )


def test_a_database_that_a_trial_does_not_bring_is_said_in_one_line(tmp_path: Path) -> None:
    root = prisma_app(tmp_path / "app", "6.17.1", SCHEMA.replace('"postgresql"', '"sqlserver"'))

    with pytest.raises(AppError, match="keeps the app's data in sqlserver"):
        prisma_use(root, root)


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("prisma generate && next build", "next build"),
        ("npx prisma migrate deploy && npm run db:generate && next build", "next build"),
        ("next build", "next build"),
        ("prisma generate && tsc", "(tsc || true)"),
        ("npm-run-all check-db build-tracker build-app", "(rollup -c || true) && next build --turbo"),
    ],
)
def test_a_build_line_loses_its_steps_of_prisma(script: str, left: str) -> None:
    scripts = {"build-tracker": "rollup -c", "build-app": "next build --turbo", "check-db": "node check.js"}
    assert build_steps(script, scripts) == left
