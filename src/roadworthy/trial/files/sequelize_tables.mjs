// Runs inside the app, in its server's folder: makes the tables that its Sequelize models declare.
//
// The arguments are SQL files. They go first for the tables that they make; tables that they only change are made from
// the models before them, and whatever has a model and no table after them is made at the end.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const here = process.cwd();
const { Sequelize, DataTypes } = createRequire(path.join(here, "package.json"))("sequelize");
// Types of MySQL alone, in models written for it and run on another database: what holds the same numbers there.
const elsewhere = /postgres|sqlite/.test(`${process.env.DIALECT}${process.env.DB_DIALECT}${process.env.DATABASE_URL}`);
for (const name of elsewhere ? ["MEDIUMINT", "TINYINT"] : []) Sequelize[name] = DataTypes[name] = DataTypes.INTEGER;
const connections = [];
Sequelize.afterInit((connection) => connections.push(connection));

function* sources(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (/^(node_modules|client|frontend|public|dist|build|tests?|migrations|seeders|\..*)$/.test(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.[cm]?js$/.test(entry.name)) yield file;
  }
}

const declares = /\.define\(|extends\s+(?:\w+\.)?Model\b|\bModel\.init\(|new\s+(?:\w+\.)?Sequelize\(/;
const starts = /\.listen\(/;
const models = [...sources(here)].filter((file) => {
  const text = fs.readFileSync(file, "utf8");
  return declares.test(text) && !starts.test(text) && !text.startsWith("#!");
});
const indexes = [...sources(here)].filter((file) => /models[\\/]index\.[cm]?js$/.test(file));
// A file that ends its own process (a script, a check of the environment) must not end this one.
const { exit } = process;
process.exit = (code) => {
  throw new Error(`ends its process (${code ?? 0})`);
};
for (const file of [...indexes, ...models]) {
  try {
    await import(pathToFileURL(file));
  } catch (error) {
    console.error(`${path.relative(here, file)}: ${error.message}`);
  }
}
process.exit = exit;

const files = process.argv.slice(1);
const sql = files.map((name) => fs.readFileSync(path.join(here, name), "utf8"));
const made = new Set();
for (const text of sql) {
  for (const match of text.matchAll(/create\s+table\s+(?:if\s+not\s+exists\s+)?["`]?(?:public"?\.)?["`]?(\w+)/gi)) made.add(match[1]);
}

// Several rounds: a table comes after those that its foreign keys lead to.
async function make(connection, wanted) {
  let left = Object.values(connection.models).filter((model) => wanted(String(model.tableName)));
  for (let before = left.length + 1; left.length && left.length < before; ) {
    before = left.length;
    const failed = [];
    for (const model of left) {
      try {
        await model.sync();
      } catch (error) {
        failed.push(model);
        model.lastError = error;
      }
    }
    left = failed;
  }
  return left;
}

// MySQL's drivers take one statement at a time.
const pieces = (connection, text) => (connection.getDialect() === "postgres" ? [text] : text.split(/;\s*(?:\n|$)/).filter((one) => one.trim()));

for (const connection of connections) {
  await make(connection, (table) => !made.has(table));
  for (const [place, text] of sql.entries()) {
    for (const statement of pieces(connection, text)) {
      try {
        await connection.query(statement);
      } catch (error) {
        console.error(`${files[place]}: ${error.message}`);
      }
    }
  }
  for (const model of await make(connection, () => true)) console.error(`${model.tableName}: ${model.lastError.message}`);
}
process.exit(0);
