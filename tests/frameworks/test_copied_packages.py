"""npm packages that were copied into a repository instead of installed."""

from __future__ import annotations

from pathlib import Path

from tests.frameworks.node_app import endpoint, understood

SERVER = """
const express = require("express");
const jwt = require("./libs/jsonwebtoken");
const fs = require("./libs/fsExtra");
const app = express();
app.get("/me", async (req, res) => {
  const person = jwt.verify(req.headers.authorization, process.env.SECRET);
  await fs.readFile("notes.txt");
  res.json({ id: person.id });
});
app.listen(3000);
"""
PACKAGES = {
    "libs/jsonwebtoken/index.js": "module.exports = { verify: require('./verify') };",
    "libs/jsonwebtoken/verify.js": "module.exports = function (token) { return JSON.parse(token); };",
    "libs/fsExtra/index.js": "module.exports = { ...require('fs') };",
    "libs/requestIp/index.js": "exports.getClientIp = (req) => req.ip;",
}
LICENCES = {f"libs/{name}/LICENSE": "MIT" for name in ("jsonwebtoken", "fsExtra", "requestIp")}


def test_a_package_that_was_copied_in_is_that_package(tmp_path: Path) -> None:
    app = understood(tmp_path, {"server.js": SERVER, **PACKAGES, **LICENCES})
    assert {"jsonwebtoken.verify", "fs-extra.readFile"} <= set(endpoint(app, "GET /me").calls)
    assert list(app.modules) == ["server.js"]
    assert [one.path for one in app.unknown if "copied in" in one.reason] == ["libs/"]


def test_folders_of_the_app_s_own_are_read(tmp_path: Path) -> None:
    app = understood(tmp_path, {"server.js": SERVER, **PACKAGES})
    assert "libs/jsonwebtoken/verify.js" in app.modules
    assert "jsonwebtoken.verify" not in endpoint(app, "GET /me").calls


def test_packages_of_a_workspace_are_the_app_s_own(tmp_path: Path) -> None:
    manifests = {f"libs/{name}/package.json": "{}" for name in ("jsonwebtoken", "fsExtra")}
    app = understood(tmp_path, {"server.js": SERVER, **PACKAGES, **LICENCES, **manifests})
    assert "libs/jsonwebtoken/verify.js" in app.modules
