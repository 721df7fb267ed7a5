"""What an app with Mongoose, or MongoDB's own driver, is understood to keep and to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from tests.frameworks.node_app import endpoint, shown, understood

MODELS = """
const mongoose = require("mongoose");
const { Schema } = mongoose;
const userSchema = new Schema({
  email: { type: String, required: true, unique: true },
  password: { type: String, select: false },
  address: { city: String, zip: { type: String, index: true } },
}, { timestamps: true });
userSchema.pre("save", async function (next) {
  if (this.isModified("password")) this.password = await require("bcrypt").hash(this.password, 10);
  next();
});
userSchema.statics.byEmail = function (email) { return this.findOne({ email }); };
const User = mongoose.model("User", userSchema);
const Category = mongoose.model("Category", new Schema({ name: String, owner: { type: Schema.Types.ObjectId, ref: "User" } }));
module.exports = { User, Category };
"""
HEAD = """
const express = require("express");
const mongoose = require("mongoose");
const { User, Category } = require("./models");
const app = express();
app.use(express.json());
"""


def app_of(folder: Path, body: str) -> App:
    return understood(folder, {"models.js": MODELS, "index.js": HEAD + body})


def asked(folder: Path, body: str) -> list[str]:
    app = app_of(folder, f'app.post("/x/:id", async (req, res) => {{ {body} }});')
    return [shown(query) for query in endpoint(app, "POST /x/:id").queries]


def test_a_schema_is_a_table_named_as_mongoose_names_it(tmp_path: Path) -> None:
    app = app_of(tmp_path, "")
    assert [table.name for table in app.tables] == ["categories", "users"]
    users, categories = app.table("users"), app.table("categories")
    assert users is not None and categories is not None
    assert (
        users.is_unique({"email"}) and users.indexed("address.zip") and users.column("createdAt") is not None
    )
    owner = categories.column("owner")
    assert owner is not None and owner.references is not None and owner.references.table == "users"


def test_the_module_gives_itself_by_name(tmp_path: Path) -> None:
    model = 'import { mongoose } from "mongoose";\n' + (
        'export const Note = mongoose.model("Note", new mongoose.Schema({ text: String }));\n'
    )
    index = 'import { Note } from "./models.js";\nconsole.log(Note);\n'
    app = understood(tmp_path, {"models.js": model, "index.js": index})
    assert [table.name for table in app.tables] == ["notes"]


QUERIES = {
    "await User.findById(req.params.id).lean();": ["select users _id=params.id"],
    "await User.find({ email: req.body.email, 'address.city': { $in: ['a'] } }).sort('-createdAt').limit(5);": [
        "select users email=body.email address.cityinlist('a')"
    ],
    "await User.find({ $or: [{ email: 'a' }, { _id: 1 }] });": ["select users email='a'? _id=1?"],
    "await User.find(req.query);": ["select users recordquery"],
    "await User.updateOne({ _id: req.params.id }, { $set: { email: req.body.email }, $inc: { logins: 1 } });": [
        "update users _id=params.id email:body.email logins:1!"
    ],
    "await User.findOneAndUpdate({ _id: 1 }, [{ $set: { logins: { $add: ['$logins', req.body.more] } } }]);": [
        "update users _id=1 logins:body.more!"
    ],
    "await User.byEmail(req.body.email);": ["select users email=body.email"],
    "const u = await User.findById(1); u.email = req.body.email; await u.save();": [
        "select users _id=1",
        "update users _id=users._id email:body.email",
    ],
    "await User.create({ email: 'a', password: req.body.password });": [
        "insert users email:'a' password:bcrypt.hash()(body.password, 10)"
    ],
    "const u = new User(req.body); await u.save();": [
        "insert users password:bcrypt.hash()(users.password, 10) ...body"
    ],
    "await Category.findByIdAndDelete(req.params.id);": ["delete categories _id=params.id"],
}


@pytest.mark.parametrize("code", QUERIES)
def test_a_query_is_seen_with_its_documents_and_values(code: str, tmp_path: Path) -> None:
    assert asked(tmp_path, code) == QUERIES[code]


def test_a_field_added_in_a_branch_filters_only_sometimes(tmp_path: Path) -> None:
    (query,) = asked(
        tmp_path, "const f = { a: 1 }; if (req.query.b) { f.b = req.query.b; } await User.find(f);"
    )
    assert query == "select users a=1 b=query.b?"


def test_what_is_hidden_is_read_only_when_it_is_asked_for(tmp_path: Path) -> None:
    body = 'app.get("/a", async (req, res) => { await User.find(); await User.find().select("+password"); });'
    plain, whole = endpoint(app_of(tmp_path, body), "GET /a").queries
    assert "password" not in plain.columns and "password" in whole.columns


def test_a_session_is_a_transaction_of_the_queries_that_are_given_it(tmp_path: Path) -> None:
    body = """app.post("/a", async (req, res) => {
      const session = await mongoose.startSession(); session.startTransaction();
      await User.updateOne({ _id: 1 }, { email: "a" }).session(session); await Category.deleteOne({ _id: 1 });
      await session.commitTransaction(); });"""
    inside, outside = endpoint(app_of(tmp_path, body), "POST /a").queries
    assert inside.transaction and not outside.transaction


def test_the_native_driver_declares_collections_by_what_is_asked_of_them(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "index.js": """
        const { MongoClient } = require("mongodb");
        const app = require("express")();
        function Orders(db) { const orders = db.collection("orders");
          this.of = (user, done) => orders.find({ user }).toArray((error, rows) => done(error, rows)); }
        MongoClient.connect(process.env.URL, (error, db) => {
          const orders = new Orders(db);
          app.get("/orders/:user", (req, res) => orders.of(req.params.user, (e, rows) => res.json(rows)));
        });"""
        },
    )
    found = endpoint(app, "GET /orders/:user")
    assert [shown(q) for q in found.queries] == ["select orders user=params.user"]
    assert found.answers[-1].body.table == "orders"
    assert [table.name for table in app.tables] == ["orders"]


def test_a_model_that_is_kept_over_reloads_is_the_model(tmp_path: Path) -> None:
    models = 'const mongoose = require("mongoose");\n' + (
        "const schema = new mongoose.Schema({ name: { type: String, required: true } });\n"
        'module.exports = { Tag: mongoose.models.Tag ? mongoose.model("Tag") : mongoose.model("Tag", schema) };\n'
    )
    body = """
const express = require("express");
const { Tag } = require("./models");
const app = express();
app.get("/tags", async (req, res) => {
  const tag = await Tag.findOne({ name: req.query.name });
  tag.name = "x";
  await tag.save();
  res.json(tag);
});
"""
    app = understood(tmp_path, {"models.js": models, "index.js": body})
    asked = endpoint(app, "GET /tags").queries
    assert [(query.operation, query.table) for query in asked] == [("select", "tags"), ("update", "tags")]


def test_a_field_that_was_taken_out_stays_out_of_what_is_waited_for(tmp_path: Path) -> None:
    body = """
const shown = async (id) => {
  const user = await User.findById(id).lean();
  delete user.password;
  return user;
};
app.get("/users/:id", (req, res) => { shown(req.params.id).then((user) => res.json(user)); });
"""
    answers = endpoint(app_of(tmp_path, body), "GET /users/:id").answers
    assert {str(answer.body) for answer in answers if answer.status == 200} == {
        "omit password(choice(users, None))"
    }
