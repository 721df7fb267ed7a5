import "reflect-metadata";
import { DataSource } from "typeorm";
import { Note, Product, User } from "./entities";

export const database = new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL,
  entities: [User, Note, Product],
  migrations: ["server/migrations/*.ts"],
  migrationsRun: true,
});
