// Required before the app itself starts: makes the tables that its TypeORM entities declare, as `synchronize: true` would, and
// ends. An app that runs its own migrations as it starts is left to them.
const { createRequire } = require("node:module");

const QUIET_MS = 1500;
const MOST_MS = 100000;

function leave(says) {
  console.log(says);
  process.exit(0);
}

const typeorm = createRequire(`${process.cwd()}/`)("typeorm");
const kind = typeorm.DataSource ?? typeorm.Connection;
// TypeORM 0.3 initializes, 0.2 connects.
const name = kind.prototype.initialize ? "initialize" : "connect";
const own = kind.prototype[name];
let ending;
kind.prototype[name] = async function made(...given) {
  clearTimeout(ending);
  if (!this.options.migrationsRun) this.options = { ...this.options, synchronize: true };
  const source = await own.apply(this, given);
  // Several databases are opened one after the other.
  ending = setTimeout(leave, QUIET_MS, "the tables are made");
  return source;
};
setTimeout(leave, MOST_MS, "the app opened no database").unref();
