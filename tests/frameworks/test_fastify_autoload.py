"""Fastify's plugins that are loaded from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import statuses, written
from node_app import endpoint, shown

FILES = {
    "package.json": '{ "name": "shop", "dependencies": { "fastify": "^5.0.0", "@fastify/autoload": "^6.0.0", "pg": "^8.13.0" } }',
    "src/plugins/pool.js": """
        const { Pool } = require("pg");
        module.exports = require("fastify-plugin")(async (app) => { app.decorate("pool", new Pool()); });
    """,
    "src/routes/root.js": 'module.exports = async (app) => { app.get("/", async () => ({ ok: true })); };',
    "src/routes/notes/index.js": """
        module.exports = async (app) => {
          app.get("/", async () => app.pool.query("SELECT * FROM notes"));
          app.get("/:id", async (request) => app.pool.query("SELECT * FROM notes WHERE id = $1", [request.params.id]));
        };
    """,
    "src/routes/notes/helpers.js": 'module.exports = async (app) => { app.get("/none", async () => 1); };',
    "src/routes/users/_userId/tags.js": """
        module.exports = async (app) => {
          app.get("/tags", async (request) => app.pool.query("SELECT * FROM tags WHERE user_id = $1", [request.params.userId]));
        };
    """,
}
SERVER = """
const path = require("path");
const autoload = require("@fastify/autoload");
const app = require("fastify")();
app.register(autoload, {{ dir: path.join(__dirname, "plugins") }});
app.register(autoload, {{ dir: {folder}, routeParams: true, options: {{ prefix: "/api" }} }});
app.listen({{ port: 3000 }});
"""


@pytest.mark.parametrize("folder", ['path.join(__dirname, "routes")', "`${__dirname}/routes`"])
def test_each_module_of_a_folder_is_a_plugin_under_its_folders_names(folder: str, tmp_path: Path) -> None:
    app = written(tmp_path, {**FILES, "src/server.js": SERVER.format(folder=folder)})
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "GET /api": [],
        "GET /api/notes": ["select notes"],
        "GET /api/notes/:id": ["select notes id=params.id"],
        "GET /api/users/:userId/tags": ["select tags user_id=params.userId"],
    }


def test_a_folder_that_is_not_known_is_told(tmp_path: Path) -> None:
    app = written(tmp_path, {**FILES, "src/server.js": SERVER.format(folder="process.env.ROUTES")})
    assert not app.endpoints
    assert "the folder that routes and plugins are loaded from is not known" in {
        u.reason for u in app.unknown
    }


def test_hooks_of_a_folder_stand_around_its_routes(tmp_path: Path) -> None:
    hooks = """
        module.exports = async (app) => {
          app.addHook("onRequest", async (request, reply) => {
            if (request.url.startsWith("/api/notes/open")) return;
            if (!request.session.user) reply.unauthorized("Sign in first");
          });
        };
    """
    server = SERVER.format(folder='path.join(__dirname, "routes")').replace(
        "routeParams", "autoHooks: true, routeParams"
    )
    opened = {
        "src/routes/notes/open/index.js": 'module.exports = async (app) => { app.get("/", async () => 1); };'
    }
    server = server.replace("autoHooks", "cascadeHooks: true, autoHooks")
    app = written(
        tmp_path, {**FILES, **opened, "src/routes/notes/autohooks.js": hooks, "src/server.js": server}
    )
    assert statuses(app, "GET /api/notes") == [401, 200]
    assert statuses(app, "GET /api/notes/open") == [200]
    assert statuses(app, "GET /api/users/:userId/tags") == [200]


def test_what_a_hook_answered_goes_no_further_though_it_returns_nothing(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": FILES["package.json"],
            "server.js": """
                const { Pool } = require("pg");
                const app = require("fastify")(), pool = new Pool();
                app.addHook("onRequest", async (request, reply) => {
                  if (!request.session.user) { reply.code(401).send(); }
                });
                app.delete("/notes/:id", async (request) => pool.query("DELETE FROM notes WHERE id = $1", [request.params.id]));
            """,
        },
    )
    assert [str(fact) for fact in endpoint(app, "DELETE /notes/:id").facts] == ["session.user"]
