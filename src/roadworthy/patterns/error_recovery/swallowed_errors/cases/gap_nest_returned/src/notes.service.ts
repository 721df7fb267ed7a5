import { Injectable, NotFoundException } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
import { Note } from "./entities";
import { CreateNote } from "./create-note.dto";

@Injectable()
export class NotesService {
  constructor(@InjectRepository(Note) private readonly notes: Repository<Note>) {}

  list(userId: number) {
    return this.notes.find({ where: { user: { id: userId } }, order: { createdAt: "DESC" }, take: 50 });
  }

  async one(id: number, userId: number) {
    const note = await this.notes.findOne({ where: { id, user: { id: userId } } });
    if (!note) return new NotFoundException();
    return note;
  }

  create(given: CreateNote, userId: number) {
    return this.notes.save(this.notes.create({ ...given, user: { id: userId } }));
  }
}
