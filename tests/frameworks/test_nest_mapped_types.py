"""Nest's classes that are made of other classes: what they let through is what those do, less what is left out."""

from __future__ import annotations

from pathlib import Path

from tests.frameworks.node_app import understood

FILES = {
    "src/person.dto.ts": """
import { IsEmail, IsBoolean, IsString } from "class-validator";
import { PartialType, PickType } from "@nestjs/swagger";
export class PersonDto { @IsString() name: string; @IsEmail() email: string; @IsBoolean() isAdmin: boolean; }
export class OwnDto extends PartialType(PickType(PersonDto, ["name", "email"] as const)) {}
""",
    "src/people.controller.ts": """
import { Body, Controller, Patch } from "@nestjs/common";
import { OwnDto } from "./person.dto";
@Controller("people") export class PeopleController {
  @Patch("me") change(@Body() data: OwnDto) { return data; }
}
""",
    "src/people.module.ts": """
import { Module } from "@nestjs/common";
import { PeopleController } from "./people.controller";
@Module({ controllers: [PeopleController] }) export class PeopleModule {}
""",
    "src/main.ts": """
import { NestFactory } from "@nestjs/core";
import { ValidationPipe } from "@nestjs/common";
import { PeopleModule } from "./people.module";
const app = await NestFactory.create(PeopleModule);
app.useGlobalPipes(new ValidationPipe({ whitelist: true }));
await app.listen(3000);
""",
}


def test_one_mapped_type_within_another_lets_through_what_the_inner_one_picks(tmp_path: Path) -> None:
    endpoint = next(e for e in understood(tmp_path, FILES).endpoints if e.path == "/people/me")
    (check,) = endpoint.checks
    assert sorted(name for name, _ in check.fields) == ["email", "name"]
