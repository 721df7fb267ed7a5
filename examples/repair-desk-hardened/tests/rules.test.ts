import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

// The rules of the database, asked with psql as PostgREST asks it. Everything is rolled back.

const url = process.env.DATABASE_URL ?? "postgres://postgres:postgres@localhost:54322/postgres";
const ANN = "00000000-0000-4000-8000-00000000000a";
const BOB = "00000000-0000-4000-8000-00000000000b";
const KEY = "00000000-0000-4000-8000-0000000000ff";

const people = `insert into auth.users (id, email) values ('${ANN}', 'ann@example.com'), ('${BOB}', 'bob@example.com');`;

function as(person: string, statements: string): string {
  const claims = JSON.stringify({ sub: person, role: "authenticated" });
  return `set local role authenticated; select set_config('request.jwt.claims', '${claims}', true); ${statements} reset role;`;
}

/** The last line that the statements print; throws what the database refuses. */
function run(statements: string): string {
  const given = ["-qAt", "-v", "ON_ERROR_STOP=1", url, "-c", `begin; ${people} ${statements} rollback;`];
  return execFileSync("psql", given, { encoding: "utf-8", stdio: "pipe" }).trim().split("\n").at(-1) ?? "";
}

const ticket = (person: string, more = "") =>
  `insert into public.tickets (customer_id, device, problem, idempotency_key${more ? ", status" : ""})
   values ('${person}', 'Lamp', 'Dark', '${KEY}'${more});`;

test("nobody reads another customer's ticket", () => {
  assert.equal(run(as(ANN, ticket(ANN)) + as(BOB, "select count(*) from public.tickets;")), "0");
});

test("a customer opens no ticket for somebody else, nor one that is done", () => {
  assert.throws(() => run(as(ANN, ticket(BOB))), /row-level security/);
  assert.throws(() => run(as(ANN, ticket(ANN, ", 'done'"))), /row-level security/);
});

test("the same ticket sent twice is one ticket", () => {
  assert.throws(() => run(as(ANN, ticket(ANN) + ticket(ANN))), /duplicate key/);
});

test("only the staff takes parts and marks tickets as paid", () => {
  assert.throws(() => run(as(ANN, `select public.mark_paid('${KEY}');`)), /staff only/);
  assert.throws(() => run(as(ANN, `select public.book_delivery('{}');`)), /staff only/);
});

test("nobody reads the hash of a pick-up code, or uses up its tries", () => {
  assert.equal(run(as(ANN, "select count(*) from public.pickup_codes;")), "0");
  assert.throws(() => run(as(ANN, `select public.take_pickup_try('${KEY}');`)), /permission denied/);
});

test("nobody makes himself staff", () => {
  assert.throws(() => run(as(ANN, `insert into public.staff (user_id) values ('${ANN}');`)), /row-level security/);
});
