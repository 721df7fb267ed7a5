import { Controller, Delete, Injectable, Module, Param, ParseIntPipe, Req, UseGuards } from "@nestjs/common";
import { Knex } from "knex";
import { InjectConnection } from "nest-knexjs";
import { AuthGuard } from "./auth.guard";

@Injectable()
export class ArchiveService {
  constructor(@InjectConnection() private readonly knex: Knex) {}

  async remove(id: number, userId: number) {
    await this.knex("notes").where({ id }).delete();
  }
}

@Controller("archive")
@UseGuards(AuthGuard)
export class ArchiveController {
  constructor(private readonly archive: ArchiveService) {}

  @Delete(":id")
  remove(@Param("id", ParseIntPipe) id: number, @Req() request: { user: { id: number } }) {
    return this.archive.remove(id, request.user.id);
  }
}

@Module({ controllers: [ArchiveController], providers: [ArchiveService] })
export class ArchiveModule {}
