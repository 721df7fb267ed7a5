// Required before the app itself starts: makes its tables, and ends. Migrations come first, as its developers run them by hand: columns
// have defaults there that no entity knows. Without any, or where they fail, the entities' tables are made, as `synchronize: true`
// would. An app that does either by itself as it starts is left to it.
const { createRequire } = require("node:module");

const QUIET_MS = 1500;
const MOST_MS = 100000;

function leave(says) {
  console.log(says);
  process.exit(0);
}

async function migrated(source) {
  if (!source.migrations?.length) return false;
  try {
    await source.runMigrations();
    return true;
  } catch (error) {
    console.error(`its migrations fail: ${error.message}`);
    return false;
  }
}

const typeorm = createRequire(`${process.cwd()}/`)("typeorm");
const kind = typeorm.DataSource ?? typeorm.Connection;
// TypeORM 0.3 initializes, 0.2 connects.
const name = kind.prototype.initialize ? "initialize" : "connect";
const own = kind.prototype[name];
let ending;
kind.prototype[name] = async function made(...given) {
  clearTimeout(ending);
  const byHand = !this.options.migrationsRun && !this.options.synchronize;
  const source = await own.apply(this, given);
  if (byHand && !(await migrated(source))) await source.synchronize();
  // Several databases are opened one after the other.
  ending = setTimeout(leave, QUIET_MS, "the tables are made");
  return source;
};
setTimeout(leave, MOST_MS, "the app opened no database").unref();
