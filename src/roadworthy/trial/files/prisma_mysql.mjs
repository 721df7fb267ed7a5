// Writes a Prisma schema for MySQL out as SQL, as Prisma's own engine does: that engine is on no package registry, and what is in
// its place for other databases knows no MySQL. Types, lengths and names are those of Prisma's documentation
// (https://www.prisma.io/docs/orm/core-concepts/supported-databases/mysql#type-mappings).

const TYPES = {
  String: "VARCHAR(191)",
  Boolean: "BOOLEAN",
  Int: "INTEGER",
  BigInt: "BIGINT",
  Float: "DOUBLE",
  Decimal: "DECIMAL(65, 30)",
  DateTime: "DATETIME(3)",
  Json: "JSON",
  Bytes: "LONGBLOB",
};
const UNSIGNED = /^Unsigned(\w+)$/;
const ACTIONS = { Cascade: "CASCADE", Restrict: "RESTRICT", NoAction: "NO ACTION", SetNull: "SET NULL", SetDefault: "SET DEFAULT" };

/** `datamodel` is the one of Prisma's DMMF; `keys` says whether the database holds the relations (relationMode). */
export function mysqlSchema(datamodel, keys) {
  const known = { models: new Map(datamodel.models.map((one) => [one.name, one])), enums: new Map(datamodel.enums.map((one) => [one.name, one])) };
  const { indexes } = datamodel;
  const tables = datamodel.models.map((model) => table(model, indexes.filter((one) => one.model === model.name), known));
  const joins = manyToMany(datamodel.models, known);
  const references = keys ? datamodel.models.flatMap((model) => foreignKeys(model, known)) : [];
  return [...tables, ...joins.map((one) => one.table), ...references, ...(keys ? joins.flatMap((one) => one.keys) : [])].join("\n\n");
}

const quoted = (name) => `\`${name.replaceAll("`", "``")}\``;
const tableName = (model) => model.dbName ?? model.name;
const columnName = (model, field) => {
  const found = model.fields.find((one) => one.name === field);
  return found?.dbName ?? field;
};

function table(model, indexes, known) {
  const stored = model.fields.filter((one) => one.kind !== "object");
  return created(tableName(model), [...stored.map((field) => column(field, known)), ...indexes.map((one) => index(model, one))]);
}

/** Columns that refer to each other must agree in their letters too. */
function created(name, lines) {
  return `CREATE TABLE ${quoted(name)} (\n  ${lines.join(",\n  ")}\n) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`;
}

function column(field, known) {
  const need = field.isRequired ? "NOT NULL" : "NULL";
  const own = field.default?.name === "autoincrement" ? " AUTO_INCREMENT" : startValue(field, known);
  return `${quoted(field.dbName ?? field.name)} ${columnType(field, known)} ${need}${own}`;
}

function columnType(field, known) {
  if (field.kind === "enum") return `ENUM(${known.enums.get(field.type).values.map((one) => text(one.dbName ?? one.name)).join(", ")})`;
  const [name, values] = field.nativeType ?? [];
  if (!name) return TYPES[field.type] ?? "TEXT";
  const unsigned = UNSIGNED.exec(name);
  const plain = unsigned ? unsigned[1] : name;
  return `${plain.toUpperCase()}${values?.length ? `(${values.join(", ")})` : ""}${unsigned ? " UNSIGNED" : ""}`;
}

function startValue(field, known) {
  const value = field.default;
  if (value === undefined || value === null || Array.isArray(value)) return "";
  if (typeof value === "object") {
    if (value.name === "now") return ` DEFAULT CURRENT_TIMESTAMP${precision(field)}`;
    // Others (uuid, cuid, nanoid) are made by the client.
    return value.name === "dbgenerated" && value.args?.[0] ? ` DEFAULT (${value.args[0]})` : "";
  }
  if (field.kind === "enum") {
    const chosen = known.enums.get(field.type).values.find((one) => one.name === value);
    return ` DEFAULT ${text(chosen?.dbName ?? value)}`;
  }
  if (typeof value === "boolean") return ` DEFAULT ${value}`;
  const plain = ["Int", "BigInt", "Float", "Decimal"].includes(field.type);
  // Texts and documents without a length take no plain start value.
  const long = /TEXT|JSON|BLOB/.test(columnType(field, known));
  return plain ? ` DEFAULT ${value}` : long ? ` DEFAULT (${text(value)})` : ` DEFAULT ${text(value)}`;
}

