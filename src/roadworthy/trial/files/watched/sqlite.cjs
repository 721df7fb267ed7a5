// Runs inside the app, before it: what SQLite's drivers for Node are asked is written down, with its values.
const fs = require("node:fs");
const Module = require("node:module");

const place = process.env.ROADWORTHY_STATEMENTS;
// What is longer carries a file or a list, and says no more by its end.
const LONGEST = 4000;
const DRIVERS = /(^|[\\/])(better-sqlite3|libsql|sqlite3)([\\/]|$)/;
const RUNS = ["all", "get", "run", "iterate", "each"];

function literal(value) {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  return value == null ? "NULL" : `'${String(value).replaceAll("'", "''")}'`;
}

function filledIn(sql, given) {
  const values = given.length === 1 && Array.isArray(given[0]) ? [...given[0]] : given.filter((one) => typeof one !== "function");
  const plain = values.every((one) => one === null || typeof one !== "object");
  return plain ? sql.replace(/\?\d*/g, () => (values.length ? literal(values.shift()) : "NULL")) : sql;
}

let told = false;

/** Runs what was asked; a driver that leads one of its own calls to another has told it already. */
function telling(sql, given, run) {
  if (told) return run();
  told = true;
  try {
    tell(sql, given);
    return run();
  } finally {
    told = false;
  }
}

function tell(sql, given) {
  if (typeof sql === "string") fs.appendFileSync(place, JSON.stringify(filledIn(sql, given).slice(0, LONGEST)) + "\n");
}

function wrap(owner, name, before) {
  const own = owner[name];
  if (typeof own !== "function" || own.isWatched) return;
  owner[name] = function (...given) {
    return before.call(this, own, given);
  };
  owner[name].isWatched = true;
}

/** better-sqlite3 and libsql: a statement is prepared, then run. */
function watchPrepared(prototype) {
  wrap(prototype, "prepare", function (own, given) {
    const statement = own.apply(this, given);
    for (const name of RUNS)
      wrap(statement, name, function (runs, values) {
        return telling(given[0], values, () => runs.apply(this, values));
      });
    return statement;
  });
}

/** sqlite3: the database itself is asked. */
function watchAsked(prototype) {
  for (const name of RUNS)
    wrap(prototype, name, function (own, [sql, ...values]) {
      return telling(sql, values, () => own.call(this, sql, ...values));
    });
}

function watch(found) {
  const driver = found?.Database ?? found?.default ?? found;
  const prototype = driver?.prototype;
  if (!prototype) return;
  if (typeof prototype.all === "function") watchAsked(prototype);
  else if (typeof prototype.prepare === "function") watchPrepared(prototype);
}

if (place) {
  const load = Module._load;
  Module._load = function (request, ...others) {
    const found = load.call(this, request, ...others);
    if (DRIVERS.test(request)) watch(found);
    return found;
  };
}
