"""Nest hands in models that modules declare of decorated classes."""

from __future__ import annotations

from pathlib import Path

from tests.frameworks.node_app import endpoint, shown, understood

SCHEMA = """
import { Prop, Schema, SchemaFactory } from "@nestjs/mongoose";
import { HydratedDocument, Types } from "mongoose";
import { User } from "./user.schema";
export type CatDocument = HydratedDocument<Cat>;
@Schema({ timestamps: true })
export class Cat {
  @Prop({ required: true, unique: true }) name: string;
  @Prop() age: number;
  @Prop([String]) tags: string[];
  @Prop({ type: Types.ObjectId, ref: User.name, index: true }) owner: User;
}
export const CatSchema = SchemaFactory.createForClass(Cat);
CatSchema.index({ owner: 1, age: -1 });
"""
USER = """
import { Prop, Schema, SchemaFactory } from "@nestjs/mongoose";
@Schema() export class User {
  @Prop({ required: true }) email: string;
  @Prop({ select: false }) password: string;
}
export const UserSchema = SchemaFactory.createForClass(User);
"""
SERVER = """
import { Body, Controller, Get, Injectable, Module, Param, Post } from "@nestjs/common";
import { InjectModel, MongooseModule } from "@nestjs/mongoose";
import { Model } from "mongoose";
import { Cat, CatDocument, CatSchema } from "./cat.schema";
import { User, UserSchema } from "./user.schema";
@Injectable() export class CatsService {
  constructor(@InjectModel(Cat.name) private catModel: Model<CatDocument>) {}
  one(id: string) { return this.catModel.findById(id).exec(); }
  async add(body: any) { const made = new this.catModel(body); return made.save(); }
}
@Controller("cats") export class CatsController {
  constructor(private readonly cats: CatsService) {}
  @Get(":id") one(@Param("id") id: string) { return this.cats.one(id); }
  @Post() add(@Body() body: any) { return this.cats.add(body); }
}
@Module({
  imports: [
    MongooseModule.forFeature([{ name: Cat.name, schema: CatSchema }]),
    MongooseModule.forFeatureAsync([{ name: User.name, useFactory: () => UserSchema }]),
  ],
  controllers: [CatsController],
})
export class CatsModule {}
"""


def test_decorated_classes_are_collections(tmp_path: Path) -> None:
    app = understood(tmp_path, {"cat.schema.ts": SCHEMA, "user.schema.ts": USER, "cats.ts": SERVER})
    cats, users = app.table("cats"), app.table("users")
    assert cats is not None and users is not None
    kinds = {c.name: (c.type, c.nullable, c.unique) for c in cats.columns}
    assert kinds["name"] == ("text", False, True)
    assert kinds["tags"][0] == "text[]" and "createdAt" in kinds and kinds["age"][0] == "numeric"
    owner = cats.column("owner")
    assert owner is not None and owner.references is not None and owner.references.table == "users"
    assert cats.indexed("owner")
    assert [shown(q) for q in endpoint(app, "GET /cats/:id").queries] == ["select cats _id=params.id"]
    assert [shown(q) for q in endpoint(app, "POST /cats").queries] == ["insert cats ...body"]