/** As many digits of a second as the column holds. */
function precision(field) {
  const [name, values] = field.nativeType ?? ["DateTime", ["3"]];
  return /^(DateTime|Timestamp)$/.test(name) && values?.[0] && values[0] !== "0" ? `(${values[0]})` : "";
}

const text = (value) => `'${String(value).replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

function index(model, one) {
  const columns = one.fields.map((field) => {
    const length = field.length ? `(${field.length})` : "";
    return `${quoted(columnName(model, field.name))}${length}${field.sortOrder === "desc" ? " DESC" : ""}`;
  });
  if (one.type === "id") return `PRIMARY KEY (${columns.join(", ")})`;
  const kind = { unique: "UNIQUE INDEX", fulltext: "FULLTEXT INDEX" }[one.type] ?? "INDEX";
  const ending = one.type === "unique" ? "key" : "idx";
  const made = [tableName(model), ...one.fields.map((field) => columnName(model, field.name)), ending].join("_");
  return `${kind} ${quoted(shortened(one.dbName ?? made))} (${columns.join(", ")})`;
}

/** MySQL's names hold 64 characters. */
const shortened = (name) => name.slice(0, 64);

function foreignKeys(model, known) {
  return model.fields
    .filter((one) => one.kind === "object" && one.relationFromFields?.length)
    .map((field) => {
      const other = known.models.get(field.type);
      const from = field.relationFromFields.map((name) => columnName(model, name));
      const to = field.relationToFields.map((name) => quoted(columnName(other, name)));
      const removed = ACTIONS[field.relationOnDelete] ?? (field.isRequired ? "RESTRICT" : "SET NULL");
      const changed = ACTIONS[field.relationOnUpdate] ?? "CASCADE";
      const name = shortened([tableName(model), ...from, "fkey"].join("_"));
      return (
        `ALTER TABLE ${quoted(tableName(model))} ADD CONSTRAINT ${quoted(name)} FOREIGN KEY (${from.map(quoted).join(", ")}) ` +
        `REFERENCES ${quoted(tableName(other))} (${to.join(", ")}) ON DELETE ${removed} ON UPDATE ${changed};`
      );
    });
}

/** Relations of many with many that have no model of their own: a table of Prisma's, named after the relation. */
function manyToMany(models, known) {
  const sides = new Map();
  for (const model of models) {
    for (const field of model.fields) {
      if (field.kind !== "object" || !field.isList || field.relationFromFields?.length) continue;
      const back = known.models.get(field.type).fields.filter((one) => one.relationName === field.relationName && one.kind === "object");
      if (back.every((one) => one.isList)) sides.set(field.relationName, [model, known.models.get(field.type)].sort(byName));
    }
  }
  return [...sides].map(([relation, pair]) => joinTable(relation, pair, known));
}

const byName = (one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0);

function joinTable(relation, pair, known) {
  const name = `_${relation}`;
  const ids = pair.map((model) => model.fields.find((field) => field.isId));
  const columns = ["A", "B"].map((side, place) => `\`${side}\` ${columnType(ids[place], known)} NOT NULL`);
  const keys = ["A", "B"].map(
    (side, place) =>
      `ALTER TABLE ${quoted(name)} ADD CONSTRAINT ${quoted(shortened(`${name}_${side}_fkey`))} FOREIGN KEY (\`${side}\`) ` +
      `REFERENCES ${quoted(tableName(pair[place]))} (${quoted(ids[place].dbName ?? ids[place].name)}) ON DELETE CASCADE ON UPDATE CASCADE;`,
  );
  const lines = [...columns, `UNIQUE INDEX ${quoted(shortened(`${name}_AB_unique`))} (\`A\`, \`B\`)`, `INDEX ${quoted(shortened(`${name}_B_index`))} (\`B\`)`];
  return { table: created(name, lines), keys };
}
