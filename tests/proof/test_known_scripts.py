"""A script that makes an account is run as whoever runs the app does: without what it has a word of its own for, with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.audit import audit_folder
from roadworthy.patterns.compliance.exposed_sensitive_data.prove_known import _scripts
from roadworthy.views.secrets.known_credentials import known_credentials

_MADE = 'User.create({ email: "admin@shop.test", password: await hash("admin123", 10), role: "admin" });'


@pytest.mark.parametrize(
    ("read", "line"),
    [
        ('import { DB_USER, CLUSTER } from "./config.js";', "node seed.js"),
        ('const from = process.env.DB_USER || "nobody";', "env -u DB_USER node seed.js"),
    ],
)
def test_only_variables_with_a_word_instead_are_left_out(tmp_path: Path, read: str, line: str) -> None:
    (tmp_path / "package.json").write_text(
        '{"type": "module", "dependencies": {"express": "5", "mongoose": "8"}}'
    )
    (tmp_path / "config.js").write_text(
        "export const DB_USER = process.env.DB_USER;\nexport const CLUSTER = process.env.CLUSTER;\n"
    )
    (tmp_path / "seed.js").write_text(f'import {{ User, hash }} from "./models.js";\n{read}\n{_MADE}\n')
    app = audit_folder(tmp_path).app
    (known,) = known_credentials(app)
    assert _scripts(app, known, ".") == [line]
