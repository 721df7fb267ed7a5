"""Modules that import each other: the one that starts the server says who comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.node_app import endpoint, shown, understood

FILES = {
    "package.json": '{"dependencies": {"express": "4", "mongoose": "8"}}',
    # Read by themselves, the functions would come before the record that is made of them.
    "src/db/notes/functions.ts": """
import whole from ".";
import mongoose from "mongoose";
const Note = mongoose.model("Note", new mongoose.Schema({ title: String }));
export const listed = async () => Note.find().limit(20);
export const counted = async () => (await whole.listed()).length;
""",
    "src/db/notes/index.ts": 'import { counted, listed } from "./functions";\nexport default { counted, listed };\n',
    "src/db/index.ts": 'import notes from "./notes";\nexport { notes };\n',
}
SERVER = """
import express from "express";
import { notes } from "./db";
const app = express();
app.get("/notes", async (req, res) => { res.json(await notes.listed()); });
app.listen(3000);
"""


@pytest.mark.parametrize("start", ["server.ts", "start.ts"])
def test_a_record_of_functions_that_import_it_is_whole(tmp_path: Path, start: str) -> None:
    app = understood(tmp_path, FILES | {f"src/{start}": SERVER})
    assert [shown(query) for query in endpoint(app, "GET /notes").queries] == ["select notes"]
