// Runs inside the sandbox: generates the app's Prisma client, lets it connect through a driver adapter where it names none,
// and writes the schema as SQL. Arguments: the folder whose package.json names Prisma, the schema, its provider, the major.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync, appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, schema, provider, major] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const home = resolve(folder);
const require = createRequire(join(home, "package.json"));
const sqlite = provider === "sqlite";
const url = sqlite ? `file:${join(here, "trial.db")}` : process.env.DATABASE_URL_OF_TRIAL || process.env.DATABASE_URL;

const kind = provider in { sqlite: 1, mysql: 1 } ? provider : "postgresql";
const PLAIN = {
  sqlite: "new factory.PrismaLibSQL({ url })",
  mysql: "new factory.PrismaMariaDb(url)",
  postgresql: "new factory.PrismaPg({ connectionString: url })",
}[kind];
// The pool that Prisma's own engine would keep, and its patience.
const POOLED = {
  sqlite: `paced(${PLAIN})`,
  mysql:
    'new factory.PrismaMariaDb(url + (/[?]/.test(url) ? "&" : "?") + "connectTimeout=5000&acquireTimeout=10000&connectionLimit=" + (cpus * 2 + 1))',
  postgresql: "new factory.PrismaPg({ connectionString: url, max: cpus * 2 + 1, connectionTimeoutMillis: 10000 })",
}[kind];
// Prisma's engine answers from threads of its own, so that other requests go on between two queries of one. libsql answers at
// once: without a turn of the event loop before each query, requests would run one after the other as they never do outside.
const PACED = `
const paced = (made) => {
  const connect = made.connect.bind(made);
  made.connect = async () => {
    const open = await connect();
    for (const name of ["queryRaw", "executeRaw"]) {
      const own = open[name].bind(open);
      open[name] = async (...given) => {
        await new Promise((turn) => setImmediate(turn));
        return own(...given);
      };
    }
    return open;
  };
  return made;
};
`;
const ADAPTER = `
const factory = require("roadworthy-prisma-adapter");
const cpus = require("node:os").cpus().length;
${sqlite ? PACED : ""}const adapter = (url) => ${POOLED};
`;

const WRAP = `
const connected = (Bare) =>
  class PrismaClient extends Bare {
    constructor(options = {}) {
      const { datasources, datasourceUrl, adapter: own, ...rest } = options ?? {};
      const named = datasourceUrl ?? Object.values(datasources ?? {})[0]?.url;
      const remote = own && /neon|planetscale|vercel/i.test(own.adapterName ?? own.constructor?.name ?? "");
      super({ ...rest, adapter: own && !remote ? own : adapter(named ?? URL_OF_TRIAL) });
    }
  };
`;

function prisma(cli, ...words) {
  const program = join(dirname(require.resolve(`${cli}/package.json`)), "build", "index.js");
  const env = {
    ...process.env,
    // Engines that are never started need not be fetched.
    PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
    PRISMA_QUERY_ENGINE_LIBRARY: "/bin/true",
    PRISMA_QUERY_ENGINE_BINARY: "/bin/true",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  return spawnSync(process.execPath, [program, ...words], { cwd: home, env, encoding: "utf8" });
}

function demand(ended) {
  if (ended.status !== 0) {
    process.stderr.write(`${ended.stdout}\n${ended.stderr}\n`);
    process.exit(1);
  }
  return ended.stdout;
}

function files(path) {
  return statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true }).filter((name) => name.endsWith(".prisma")).map((name) => join(path, name))
    : [path];
}

function generators() {
  const text = files(resolve(schema)).map((path) => [path, readFileSync(path, "utf8")]);
  return text.flatMap(([path, written]) =>
    [...written.matchAll(/^generator\s+(\w+)\s*\{([\s\S]*?)^\}/gm)].map(([, name, body]) => ({
      name,
      provider: /^\s*provider\s*=\s*"([^"]+)"/m.exec(body)?.[1] ?? "",
      output: /^\s*output\s*=\s*"([^"]+)"/m.exec(body)?.[1],
      beside: dirname(path),
    })),
  );
}

const config = join(home, "roadworthy.prisma.config.ts");

function writeConfig() {
  writeFileSync(
    config,
    `import * as factory from "roadworthy-prisma-adapter";
const url = ${JSON.stringify(url)};
export default {
  schema: ${JSON.stringify(resolve(schema))},
  experimental: { adapter: true },
  engine: "js",
  adapter: async () => ${PLAIN},
};
`,
  );
}

