"""Nest's parser of uploads is set up in the module that a controller belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.requests.uploads import uploads
from tests.frameworks.node_app import understood

CONTROLLER = """
import { Controller, Post, UploadedFile, UseInterceptors } from "@nestjs/common";
import { FileInterceptor } from "@nestjs/platform-express";
@Controller("files") export class FilesController {
  @Post("upload") @UseInterceptors(FileInterceptor("file")) upload(@UploadedFile() file: Express.Multer.File) {
    return { path: file.path };
  }
}
"""
MODULE = """
import { Module } from "@nestjs/common";
import { MulterModule } from "@nestjs/platform-express";
import { diskStorage } from "multer";
import { FilesController } from "./files.controller";
@Module({
  imports: [MulterModule.registerAsync({ useFactory: () => ({ storage: diskStorage({ destination: "./files" })BOUNDS }) })],
  controllers: [FilesController],
})
export class FilesModule {}
"""
MAIN = """
import { NestFactory } from "@nestjs/core";
import { FilesModule } from "./files.module";
const app = await NestFactory.create(FilesModule);
await app.listen(3000);
"""
BOUNDS = ", limits: { fileSize: 1000000 }, fileFilter: (req, file, done) => done(null, file.originalname.endsWith('.png'))"


@pytest.mark.parametrize(("written", "bounded"), [(BOUNDS, True), ("", False)])
def test_the_bounds_of_a_module_are_those_of_its_controllers(
    tmp_path: Path, written: str, bounded: bool
) -> None:
    files = {
        "src/files.controller.ts": CONTROLLER,
        "src/files.module.ts": MODULE.replace("BOUNDS", written),
        "src/main.ts": MAIN,
    }
    found = [one for one in uploads(understood(tmp_path, files)) if one.kind == "files"]
    assert [(one.endpoint.subject, one.sized, one.typed) for one in found] == [
        ("POST /files/upload", bounded, bounded)
    ]


@pytest.mark.parametrize(
    ("written", "bounded"), [(f", {{ {BOUNDS[2:]} }}", True), (', { dest: "./files" }', False)]
)
def test_the_bounds_that_stand_over_a_handler_are_its_own(
    tmp_path: Path, written: str, bounded: bool
) -> None:
    files = {
        "src/files.controller.ts": CONTROLLER.replace(
            'FileInterceptor("file")', f'FileInterceptor("file"{written})'
        ),
        "src/files.module.ts": MODULE.replace("BOUNDS", ""),
        "src/main.ts": MAIN,
    }
    found = [one for one in uploads(understood(tmp_path, files)) if one.kind == "files"]
    assert [(one.sized, one.typed) for one in found] == [(bounded, bounded)]
