"""What libraries look at before a handler uses it, and how modules and wrappers are followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.node_app import endpoint, understood

MODEL = """
const mongoose = require("mongoose");
module.exports = mongoose.model("Note", new mongoose.Schema({ title: String }));
"""
CHECKED = {
    "joi": 'const s = require("joi").object({ title: require("joi").string().max(9) }); const check = (q, r, n) => {'
    " const { error } = s.validate(q.body); if (error) return r.status(400).end(); n(); };",
    "yup": 'const yup = require("yup"); const s = yup.object({ title: yup.string().max(9) }).noUnknown(); const check = async'
    " (q, r, n) => { await s.validate(q.body); n(); };",
    "express-validator": 'const { body, validationResult } = require("express-validator"); const check = [body("title").isLength({ max: 9 }),'
    " (q, r, n) => { if (!validationResult(q).isEmpty()) return r.status(400).end(); n(); }];",
    "ajv": 'const Ajv = require("ajv"); const ok = new Ajv().compile({ type: "object", properties: { title: { type: "string",'
    " maxLength: 9 } } }); const check = (q, r, n) => { if (!ok(q.body)) return r.status(400).end(); n(); };",
    "joi through celebrate": 'const { celebrate, Joi, Segments } = require("celebrate"); const check = celebrate({'
    " [Segments.BODY]: Joi.object().keys({ title: Joi.string().max(9) }) });",
    "joi through express-joi-validation": 'const joi = require("joi"); const check = require("express-joi-validation")'
    ".createValidator({}).body(joi.object({ title: joi.string().max(9) }));",
    "zod through validateRequest": 'const { z } = require("zod"); const check = require("zod-express-middleware")'
    ".validateRequest({ body: z.object({ title: z.string().max(9) }) });",
    "zod through processRequestBody": 'const { z } = require("zod"); const check = require("zod-express-middleware")'
    ".processRequestBody(z.object({ title: z.string().max(9) }));",
}


@pytest.mark.parametrize("library", CHECKED)
def test_a_field_that_was_looked_at_is_vouched_for(library: str, tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "note.js": MODEL,
            "index.js": f"""
        const express = require("express");
        const Note = require("./note");
        {CHECKED[library]}
        const app = express();
        app.post("/n", check, async (req, res) => {{ res.json(await Note.create({{ title: req.body.title }})); }});""",
        },
    )
    (query,) = endpoint(app, "POST /n").queries
    title = query.written("title")
    assert title is not None and title.kind == "parsed", title
    assert any("max 9" in rule for name, rule in title.schema if name in ("", "title"))


def test_routers_handlers_and_guards_are_followed_through_commonjs(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "note.js": MODEL,
            "controller.js": """
        const Note = require("./note");
        exports.list = async (req, res) => { res.json(await Note.find()); };
        class Controller { async one(req, res) { res.json(await Note.findById(req.params.id)); } }
        exports.controller = new Controller();""",
            "routes.js": """
        const router = require("express").Router();
        const wrap = require("express-async-handler");
        const { list, controller } = require("./controller");
        router.get("/", wrap(list));
        router.get("/:id", wrap(controller.one));
        module.exports = router;""",
            "index.js": """
        const express = require("express");
        const guard = (req, res, next) => { if (!req.session.userId) return res.sendStatus(401); next(); };
        const app = express();
        [{ path: "/notes", routes: require("./routes") }].forEach((one) => app.use("/api" + one.path, guard, one.routes));""",
        },
    )
    listed, one = endpoint(app, "GET /api/notes"), endpoint(app, "GET /api/notes/:id")
    assert listed.queries[0].table == one.queries[0].table == "notes"
    assert [str(fact) for fact in one.facts] == ["session.userId"]


def test_a_field_of_a_record_s_texts_may_be_one_of_those(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "note.js": MODEL,
            "index.js": """
        const express = require("express");
        const { z } = require("zod");
        const Note = require("./note");
        const KIND = { PLAIN: "plain", SECRET: "secret" };
        const shape = z.object({ title: z.enum(Object.values(KIND)) });
        const app = express();
        app.post("/n", async (req, res) => {
            const { title } = shape.parse(req.body);
            res.json(await Note.create({ title }));
        });""",
        },
    )
    (query,) = endpoint(app, "POST /n").queries
    title = query.written("title")
    assert title is not None and any(rule == "enum plain|secret" for _, rule in title.schema), title
