import { Injectable, NotFoundException } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
import { Note, User } from "./entities";
import { CreateNote } from "./create-note.dto";

@Injectable()
export class NotesService {
  constructor(@InjectRepository(Note) private readonly notes: Repository<Note>,
    @InjectRepository(User) private readonly users: Repository<User>,
  ) {}

  list(userId: number) {
    return this.notes.find({ where: { user: { id: userId } }, order: { createdAt: "DESC" }, take: 50 });
  }

  async one(id: number, userId: number) {
    const note = await this.notes.findOne({ where: { id, user: { id: userId } } });
    if (!note) throw new NotFoundException();
    return note;
  }

  create(given: CreateNote, userId: number) {
    return this.notes.save(this.notes.create({ ...given, user: { id: userId } }));
  }

  leave(userId: number) {
    return this.users.delete({ id: userId });
  }
}
