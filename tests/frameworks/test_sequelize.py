"""What an app with Sequelize is understood to keep and to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from tests.frameworks.node_app import endpoint, shown, understood

DEFINED = """
const { DataTypes } = require("sequelize");
const db = require("./database");
const User = db.define("User", { email: { type: DataTypes.STRING(80), unique: true }, points: DataTypes.INTEGER });
const Order = db.define("order", { status: DataTypes.STRING }, { freezeTableName: true, underscored: true });
User.hasMany(Order, { foreignKey: "user_id", onDelete: "CASCADE" });
Order.belongsTo(User, { foreignKey: "user_id" });
module.exports = { User, Order };
"""
CLASSES = """
const { DataTypes, Model } = require("sequelize");
const db = require("./database");
class User extends Model { get label() { return this.email; } }
User.init({ email: { type: DataTypes.STRING(80), unique: true }, points: DataTypes.INTEGER }, { sequelize: db, modelName: "User" });
class Order extends Model {}
Order.init({ status: DataTypes.STRING }, { sequelize: db, modelName: "order", tableName: "order", underscored: true });
User.hasMany(Order, { foreignKey: "user_id", onDelete: "CASCADE" });
Order.belongsTo(User, { foreignKey: "user_id" });
module.exports = { User, Order };
"""
HEAD = """
const express = require("express");
const { Op } = require("sequelize");
const sequelize = require("./database");
const { User, Order } = require("./models");
const app = express();
"""
DATABASE = 'const { Sequelize } = require("sequelize"); module.exports = new Sequelize(process.env.URL);'


def app_of(folder: Path, body: str, models: str = DEFINED, **files: str) -> App:
    named = {f"{name}.sql": text for name, text in files.items()}
    return understood(
        folder, {"database.js": DATABASE, "models.js": models, "index.js": HEAD + body, **named}
    )


def asked(folder: Path, body: str) -> list[str]:
    app = app_of(folder, f'app.post("/x/:id", async (req, res) => {{ {body} }});')
    return [shown(query) for query in endpoint(app, "POST /x/:id").queries]


@pytest.mark.parametrize("models", [DEFINED, CLASSES], ids=["define", "classes"])
def test_models_are_tables_in_either_style(models: str, tmp_path: Path) -> None:
    app = app_of(tmp_path, "", models)
    assert [table.name for table in app.tables] == ["Users", "order"]
    orders = app.table("order")
    key = orders.column("user_id") if orders is not None else None
    assert key is not None and key.references is not None
    assert (key.references.table, key.references.on_delete) == ("Users", "cascade")
    assert orders is not None and orders.column("created_at") is not None


QUERIES = {
    "await Order.findAll({ where: { user_id: req.user.id, status: { [Op.in]: ['a'] } } });": [
        "select order user_id=session.user.id statusinlist('a')"
    ],
    "await Order.findByPk(req.params.id, { include: User });": ["select order id=params.id"],
    "await User.findOne({ where: { [Op.or]: [{ email: 'a' }, { id: 1 }] } });": [
        "select Users email='a'? id=1?"
    ],
    "const o = await Order.findByPk(1); o.status = req.body.status; await o.save();": [
        "select order id=1",
        "update order id=order.id status:body.status",
    ],
    "const o = await Order.findByPk(1); await o.update({ status: 'x' });": [
        "select order id=1",
        "update order id=order.id status:'x'",
    ],
    "await User.increment('points', { by: 5, where: { id: 1 } });": ["update Users id=1 points:5!"],
    "await User.create(req.body);": ["insert Users ...body"],
    "await User.create(req.body, { fields: ['email'] });": ["insert Users email:.email(body)"],
    "await sequelize.query('SELECT * FROM users WHERE id = ' + req.params.id);": [
        "select Users sqlparams.id id=template(params.id)"
    ],
    "await sequelize.query('SELECT * FROM users WHERE id = :id', { replacements: { id: req.params.id } });": [
        "select Users id=params.id"
    ],
}


@pytest.mark.parametrize("code", QUERIES)
def test_a_query_is_seen_with_its_rows_and_values(code: str, tmp_path: Path) -> None:
    assert asked(tmp_path, code) == QUERIES[code]


def test_a_transaction_is_of_the_queries_that_are_given_it(tmp_path: Path) -> None:
    body = """app.post("/a", async (req, res) => { const t = await sequelize.transaction();
      await User.update({ points: 1 }, { where: { id: 1 }, transaction: t }); await Order.destroy({ where: { id: 1 } });
      await t.commit(); });"""
    inside, outside = endpoint(app_of(tmp_path, body), "POST /a").queries
    assert inside.transaction and not outside.transaction


def test_what_a_sql_file_says_of_a_models_table_holds_as_well(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        "",
        migrations='CREATE TABLE "order" (id int primary key, user_id int, status text, UNIQUE (user_id, status), CHECK (id > 0));',
    )
    orders = app.table("order")
    assert orders is not None and orders.is_unique({"user_id", "status"}) and orders.checks


def test_models_are_found_by_going_through_their_folder(tmp_path: Path) -> None:
    generated = """
    const fs = require("fs"); const path = require("path"); const Sequelize = require("sequelize");
    const basename = path.basename(__filename); const db = {};
    const sequelize = new Sequelize(process.env.URL);
    fs.readdirSync(__dirname).filter((file) => file !== basename).forEach((file) => {
      const model = require(path.join(__dirname, file))(sequelize, Sequelize.DataTypes);
      db[model.name] = model;
    });
    Object.keys(db).forEach((name) => { if (db[name].associate) { db[name].associate(db); } });
    db.sequelize = sequelize;
    module.exports = db;
    """
    user = """
    const { Model } = require("sequelize");
    module.exports = (sequelize, DataTypes) => {
      class User extends Model { static associate(models) { this.hasMany(models.Post, { foreignKey: "userId" }); } }
      User.init({ email: DataTypes.STRING }, { sequelize, modelName: "User" });
      return User;
    };
    """
    post = """
    module.exports = (sequelize, DataTypes) => {
      const Post = sequelize.define("Post", { title: DataTypes.STRING });
      return Post;
    };
    """
    index = """
    const { User, Post } = require("./models");
    const app = require("express")();
    app.get("/posts/:id", async (req, res) => { res.json(await Post.findByPk(req.params.id)); });
    """
    app = understood(
        tmp_path,
        {"models/index.js": generated, "models/user.js": user, "models/post.js": post, "index.js": index},
    )
    assert [table.name for table in app.tables] == ["Posts", "Users"]
    key = app.table("Posts").column("userId")  # type: ignore[union-attr]
    assert key is not None and key.references is not None and key.references.table == "Users"
    assert [shown(q) for q in endpoint(app, "GET /posts/:id").queries] == ["select Posts id=params.id"]


MIGRATION = """
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable("Users", {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      email: { type: Sequelize.STRING(80), allowNull: false },
      points: Sequelize.INTEGER,
    });
    await queryInterface.createTable("Visits", {
      userId: { type: Sequelize.INTEGER, references: { model: "Users", key: "id" }, onDelete: "CASCADE" },
    });
    await queryInterface.addIndex("Users", ["points"]);
    await queryInterface.addConstraint("Users", { fields: ["email", "points"], type: "unique" });
  },
  async down(queryInterface) { await queryInterface.dropTable("Users"); },
};
"""


def test_what_migrations_make_is_laid_over_the_models(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "1-users.js").write_text(MIGRATION)
    app = app_of(tmp_path, "")
    users, visits = app.table("Users"), app.table("Visits")
    assert users is not None and users.indexed("points") and users.is_unique({"email", "points"})
    email, key = users.column("email"), visits.column("userId") if visits is not None else None
    assert email is not None and not email.nullable
    assert key is not None and key.references is not None and key.references.on_delete == "cascade"


def test_a_table_keeps_the_capitals_of_its_model(tmp_path: Path) -> None:
    model = 'const db = require("./database"); const { DataTypes } = require("sequelize"); db.define("TempId", { a: DataTypes.TEXT }); db.define("Person", {});'
    app = app_of(tmp_path, "", DEFINED + model)
    assert {"TempIds", "People"} <= {table.name for table in app.tables}
