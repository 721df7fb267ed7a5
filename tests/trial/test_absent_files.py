"""Files that pages import and that the repository does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.absent_files import fill_absent


def written(root: Path, **texts: str) -> Path:
    for name, text in texts.items():
        file = root / name.replace("__", "/").replace("_dot_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


@pytest.mark.parametrize(
    ("statement", "made"),
    [
        ('import hero from "./hero.png";', "src/hero.png"),
        ("const hero = require('../art/hero.JPG');", "art/hero.JPG"),
        ('import film from "@/assets/film.mp4";', "src/assets/film.mp4"),
        ('import mark from "@pictures/mark.svg?react";', "attached/pictures/mark.svg"),
    ],
)
def test_what_an_import_leads_to_is_made(tmp_path: Path, statement: str, made: str) -> None:
    written(
        tmp_path,
        src__page_dot_tsx=statement,
        tsconfig_dot_json='{ /* generated */ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
        vite_dot_config_dot_ts='export default { resolve: { alias: { "@pictures": path.resolve(here, "attached", "pictures") } } }',
    )
    assert fill_absent(tmp_path) == (made,)
    assert (tmp_path / made).is_file()


@pytest.mark.parametrize(
    "statement",
    [
        'import hero from "../../outside.png";',
        'import mark from "some-package/mark.svg";',
        'const shown = "/uploads/hero.png";',
        'import there from "./there.png";',
    ],
)
def test_nothing_else_is_made(tmp_path: Path, statement: str) -> None:
    app = written(tmp_path / "app", src__page_dot_tsx=statement, src__there_dot_png="mine")
    assert fill_absent(app) == ()
    assert (app / "src/there.png").read_text() == "mine"
