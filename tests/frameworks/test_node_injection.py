"""Classes of Node apps that are handed what they ask for: by tsyringe, TypeDI and InversifyJS, and by the buses of Nest."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from node_app import shown

PACKAGE = """
{ "name": "shop", "dependencies": { "express": "^4.21.0", "pg": "^8.13.0", "tsyringe": "^4.8.0", "typedi": "^0.10.0",
  "inversify": "^6.0.0", "@nestjs/common": "^10.0.0", "@nestjs/core": "^10.0.0", "@nestjs/cqrs": "^10.0.0" } }
"""
POOL = 'import { Pool } from "pg";\nexport const pool = new Pool();'

TSYRINGE = """
import { container, inject, injectable } from "tsyringe";
import { pool } from "./pool";
export interface Notes { all(): Promise<unknown>; }
@injectable()
export class StoredNotes implements Notes {
  all() { return pool.query("SELECT * FROM notes"); }
}
@injectable()
export class ListNotes {
  constructor(@inject("Notes") private notes: Notes) {}
  run() { return this.notes.all(); }
}
container.register<Notes>("Notes", { useClass: StoredNotes });
export const listed = () => container.resolve(ListNotes).run();
"""
TYPEDI = """
import { Container, Inject, Service } from "typedi";
import { pool } from "./pool";
@Service()
export class StoredNotes {
  all() { return pool.query("SELECT * FROM notes"); }
}
@Service()
export class ListNotes {
  @Inject()
  private notes: StoredNotes;
  @Inject("limit")
  private limit: number;
  run() { return this.notes.all(); }
}
Container.set("limit", 20);
export const listed = () => Container.get(ListNotes).run();
"""
INVERSIFY = """
import { Container, inject, injectable } from "inversify";
import { pool } from "./pool";
const TYPES = { Notes: Symbol.for("Notes"), ListNotes: Symbol.for("ListNotes") };
@injectable()
class StoredNotes {
  all() { return pool.query("SELECT * FROM notes"); }
}
@injectable()
class ListNotes {
  constructor(@inject(TYPES.Notes) private readonly notes: StoredNotes) {}
  run() { return this.notes.all(); }
}
const container = new Container();
container.bind<StoredNotes>(TYPES.Notes).to(StoredNotes).inSingletonScope();
container.bind<ListNotes>(TYPES.ListNotes).to(ListNotes);
export const listed = () => container.get<ListNotes>(TYPES.ListNotes).run();
"""


@pytest.mark.parametrize("services", [TSYRINGE, TYPEDI, INVERSIFY], ids=["tsyringe", "typedi", "inversify"])
def test_what_a_container_hands_in_is_followed(services: str, tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "src/pool.ts": POOL,
            "src/services.ts": services,
            "src/server.ts": """
                import express from "express";
                import { listed } from "./services";
                const app = express();
                app.get("/notes", async (req, res) => { res.json(await listed()); });
            """,
        },
    )
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "GET /notes": ["select notes"]
    }


def test_what_nobody_put_into_a_container_is_made_up_by_nothing(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "src/server.ts": """
                import express from "express";
                import { container } from "tsyringe";
                const app = express();
                app.get("/notes", async (req, res) => { res.json(await container.resolve<any>("Notes").all()); });
            """,
        },
    )
    assert [len(one.queries) for one in app.endpoints] == [0]


def test_a_bus_of_nest_hands_a_message_to_its_handler(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "src/pool.ts": POOL,
            "src/messages.ts": """
                export class RenameNote { constructor(public readonly id: string, public readonly title: string) {} }
                export class ReadNotes {}
                export class Renamed { constructor(public readonly id: string) {} }
            """,
            "src/handlers.ts": """
                import { CommandHandler, EventBus, EventsHandler, QueryHandler } from "@nestjs/cqrs";
                import { pool } from "./pool";
                import { ReadNotes, Renamed, RenameNote } from "./messages";
                @CommandHandler(RenameNote)
                export class RenameNoteHandler {
                  constructor(private readonly events: EventBus) {}
                  async execute({ id, title }: RenameNote) {
                    await pool.query("UPDATE notes SET title = $1 WHERE id = $2", [title, id]);
                    this.events.publish(new Renamed(id));
                  }
                }
                @QueryHandler(ReadNotes)
                export class ReadNotesHandler { async execute() { return pool.query("SELECT * FROM notes"); } }
                @EventsHandler(Renamed)
                export class RenamedHandler {
                  handle(event: Renamed) { pool.query("INSERT INTO logs (note_id) VALUES ($1)", [event.id]); }
                }
            """,
            "src/notes.controller.ts": """
                import { Body, Controller, Get, Param, Patch } from "@nestjs/common";
                import { CommandBus, QueryBus } from "@nestjs/cqrs";
                import { ReadNotes, RenameNote } from "./messages";
                @Controller("notes")
                export class NotesController {
                  constructor(private readonly commands: CommandBus, private readonly queries: QueryBus) {}
                  @Get()
                  all() { return this.queries.execute(new ReadNotes()); }
                  @Patch(":id")
                  rename(@Param("id") id: string, @Body() body: { title: string }) {
                    return this.commands.execute(new RenameNote(id, body.title));
                  }
                }
            """,
        },
    )
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "GET /notes": ["select notes"],
        "PATCH /notes/:id": ["update notes id=params.id title:body.title", "insert logs note_id:params.id"],
    }
