"""What an app with TypeORM is understood to keep and to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from tests.frameworks.node_app import endpoint, shown, understood

USER = """
import { Entity, Column, PrimaryGeneratedColumn, OneToMany, CreateDateColumn, BeforeInsert, BaseEntity } from "typeorm";
import { Post } from "./post";
@Entity("users")
export class User extends BaseEntity {
  @PrimaryGeneratedColumn("uuid") id: string;
  @Column({ unique: true, length: 120 }) email: string;
  @Column({ select: false }) password: string;
  @Column({ default: "member" }) role: string;
  @Column({ type: "int", default: 0 }) points: number;
  @Column({ type: "decimal", precision: 10, scale: 2, nullable: true }) balance: number | null;
  @OneToMany(() => Post, (post) => post.author) posts: Post[];
  @CreateDateColumn() createdAt: Date;
  @BeforeInsert() lower() { this.email = this.email.toLowerCase(); }
}
"""
POST = """
import { Entity, Column, PrimaryGeneratedColumn, ManyToOne, JoinColumn, Index, Unique, DeleteDateColumn } from "typeorm";
import { User } from "./user";
@Entity()
@Index(["status", "title"])
@Unique(["author", "slug"])
export class BlogPost {
  @PrimaryGeneratedColumn() id: number;
  @Column() title: string;
  @Column("text", { nullable: true }) body: string;
  @Column() slug: string;
  @Column() status: string;
  @ManyToOne(() => User, (user) => user.posts, { onDelete: "CASCADE", nullable: false })
  @JoinColumn({ name: "author_id" })
  author: User;
  @DeleteDateColumn() deletedAt?: Date;
}
export { BlogPost as Post };
"""
HEAD = """
import express from "express";
import { In, ILike, MoreThan, Brackets } from "typeorm";
import { AppDataSource } from "./data-source";
import { User } from "./user";
import { Post } from "./post";
const app = express();
const users = AppDataSource.getRepository(User);
const posts = AppDataSource.getRepository(Post);
"""
SOURCE = """
import { DataSource } from "typeorm";
import { User } from "./user";
import { Post } from "./post";
export const AppDataSource = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: [User, Post] });
"""


def app_of(folder: Path, body: str, **files: str) -> App:
    named = {name.replace("__", "/") + ".ts": text for name, text in files.items()}
    return understood(
        folder,
        {"data-source.ts": SOURCE, "user.ts": USER, "post.ts": POST, "index.ts": HEAD + body, **named},
    )


def asked(folder: Path, body: str) -> list[str]:
    app = app_of(folder, f'app.post("/x/:id", async (req, res) => {{ {body} }});')
    return [shown(query) for query in endpoint(app, "POST /x/:id").queries]


def test_entities_are_tables(tmp_path: Path) -> None:
    app = app_of(tmp_path, "")
    assert [table.name for table in app.tables] == ["blog_post", "users"]
    users, posts = app.table("users"), app.table("blog_post")
    assert users is not None and posts is not None
    kinds = {c.name: (c.type, c.nullable, c.unique, c.default) for c in users.columns}
    assert kinds["id"] == ("uuid", False, False, "generated")
    assert kinds["email"] == ("varchar(120)", False, True, "")
    assert kinds["points"] == ("integer", False, False, "0")
    assert kinds["balance"] == ("numeric(10,2)", True, False, "")
    assert kinds["createdAt"] == ("timestamp", False, False, "now()")
    key = posts.column("author_id")
    assert key is not None and key.references is not None and not key.nullable
    assert (key.type, key.references.table, key.references.column, key.references.on_delete) == (
        "uuid",
        "users",
        "id",
        "cascade",
    )
    assert {(index.columns, index.unique) for index in posts.indexes} == {
        (("status", "title"), False),
        (("author_id", "slug"), True),
    }


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("await posts.findOneBy({ id: req.params.id });", "select blog_post id=params.id"),
        (
            "await posts.findOne({ where: { id: req.params.id, author: { id: req.user.id } } });",
            "select blog_post id=params.id author_id=session.user.id",
        ),
        ("await posts.find({ where: { title: ILike(`%${req.query.q}%`) } });", "select blog_post titleilike"),
        ("await posts.findBy({ id: In(req.body.ids) });", "select blog_post idinbody.ids"),
        (
            "await posts.save({ title: req.body.title, author: { id: req.user.id } });",
            "insert blog_post title:body.title author_id:session.user.id",
        ),
        ("await posts.save(req.body);", "insert blog_post ...body"),
        ("await posts.save(posts.create({ ...req.body }));", "insert blog_post ...body"),
        (
            "const p = new Post(); p.title = req.body.title; await posts.save(p);",
            "insert blog_post title:body.title",
        ),
        ("await posts.update(req.params.id, req.body);", "update blog_post id=params.id ...body"),
        ("await posts.delete({ id: req.params.id });", "delete blog_post id=params.id"),
        ("await posts.delete(req.params.id);", "delete blog_post id=params.id"),
        ("await users.increment({ id: req.params.id }, 'points', 5);", "update users id=params.id points:5!"),
        ("await User.findOneBy({ email: req.body.email });", "select users email=body.email"),
        (
            "await posts.createQueryBuilder('p').where('p.id = :id', { id: req.params.id }).getOne();",
            "select blog_post id=params.id",
        ),
        (
            "await posts.createQueryBuilder('p').where(`p.title = '${req.body.t}'`).getMany();",
            "select blog_post sqlbody.t title=",
        ),
        (
            "await AppDataSource.createQueryBuilder().update(User).set({ points: () => 'points - 1' })"
            ".where('id = :id', { id: req.params.id }).execute();",
            "update users id=params.id points:unknown!",
        ),
        (
            "await AppDataSource.createQueryBuilder().delete().from(Post).where('id IN (:...ids)', { ids: req.body.ids }).execute();",
            "delete blog_post idinbody.ids",
        ),
        (
            "await AppDataSource.query('select * from users where id = $1', [req.params.id]);",
            "select users id=params.id",
        ),
        (
            "await AppDataSource.query(`select * from users where email = '${req.body.e}'`);",
            "select users sqlbody.e email=",
        ),
        (
            "await AppDataSource.manager.save(Post, { title: req.body.title });",
            "insert blog_post title:body.title",
        ),
        ("await posts.softDelete(req.params.id);", "update blog_post id=params.id deletedAt:"),
    ],
)
def test_a_call_is_the_query_that_it_makes(tmp_path: Path, body: str, query: str) -> None:
    (first,) = asked(tmp_path, body)
    assert first.startswith(query)


def test_repositories_of_the_apps_own_and_transactions(tmp_path: Path) -> None:
    own = """
    import { Repository } from "typeorm";
    import { AppDataSource } from "./data-source";
    import { User } from "./user";
    export class UserRepository extends Repository<User> {
      constructor() { super(User, AppDataSource.createEntityManager()); }
      byEmail(email: string) { return this.findOne({ where: { email } }); }
    }
    export const accounts = AppDataSource.getRepository(User).extend({
      named(id: string) { return this.createQueryBuilder("u").where("u.id = :id", { id }).getOne(); },
    });
    """
    body = """
    import { UserRepository, accounts } from "./own";
    const repository = new UserRepository();
    app.post("/x/:id", async (req, res) => {
      await repository.byEmail(req.body.email);
      await accounts.named(req.params.id);
      await AppDataSource.transaction(async (manager) => {
        const user = await manager.findOne(User, { where: { id: req.params.id }, lock: { mode: "pessimistic_write" } });
        user.points += 1;
        await manager.save(user);
      });
      const runner = AppDataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.manager.update(User, { id: req.params.id }, { role: req.body.role });
      await runner.query("DELETE FROM users WHERE id = $1", [req.params.id]);
    });
    """
    queries = endpoint(app_of(tmp_path, body, own=own), "POST /x/:id").queries
    assert [shown(one).split(" role")[0].split(" points")[0] for one in queries] == [
        "select users email=body.email",
        "select users id=params.id",
        "select users id=params.id",
        "update users id=users.id",
        "update users id=params.id",
        "delete users id=params.id",
    ]
    assert [bool(one.transaction) for one in queries] == [False, False, True, True, True, True]
    assert queries[2].lock and queries[2].transaction == queries[3].transaction != queries[4].transaction


def test_what_is_read_along_and_what_is_kept_back(tmp_path: Path) -> None:
    body = """
    app.get("/posts/:id", async (req, res) => {
      const post = await posts.findOne({ where: { id: req.params.id }, relations: { author: true } });
      if (post.author.id !== req.user.id) return res.status(403).end();
      res.json(post);
    });
    app.get("/posts", async (req, res) => {
      const list = await posts.createQueryBuilder("p").leftJoinAndSelect("p.author", "a").where("a.email = :e", { e: req.query.e })
        .orderBy("p.createdAt", "DESC").take(20).getMany();
      res.json(list);
    });
    """
    app = app_of(tmp_path, body)
    single = endpoint(app, "GET /posts/:id").queries[0]
    assert [one.table for one in single.along] == ["users"] and "password" not in single.along[0].columns
    assert single.joins == (("users", "author_id", "id"),)
    (listed,) = endpoint(app, "GET /posts").queries
    assert shown(listed) == "select blog_post email=query.e"
    assert (
        listed.filters[0].table == "users"
        and listed.limit is not None
        and listed.order == (("createdAt", True),)
    )


NEST = """
import { Controller, Get, Injectable, Param, Post, Body } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { DataSource, Repository } from "typeorm";
import { User } from "./user";
@Injectable() export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>, private readonly source: DataSource) {}
  one(id: string) { return this.users.findOneBy({ id }); }
  all(sort: string) { return this.source.query(`select * from users order by ${sort}`); }
}
@Controller("users") export class UsersController {
  constructor(private readonly service: UsersService) {}
  @Get(":id") one(@Param("id") id: string) { return this.service.one(id); }
  @Post() all(@Body("sort") sort: string) { return this.service.all(sort); }
}
"""


def test_nest_hands_in_repositories(tmp_path: Path) -> None:
    app = understood(tmp_path, {"user.ts": USER, "post.ts": POST, "users.ts": NEST})
    assert [shown(one) for one in endpoint(app, "GET /users/:id").queries] == ["select users id=params.id"]
    assert [shown(one) for one in endpoint(app, "POST /users").queries] == ["select users sqlbody.sort"]


MIGRATION = """
import { MigrationInterface, QueryRunner, Table, TableIndex } from "typeorm";
export class First1700000000000 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE "blog_post" ("id" SERIAL PRIMARY KEY, "status" varchar NOT NULL CHECK (status <> ''))`);
    await queryRunner.createIndex("users", new TableIndex({ name: "by_role", columnNames: ["role"] }));
  }
  public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.query(`DROP TABLE "blog_post"`); }
}
"""


def test_what_migrations_make_holds_as_well(tmp_path: Path) -> None:
    app = app_of(tmp_path, "", src__migrations__1700000000000First=MIGRATION)
    users, posts = app.table("users"), app.table("blog_post")
    assert users is not None and users.indexed("role")
    assert posts is not None and posts.checks


def test_what_the_server_sets_on_a_body_is_the_servers(tmp_path: Path) -> None:
    queries = asked(tmp_path, "req.body.author = req.user; await posts.save(req.body);")
    assert queries == ["insert blog_post author_id:session.user ...body"]
    queries = asked(
        tmp_path, "const given = req.body; given.slug = 'a'; await posts.save(posts.create(given));"
    )
    assert queries == ["insert blog_post slug:'a' ...body"]