function generate() {
  const own = Number(major) >= 7 ? [] : ["--config", config];
  const all = prisma("prisma", "generate", ...own);
  if (all.status === 0) return;
  // Generators for documentation and the like may need what is not here; the client is what the app cannot do without.
  const clients = generators().filter((one) => /^prisma-client(-js)?$/.test(one.provider));
  demand(prisma("prisma", "generate", ...own, ...clients.flatMap((one) => ["--generator", one.name])));
}

function connect() {
  for (const { provider: kind, output, beside } of generators()) {
    if (kind === "prisma-client-js") {
      const made = output
        ? resolve(beside, output)
        : join(dirname(require.resolve("@prisma/client/package.json")), "..", "..", ".prisma", "client");
      connectScript(join(made, "index.js"));
    } else if (kind === "prisma-client" && output) {
      connectModule(resolve(beside, output));
    }
  }
}

function connectScript(path) {
  appendFileSync(
    path,
    `\n{${ADAPTER}${WRAP.replace("URL_OF_TRIAL", JSON.stringify(url))}exports.PrismaClient = connected(exports.PrismaClient);\n}\n`,
  );
}

function connectModule(made) {
  const path = ["ts", "mts", "js", "mjs"].map((ending) => join(made, "internal", `class.${ending}`)).find(existsSync);
  if (!path) return;
  const text = readFileSync(path, "utf8");
  const typed = /ts$/.test(path);
  const wrap = WRAP.replace("URL_OF_TRIAL", JSON.stringify(url)).replace("(Bare)", typed ? "(Bare: any): any" : "(Bare)");
  const lines = ADAPTER.replace("(url)", typed ? "(url: any)" : "(url)")
    .replace(/const factory = .*\n/, "")
    .replace(/const cpus = .*\n/, 'const cpus = 2;\n');
  writeFileSync(
    path,
    `${typed ? "// @ts-nocheck\n" : ""}import * as factory from "roadworthy-prisma-adapter"\n${text}\n${lines}${wrap}`
      .replace("(options = {})", typed ? "(options: any = {})" : "(options = {})")
      .replace("runtime.getPrismaClient(config)", "connected(runtime.getPrismaClient(config))"),
  );
}

async function writeSql() {
  const path = join(here, "roadworthy-schema.sql");
  const kept = readKept();
  const whole = withUrl();
  const sql = kind === "mysql" ? await mysqlSql(whole) : schemaSql(whole);
  writeFileSync(path, sql);
  if (!sqlite) return;
  const { PrismaLibSQL } = require("roadworthy-prisma-adapter");
  const connection = await new PrismaLibSQL({ url }).connect();
  await connection.executeScript(kept ?? sql);
}

function schemaSql(whole) {
  return demand(
    prisma("roadworthy-prisma", "migrate", "diff", "--from-empty", "--to-schema-datamodel", whole, "--script", "--config", config),
  );
}

/** What stands in for Prisma's engine knows no MySQL: the schema is read by Prisma's own reader and written out here. */
async function mysqlSql(whole) {
  const { mysqlSchema } = await import("/opt/roadworthy/inside/prisma_mysql.mjs");
  const reader = require("roadworthy-prisma-schema");
  const written = files(whole).map((path) => [path, readFileSync(path, "utf8")]);
  const { datamodel } = JSON.parse(reader.get_dmmf(JSON.stringify({ prismaSchema: written, noColor: true })));
  const keys = !written.some(([, text]) => /^\s*relationMode\s*=\s*"prisma"/m.test(text));
  return mysqlSchema(datamodel, keys);
}

/** The migrations of a SQLite app, which Roadworthy does not apply itself. */
function readKept() {
  const beside = statSync(resolve(schema)).isDirectory() ? resolve(schema) : dirname(resolve(schema));
  const above = [join(beside, "migrations"), join(dirname(beside), "migrations")].find(existsSync);
  if (!sqlite || !above) return undefined;
  const names = readdirSync(above).sort().map((name) => join(above, name, "migration.sql")).filter(existsSync);
  return names.length ? names.map((name) => readFileSync(name, "utf8")).join("\n") : undefined;
}

/** Prisma 7 keeps the address out of the schema, 6 wants one in it. */
function withUrl() {
  if (Number(major) < 7) return resolve(schema);
  const text = files(resolve(schema)).map((path) => readFileSync(path, "utf8")).join("\n");
  const copy = join(here, "roadworthy-schema.prisma");
  const generators = /^generator\s+\w+\s*\{[\s\S]*?^\}/gm;
  writeFileSync(copy, text.replace(generators, "").replace(/^(datasource\s+\w+\s*\{)/m, '$1\n  url = env("DATABASE_URL")'));
  return copy;
}

writeConfig();
generate();
if (Number(major) < 7) connect();
await writeSql();
