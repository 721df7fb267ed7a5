// Stands in for sqlite3, whose binding comes with its install script: the same calls and callbacks on the engine beside this
// file, one statement after the other, each in a turn of its own.
const { EventEmitter } = require("node:events");
const Engine = require("./opened.cjs");
const { withValues } = require("./sql_parameters.cjs");

const CODES = { OK: 0, ERROR: 1, BUSY: 5, READONLY: 8, CANTOPEN: 14, CONSTRAINT: 19, MISMATCH: 20, MISUSE: 21, RANGE: 25 };

function failure(code, said) {
  return Object.assign(new Error(`SQLITE_${code}: ${said}`), { errno: CODES[code] ?? CODES.ERROR, code: `SQLITE_${code}` });
}

function ownFailure(error) {
  const code = /^SQLITE_([A-Z]+)/.exec(error.code ?? "")?.[1] ?? "ERROR";
  return failure(code, error.message);
}

/** As sqlite3 binds: a truth as a number, a date as milliseconds, an object as its text. */
function bindable(value) {
  if (value === undefined || value === null || typeof value === "function") return null;
  if (typeof value === "boolean") return BigInt(value);
  if (Number.isSafeInteger(value)) return BigInt(value);
  if (value instanceof Date) return value.getTime();
  return typeof value === "object" && !Buffer.isBuffer(value) ? String(value) : value;
}

function isList(given) {
  const [first] = given;
  return given.length === 1 && first !== null && typeof first === "object" && !Buffer.isBuffer(first) && !(first instanceof Date);
}

/** One list or object of values, or the values themselves; what is missing is NULL. */
function bound(sql, given) {
  const values = isList(given) ? given[0] : given;
  const isNamed = !Array.isArray(values);
  const found = withValues(sql, (name, number) => bindable(isNamed ? (values[name] ?? values[number]) : values[number - 1]));
  if (!isNamed && values.length > found.count) throw failure("RANGE", "column index out of range");
  return found;
}

function parted(given) {
  const callback = typeof given.at(-1) === "function" ? given.at(-1) : undefined;
  return [callback ? given.slice(0, -1) : given, callback];
}

class Statement extends EventEmitter {
  constructor(database, sql, given) {
    super();
    this.database = database;
    this.sql = sql;
    this.given = given;
  }

  /** Says in its turn whether the statement is one. */
  check(callback) {
    this.database.turn(() => this.#answer(() => void this.database.prepared(this.sql), callback));
    return this;
  }

  /** `work` in the next turn; an error that nobody asked to hear of is an event, as it is in sqlite3. */
  #answer(work, callback) {
    let result;
    try {
      result = work();
    } catch (error) {
      const told = error.errno === undefined ? ownFailure(error) : error;
      if (callback) callback.call(this, told);
      else this.emit("error", told);
      return;
    }
    callback?.call(this, null, result);
  }

  #ask(given, read) {
    const [values, callback] = parted(given);
    if (values.length) this.given = values;
    const last = this.given;
    this.database.turn(() => this.#answer(() => this.#outcome(last, read), callback));
    return this;
  }

  #outcome(given, read) {
    const { asked, values } = bound(this.sql, given);
    return read(this.database.prepared(asked), values);
  }

  run(...given) {
    return this.#ask(given, (own, values) => {
      const { changes, lastInsertRowid } = own.run(...values);
      Object.assign(this, { changes, lastID: Number(lastInsertRowid) });
    });
  }

  get(...given) {
    return this.#ask(given, (own, values) => (own.reader ? own.get(...values) : void own.run(...values)));
  }

  all(...given) {
    return this.#ask(given, (own, values) => (own.reader ? own.all(...values) : (own.run(...values), [])));
  }

  each(...given) {
    const [rest, last] = parted(given);
    const [values, first] = parted(rest);
    const each = first ?? last;
    return this.all(...values, (error, rows) => {
      if (error) return each?.call(this, error);
      for (const row of rows) each?.call(this, null, row);
      if (first) last?.call(this, null, rows.length);
    });
  }

  bind(...given) {
    const [values, callback] = parted(given);
    this.given = values;
    if (callback) this.database.turn(() => callback.call(this, null));
    return this;
  }

  reset(callback) {
    if (callback) this.database.turn(() => callback.call(this, null));
    return this;
  }

  finalize(callback) {
    if (callback) this.database.turn(() => callback.call(this, null));
    return this.database;
  }
}

class Database extends EventEmitter {
  #own = null;
  #waiting = [];

  constructor(file, ...given) {
    super();
    const [[mode], callback] = parted(given);
    this.filename = file;
    this.open = false;
    this.turn(() => this.#start(file, mode, callback));
  }

  #start(file, mode = sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE, callback) {
    try {
      this.#own = new Engine(file, { fileMustExist: !(mode & sqlite3.OPEN_CREATE), readonly: Boolean(mode & sqlite3.OPEN_READONLY), timeout: 1000 });
      this.#own.exec("PRAGMA foreign_keys = OFF");
      this.open = true;
    } catch {
      return this.#tell(failure("CANTOPEN", "unable to open database file"), callback);
    }
    this.emit("open");
    callback?.call(this, null);
  }

  #tell(error, callback) {
    if (callback) callback.call(this, error);
    else this.emit("error", error);
  }

  /** Work waits for its turn, in the order in which it was asked for. */
  turn(work) {
    this.#waiting.push(work);
    setImmediate(() => this.#waiting.shift()());
  }

  prepared(sql) {
    if (!this.#own?.open) throw failure("MISUSE", "Database handle is closed");
    return this.#own.prepare(sql);
  }

  prepare(sql, ...given) {
    const [values, callback] = parted(given);
    return new Statement(this, sql, values).check(callback);
  }

  #asked(name, sql, given) {
    new Statement(this, sql, [])[name](...given);
    return this;
  }

  run(sql, ...given) {
    return this.#asked("run", sql, given);
  }

  get(sql, ...given) {
    return this.#asked("get", sql, given);
  }

  all(sql, ...given) {
    return this.#asked("all", sql, given);
  }

  each(sql, ...given) {
    return this.#asked("each", sql, given);
  }

  exec(sql, callback) {
    this.turn(() => {
      try {
        this.#own.exec(sql);
      } catch (error) {
        return this.#tell(ownFailure(error), callback);
      }
      callback?.call(this, null);
    });
    return this;
  }

  close(callback) {
    this.turn(() => {
      this.#own?.close();
      this.open = false;
      this.emit("close");
      callback?.call(this, null);
    });
  }

  serialize(work) {
    work?.();
  }

  parallelize(work) {
    work?.();
  }

  configure() {}

  interrupt() {}

  wait(callback) {
    if (callback) this.turn(() => callback.call(this, null));
    return this;
  }
}

const sqlite3 = {
  Database,
  Statement,
  OPEN_READONLY: 1,
  OPEN_READWRITE: 2,
  OPEN_CREATE: 4,
  OPEN_FULLMUTEX: 0x10000,
  OPEN_URI: 0x40,
  OPEN_SHAREDCACHE: 0x20000,
  OPEN_PRIVATECACHE: 0x40000,
  cached: { Database: (...given) => new Database(...given) },
  verbose: () => sqlite3,
  ...Object.fromEntries(Object.entries(CODES)),
};

module.exports = sqlite3;
