import { writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { Body, Controller, FileTypeValidator, Get, MaxFileSizeValidator, Param, ParseFilePipe, ParseIntPipe, Post, Req, UploadedFile, UseGuards, UseInterceptors } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
import { AuthGuard } from "./auth.guard";
import { CreateNote } from "./create-note.dto";
import { NotesService } from "./notes.service";

@Controller("notes")
@UseGuards(AuthGuard)
export class NotesController {
  constructor(private readonly notes: NotesService) {}

  @Get()
  list(@Req() request: { user: { id: number } }) {
    return this.notes.list(request.user.id);
  }

  @Get(":id")
  one(@Param("id", ParseIntPipe) id: number, @Req() request: { user: { id: number } }) {
    return this.notes.one(id, request.user.id);
  }

  @Post()
  create(@Body() given: CreateNote, @Req() request: { user: { id: number } }) {
    return this.notes.create(given, request.user.id);
  }

  @Post("picture")
  @UseInterceptors(FileInterceptor("file"))
  async picture(
    @UploadedFile(new ParseFilePipe({ validators: [new MaxFileSizeValidator({ maxSize: 2_000_000 }), new FileTypeValidator({ fileType: "image/png" })] }))
    file: { buffer: Buffer },
  ) {
    await writeFile(`/data/uploads/${randomUUID()}.png`, file.buffer);
  }
}
