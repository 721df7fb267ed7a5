import { Injectable, InternalServerErrorException, Logger } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
import { Note } from "./entities";
import { CreateNote } from "./create-note.dto";

@Injectable()
export class NotesService {
  private readonly log = new Logger(NotesService.name);

  constructor(@InjectRepository(Note) private readonly notes: Repository<Note>) {}

  async list(userId: number) {
    try {
      return await this.notes.find({ where: { user: { id: userId } }, order: { createdAt: "DESC" }, take: 50 });
    } catch (error) {
      this.log.error(error);
      throw new InternalServerErrorException("The notes could not be read");
    }
  }

  one(id: number, userId: number) {
    return this.notes.findOneOrFail({ where: { id, user: { id: userId } } });
  }

  create(given: CreateNote, userId: number) {
    return this.notes.save(this.notes.create({ ...given, user: { id: userId } }));
  }
}
