// Stands in for better-sqlite3 where none of its releases brings a binding for this Node: libsql, held to what better-sqlite3
// does where the two differ (docs/api.md of better-sqlite3 12).
const fs = require("node:fs");
const path = require("node:path");
const Engine = require("engine");
const { SqliteError } = Engine;
const { parametersOf } = require("./sql_parameters.cjs");

const NO_RESULT = "This statement does not return data. Use run() instead";

function isNamed(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const kind = Object.getPrototypeOf(value);
  return kind === null || kind === Object.prototype;
}

function bindable(value) {
  if (value === undefined) return null;
  if (value === null || Buffer.isBuffer(value) || ["number", "string", "bigint"].includes(typeof value)) return value;
  throw new TypeError("SQLite3 can only bind numbers, strings, bigints, buffers, and null");
}

/** The values in the order of their numbers, or what better-sqlite3 says of them. */
function bound(names, given) {
  const named = given.find(isNamed);
  const plain = given.filter((one) => !isNamed(one)).flat().map(bindable);
  const values = names.map((name) => {
    if (name === "?") {
      if (plain.length === 0) throw new RangeError("Too few parameter values were provided");
      return plain.shift();
    }
    if (!named) throw new RangeError("Missing named parameters");
    if (!(name.slice(1) in named)) throw new RangeError(`Missing named parameter "${name.slice(1)}"`);
    return bindable(named[name.slice(1)]);
  });
  if (plain.length > 0) throw new RangeError("Too many parameter values were provided");
  return values;
}

class Statement {
  #own;
  #names;
  #form = "object";
  #bound = null;

  constructor(database, own, source) {
    this.database = database;
    this.source = source;
    this.reader = own.reader;
    this.readonly = /^\s*(select|explain|with|pragma)\b/i.test(source);
    this.#own = own;
    this.#names = parametersOf(source);
    if (this.reader) own.raw(true);
  }

  #values(given) {
    if (this.#bound && given.length) throw new TypeError("This statement already has bound parameters");
    return this.#bound ?? bound(this.#names, given);
  }

  #shape(row) {
    if (this.#form === "raw") return row;
    if (this.#form === "pluck") return row[0];
    return Object.fromEntries(this.#own.columns().map(({ name }, place) => [name, row[place]]));
  }

  #reads() {
    if (!this.reader) throw new TypeError(NO_RESULT);
  }

  run(...given) {
    const values = this.#values(given);
    if (this.reader) {
      this.#own.all(values);
      return { changes: 0, lastInsertRowid: 0, ...this.database.counted() };
    }
    const { changes, lastInsertRowid } = this.#own.run(values);
    return { changes, lastInsertRowid };
  }

  get(...given) {
    this.#reads();
    const row = this.#own.get(this.#values(given));
    return row === undefined ? undefined : this.#shape(row);
  }

  all(...given) {
    this.#reads();
    return this.#own.all(this.#values(given)).map((row) => this.#shape(row));
  }

  *iterate(...given) {
    this.#reads();
    for (const row of this.#own.iterate(this.#values(given))) yield this.#shape(row);
  }

  bind(...given) {
    this.#bound = bound(this.#names, given);
    return this;
  }

  #take(form, wanted) {
    this.#reads();
    this.#form = wanted ? form : "object";
    return this;
  }

  pluck(wanted = true) {
    return this.#take("pluck", wanted);
  }

  raw(wanted = true) {
    return this.#take("raw", wanted);
  }

  columns() {
    this.#reads();
    return this.#own.columns();
  }

  safeIntegers(wanted = true) {
    this.#own.safeIntegers(wanted);
    return this;
  }
}

function openEngine(file, options) {
  const inMemory = file === "" || file === ":memory:";
  if (!inMemory && !fs.existsSync(path.dirname(file)))
    throw new TypeError("Cannot open database because the directory does not exist");
  if (!inMemory && (options.fileMustExist || options.readonly) && !fs.existsSync(file))
    throw new SqliteError("unable to open database file", "SQLITE_CANTOPEN");
  try {
    return new Engine(inMemory ? ":memory:" : file);
  } catch {
    throw new SqliteError("unable to open database file", "SQLITE_CANTOPEN");
  }
}

function Database(file = "", options = {}) {
  if (!new.target) return new Database(file, options);
  const own = openEngine(String(file), options);
  // better-sqlite3 is compiled with SQLITE_DEFAULT_FOREIGN_KEYS and waits five seconds for a lock.
  own.exec(`PRAGMA foreign_keys = ON; PRAGMA busy_timeout = ${Number(options.timeout ?? 5000)}`);
  if (options.readonly) own.exec("PRAGMA query_only = ON");
  Object.defineProperties(this, {
    own: { value: own },
    name: { value: String(file), enumerable: true },
    memory: { value: own.memory, enumerable: true },
    readonly: { value: Boolean(options.readonly), enumerable: true },
    open: { get: () => own.open, enumerable: true },
    inTransaction: { get: () => own.inTransaction, enumerable: true },
  });
}

Database.prototype.prepare = function (sql) {
  if (typeof sql !== "string") throw new TypeError("Expected first argument to be a string");
  return new Statement(this, this.own.prepare(sql), sql);
};

/** What a statement that both writes and answers has changed. */
Database.prototype.counted = function () {
  const [changes, lastInsertRowid] = this.own.prepare("SELECT changes(), last_insert_rowid()").raw(true).get([]);
  return { changes, lastInsertRowid };
};

Database.prototype.exec = function (sql) {
  this.own.exec(sql);
  return this;
};

Database.prototype.pragma = function (source, { simple = false } = {}) {
  const statement = this.own.prepare(`PRAGMA ${source}`).raw(true);
  const rows = statement.all([]);
  const names = rows.length ? statement.columns().map((one) => one.name) : [];
  if (simple) return rows[0]?.[0];
  return rows.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place]])));
};

Database.prototype.transaction = function (work) {
  if (typeof work !== "function") throw new TypeError("Expected first argument to be a function");
  const database = this;
  const inMode = (mode) =>
    function (...given) {
      const inner = database.inTransaction;
      database.exec(inner ? "SAVEPOINT _t" : `BEGIN ${mode}`);
      try {
        const result = work.apply(this, given);
        if (typeof result?.then === "function") throw new TypeError("Transaction function cannot return a promise");
        database.exec(inner ? "RELEASE _t" : "COMMIT");
        return result;
      } catch (error) {
        if (database.inTransaction) database.exec(inner ? "ROLLBACK TO _t; RELEASE _t" : "ROLLBACK");
        throw error;
      }
    };
  const variants = { default: inMode(""), deferred: inMode("DEFERRED"), immediate: inMode("IMMEDIATE"), exclusive: inMode("EXCLUSIVE") };
  for (const one of Object.values(variants)) Object.assign(one, variants, { database });
  return variants.default;
};

Database.prototype.defaultSafeIntegers = function (wanted = true) {
  this.own.defaultSafeIntegers(wanted);
  return this;
};

Database.prototype.close = function () {
  if (this.open) this.own.close();
  return this;
};

for (const name of ["backup", "serialize", "function", "aggregate", "table", "loadExtension", "unsafeMode"])
  Database.prototype[name] = function () {
    throw new Error(`${name}() of better-sqlite3 is not there in a trial`);
  };

module.exports = Database;
module.exports.SqliteError = SqliteError;
