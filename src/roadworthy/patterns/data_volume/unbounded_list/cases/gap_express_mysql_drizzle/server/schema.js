const { index, int, mysqlEnum, mysqlTable, timestamp, varchar } = require("drizzle-orm/mysql-core");

const users = mysqlTable("users", {
  id: int("id").autoincrement().primaryKey(),
  email: varchar("email", { length: 254 }).notNull().unique(),
  password: varchar("password", { length: 100 }).notNull(),
  role: mysqlEnum("role", ["member", "admin"]).notNull().default("member"),
});

const notes = mysqlTable(
  "notes",
  {
    id: int("id").autoincrement().primaryKey(),
    userId: int("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    title: varchar("title", { length: 120 }).notNull(),
    reference: varchar("reference", { length: 60 }).notNull(),
    createdAt: timestamp("created_at").notNull().defaultNow(),
  },
  (table) => [index("notes_of_user").on(table.userId, table.id)],
);

module.exports = { notes, users };
