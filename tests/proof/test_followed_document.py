from __future__ import annotations

import json
from pathlib import Path

from roadworthy.audit import audit_folder
from roadworthy.patterns.operations.no_architecture_docs.prove import not_its_doing
from roadworthy.proof.followed_document import told

_NO_TABLES = "PrismaClientKnownRequestError: The table `public.users` does not exist in the current database."


def test_a_seed_without_tables_says_nothing_where_a_command_before_it_was_passed_over() -> None:
    assert not_its_doing(_NO_TABLES, skipped=True)
    assert not_its_doing("sqlite3.OperationalError: no such table: users", skipped=True)
    assert not not_its_doing(_NO_TABLES, skipped=False)


def test_a_mistake_in_the_code_is_the_projects_own_whatever_was_passed_over() -> None:
    assert not not_its_doing("TypeError: Cannot read properties of undefined (reading 'map')", skipped=True)


def test_a_script_is_followed_as_far_as_what_it_runs_is(tmp_path: Path) -> None:
    scripts = {
        "migrate": "prisma migrate dev",
        "seed": "node seed.js",
        "up": "npm run build && node dist/server.js",
    }
    (tmp_path / "package.json").write_text(json.dumps({"name": "shop", "scripts": scripts}))
    (tmp_path / "seed.js").write_text("console.log(1);\n")
    (tmp_path / "README.md").write_text("```sh\nnpm run migrate\nnpm run seed\nnpm run up\n```\n")
    ways = {one.command: one.way for one in told(audit_folder(tmp_path).app, "README.md")}
    assert ways == {"npm run migrate": "started", "npm run seed": "run", "npm run up": "started"}


def test_a_variable_that_the_trial_does_not_set_is_not_the_projects_doing() -> None:
    assert not_its_doing(
        "error: Environment variable not found: DIRECT_URL.\nValidation Error Count: 1", skipped=False
    )
