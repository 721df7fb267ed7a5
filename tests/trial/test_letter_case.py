"""Imports that spell a file's name in other capitals than the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.letter_case import Respelled, respell_imports
from tests.trial.test_absent_files import written

ALIAS = '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }'


@pytest.mark.parametrize(
    ("statement", "imported", "spelled"),
    [
        ('import { told } from "{}";', "./helpers/answers", "./helpers/Answers"),
        ("const told = require('{}');", "./Helpers/answers", "./helpers/Answers"),
        ('import { told } from "{}";', "@/Helpers/ANSWERS", "@/helpers/Answers"),
        ('export * from "{}";', "../src/helpers/answers.ts", "../src/helpers/Answers.ts"),
        ('const told = await import("{}");', "./Helpers", "./helpers"),
    ],
)
def test_an_import_is_spelled_as_the_file_is(
    tmp_path: Path, statement: str, imported: str, spelled: str
) -> None:
    before, now = (statement.replace("{}", name) for name in (imported, spelled))
    app = written(
        tmp_path,
        src__page_dot_ts=f'// "./helpers/answers"\n{before}\n',
        src__helpers__Answers_dot_ts="export const told = 1;",
        src__helpers__index_dot_ts='export * from "./Answers";',
        tsconfig_dot_json=ALIAS,
    )
    assert respell_imports(app) == (Respelled("src/page.ts", imported, spelled),)
    assert (app / "src/page.ts").read_text() == f'// "./helpers/answers"\n{now}\n'
    assert respell_imports(app) == ()


@pytest.mark.parametrize(
    "statement",
    [
        'import { told } from "./helpers/Answers";',
        'import { told } from "./helpers/answer";',
        'import { told } from "helpers/answers";',
        'import { told } from "../../shop/src/Helpers/answers";',
        'import { told } from "../../elsewhere/src/Helpers/answers";',
    ],
)
def test_nothing_else_is_touched(tmp_path: Path, statement: str) -> None:
    app = written(
        tmp_path / "app", src__page_dot_ts=statement, src__helpers__Answers_dot_ts="export const told = 1;"
    )
    written(tmp_path / "shop", src__helpers__Answers_dot_ts="export const told = 2;")
    assert respell_imports(app) == ()
    assert (app / "src/page.ts").read_text() == statement
