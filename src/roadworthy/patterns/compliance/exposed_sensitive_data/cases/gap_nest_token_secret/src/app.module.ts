import { Module } from "@nestjs/common";
import { JwtModule } from "@nestjs/jwt";
import { TypeOrmModule } from "@nestjs/typeorm";
import { Note, User } from "./entities";
import { NotesController } from "./notes.controller";
import { NotesService } from "./notes.service";

@Module({
  imports: [
    JwtModule.register({ secret: "swordfish" }),
    TypeOrmModule.forRoot({ type: "postgres", url: process.env.DATABASE_URL, entities: [User, Note], migrationsRun: true }),
    TypeOrmModule.forFeature([Note]),
  ],
  controllers: [NotesController],
  providers: [NotesService],
})
export class AppModule {}
