import { Body, Controller, Delete, Get, Param, ParseIntPipe, Post, Req, UseGuards } from "@nestjs/common";
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

  @Delete("me")
  leave(@Req() request: { user: { id: number } }) {
    return this.notes.leave(request.user.id);
  }
}
