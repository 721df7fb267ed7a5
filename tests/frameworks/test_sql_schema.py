"""What SQL files are understood to leave, replayed in the order in which they were run."""

from __future__ import annotations

import pytest

from roadworthy.app import Table
from roadworthy.frameworks.sql_schema.reading import SqlSchema, read_sql


def replayed(*statements: str, **files: str) -> SqlSchema:
    """The schema that migrations leave: one file for each statement, in this order; `files` are others by name."""
    texts = {f"supabase/migrations/{number:04}_step.sql": text for number, text in enumerate(statements)}
    texts |= {f"{name}.sql": text for name, text in files.items()}
    return read_sql(texts, texts.__getitem__, supabase=True)


def table(schema: SqlSchema, name: str) -> Table:
    return next(one for one in schema.tables if one.name == name)


ORDERS = """
CREATE TYPE public.order_status AS ENUM ('open', 'paid');
CREATE TABLE public.orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  status order_status NOT NULL DEFAULT 'open',
  total numeric(10,2) NOT NULL CHECK (total >= 0),
  size text CHECK (size IN ('small', 'large')),
  note varchar(200),
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  UNIQUE (user_id, created_at)
);
"""


def test_columns_have_their_types_defaults_and_keys() -> None:
    orders = table(replayed(ORDERS), "orders")
    kinds = {column.name: column.type for column in orders.columns}
    assert kinds == {
        "id": "uuid", "user_id": "uuid", "status": "enum:order_status", "total": "numeric(10,2)", "size": "text",
        "note": "varchar(200)", "created_at": "timestamptz",
    }  # fmt: skip
    status, size, owner = (orders.column(name) for name in ("status", "size", "user_id"))
    assert status is not None and status.values == ("open", "paid") and status.default == "'open'"
    assert size is not None and size.values == ("small", "large") and size.nullable
    assert owner is not None and owner.references is not None
    assert (owner.references.table, owner.references.on_delete) == ("auth.users", "cascade")
    assert orders.primary_key == ("id",) and orders.is_unique({"user_id", "created_at"})


def test_places_are_those_of_the_columns() -> None:
    orders = table(replayed(ORDERS), "orders")
    total = orders.column("total")
    assert total is not None and total.location.start_line == 7 and orders.location.start_line == 3


def test_places_count_bytes_in_files_with_other_letters() -> None:
    text = "-- ąčęėįšųū\nCREATE TABLE kainos (id int, suma numeric);"
    made = table(replayed(text), "kainos")
    start, end = made.location.start, made.location.end
    assert text.encode()[start:end].decode() == "CREATE TABLE kainos (id int, suma numeric)"


def test_later_files_change_what_earlier_ones_made() -> None:
    schema = replayed(
        ORDERS,
        "ALTER TABLE orders RENAME COLUMN note TO remark; ALTER TABLE orders DROP COLUMN size;",
        "ALTER TABLE orders ADD COLUMN paid_at timestamptz; ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;",
        "ALTER TYPE order_status ADD VALUE 'shipped'; ALTER TABLE orders RENAME TO purchases;",
    )
    purchases = table(schema, "purchases")
    names = {column.name for column in purchases.columns}
    assert {"remark", "paid_at"} <= names and not {"note", "size"} & names
    status, total = purchases.column("status"), purchases.column("total")
    assert status is not None and status.values == ("open", "paid", "shipped")
    assert total is not None and total.nullable


def test_what_is_dropped_is_gone_with_its_policies() -> None:
    schema = replayed(
        ORDERS, 'CREATE POLICY "all" ON orders USING (true);', "DROP TABLE public.orders CASCADE;"
    )
    assert not schema.tables and not schema.rules.policies


def test_indexes_tell_their_kind() -> None:
    schema = replayed(
        ORDERS,
        "CREATE INDEX a ON orders (created_at DESC); CREATE UNIQUE INDEX b ON orders (user_id) WHERE status = 'open';"
        "CREATE INDEX c ON orders USING gin (note gin_trgm_ops); CREATE INDEX d ON orders (lower(note));",
    )
    orders = table(schema, "orders")
    named = {index.name: index for index in orders.indexes}
    assert orders.indexed("created_at") and orders.indexed("user_id"), "the unique key starts with user_id"
    assert named["b"].unique and "status" in named["b"].where
    assert named["c"].method == "gin gin_trgm_ops" and named["d"].expression == "lower(note)"
    assert not orders.indexed("note"), (
        "neither a trigram index nor one over an expression finds a note by itself"
    )


def test_a_table_that_is_only_changed_was_made_elsewhere() -> None:
    found = table(replayed("ALTER TABLE public.wallets ADD COLUMN balance int;"), "wallets")
    assert found.partial


def test_statements_in_blocks_count() -> None:
    block = """
    DO $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE policyname = 'own') THEN
        CREATE POLICY "own" ON public.orders FOR SELECT USING (auth.uid() = user_id);
      END IF;
      EXECUTE 'ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY';
    END $$;
    """
    rules = replayed(ORDERS, block).rules
    assert [policy.name for policy in rules.policies] == ["own"] and rules.secured("orders")


def test_one_odd_statement_hides_no_other() -> None:
    schema = replayed("CREATE TABLE a (id int); CREATE TABEL b (id int);\nCREATE TABLE c (id int);")
    assert {one.name for one in schema.tables} == {"a", "c"}
    assert [(one.line, "TABEL" in one.reason) for one in schema.unknown] == [(1, True)]


def test_a_dump_with_rows_is_read_for_its_tables() -> None:
    dump = "\\connect shop\nCREATE TABLE t (id int, name text);\nCOPY t (id, name) FROM stdin;\n1\tit's; odd\n\\.\nCREATE INDEX i ON t (name);"
    assert table(replayed(dump), "t").indexed("name")


def test_what_mysql_writes_is_read_as_well() -> None:
    text = """CREATE TABLE `users` (
      `id` int(11) NOT NULL AUTO_INCREMENT, `email` varchar(255) NOT NULL, `active` tinyint(1) DEFAULT 1,
      PRIMARY KEY (`id`), UNIQUE KEY `email` (`email`), KEY `active_idx` (`active`)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;"""
    users = table(replayed(text), "users")
    assert users.primary_key == ("id",) and users.is_unique({"email"})


def test_hand_run_scripts_come_after_a_dump_of_the_schema() -> None:
    schema = replayed(
        **{"scripts/2_more": "ALTER TABLE a ADD COLUMN b int;", "scripts/schema": "CREATE TABLE a (id int);"}
    )
    assert not table(schema, "a").partial and table(schema, "a").column("b") is not None


def test_scripts_that_look_or_take_back_are_no_schema() -> None:
    files = {
        "migrations/1.down": "DROP TABLE a;",
        "verify_schema": "CREATE TABLE seen (id int);",
        "migrations/1": "CREATE TABLE a (id int);",
    }
    assert {one.name for one in replayed(**files).tables} == {"a"}


# --- policies ----------------------------------------------------------------------------------------

TABLES = """
CREATE TABLE public.profiles (id uuid PRIMARY KEY, role text);
CREATE TABLE public.admins (user_id uuid PRIMARY KEY);
CREATE TABLE public.jobs (id uuid PRIMARY KEY, user_id uuid);
CREATE TABLE public.items (id uuid PRIMARY KEY, job_id uuid, user_id uuid, email text, org_id uuid, published boolean, members uuid[]);
CREATE FUNCTION public.is_admin() RETURNS boolean LANGUAGE sql AS $$ SELECT EXISTS (SELECT 1 FROM admins WHERE user_id = auth.uid()) $$;
CREATE FUNCTION public.is_open() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$;
"""


@pytest.mark.parametrize(
    ("expression", "kind", "column"),
    [
        ("true", "always", ""),
        ("false", "never", ""),
        ("1 = 1", "always", ""),
        ("auth.uid() = user_id", "owner", "user_id"),
        ("(SELECT auth.uid()) = user_id", "owner", "user_id"),
        ("user_id::text = auth.uid()::text", "owner", "user_id"),
        ("auth.uid() = ANY (members)", "owner", "members"),
        ("email = auth.jwt() ->> 'email'", "owner", "email"),
        ("auth.uid() IS NOT NULL", "signed in", ""),
        ("auth.role() = 'authenticated'", "signed in", ""),
        ("auth.role() = 'service_role'", "service", ""),
        ("auth.role() IN ('anon', 'authenticated')", "always", ""),
        ("published", "row", "published"),
        ("published = true", "row", "published"),
        ("EXISTS (SELECT 1 FROM jobs WHERE jobs.id = items.job_id AND jobs.user_id = auth.uid())", "owner", "job_id"),
        ("job_id IN (SELECT id FROM jobs WHERE user_id = auth.uid())", "owner", "job_id"),
        ("(SELECT user_id FROM jobs WHERE jobs.id = job_id) = auth.uid()", "owner", "job_id"),
        ("org_id = (SELECT id FROM profiles WHERE id = auth.uid())", "owner", "org_id"),
        ("EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin')", "role", ""),
        ("EXISTS (SELECT 1 FROM admins WHERE user_id = auth.uid())", "role", ""),
        ("EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid())", "signed in", ""),
        ("(SELECT role FROM profiles WHERE id = auth.uid()) = 'admin'", "role", ""),
        ("auth.uid() IN (SELECT user_id FROM admins)", "role", ""),
        ("is_admin()", "role", ""),
        ("is_open()", "always", ""),
        ("auth.jwt() -> 'app_metadata' ->> 'role' = 'admin'", "role", ""),
        ("auth.jwt() -> 'user_metadata' ->> 'role' = 'admin'", "claimed", ""),
        ("current_setting('request.headers')::json ->> 'x-key' = 'open'", "claimed", ""),
        ("NOT (auth.uid() IS NULL)", "signed in", ""),
        ("true OR auth.uid() = user_id", "always", ""),
        ("true AND auth.uid() = user_id", "owner", "user_id"),
        ("something_else(id)", "unknown", ""),
    ],
)  # fmt: skip
def test_a_policy_is_understood(expression: str, kind: str, column: str) -> None:
    schema = replayed(TABLES, f'CREATE POLICY "p" ON public.items FOR SELECT USING ({expression});')
    rule = schema.rules.policies[0].using_rule
    assert rule is not None and (rule.kind, rule.column) == (kind, column)


def test_policies_carry_who_they_are_for_and_what_they_say() -> None:
    text = 'CREATE POLICY "add" ON items AS RESTRICTIVE FOR INSERT TO authenticated WITH CHECK (auth.uid() = user_id);'
    policy = replayed(TABLES, text).rules.policies[0]
    assert (policy.command, policy.roles, policy.permissive) == ("insert", ("authenticated",), False)
    assert policy.check == "auth.uid() = user_id" and policy.using == ""


# --- functions, views, buckets -----------------------------------------------------------------------


def test_functions_carry_their_rights_and_who_may_call_them() -> None:
    text = "CREATE FUNCTION f(p int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN END $$;"
    made = replayed(text).rules.functions[0]
    assert made.definer and made.search_path == '""' and made.executable == ("anon", "authenticated")
    public_only = replayed(text, "REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC;").rules.functions[0]
    assert public_only.executable == ("anon", "authenticated"), (
        "each of the two was given the right by itself"
    )
    closed = replayed(
        text, "REVOKE ALL ON FUNCTION f(int) FROM PUBLIC, anon, authenticated;"
    ).rules.functions[0]
    assert not closed.callable


def test_a_function_that_is_replaced_keeps_its_grants_and_another_signature_is_another() -> None:
    text = "CREATE OR REPLACE FUNCTION f(p int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;"
    schema = replayed(
        text, "REVOKE ALL ON FUNCTION f FROM PUBLIC, anon;", text, text.replace("p int", "p text")
    )
    assert [one.executable for one in schema.rules.functions] == [
        ("authenticated",),
        ("anon", "authenticated"),
    ]


def test_views_say_with_whose_rights_they_read() -> None:
    views = replayed(
        TABLES,
        "CREATE VIEW a AS SELECT id, email FROM items; CREATE VIEW b WITH (security_invoker = true) AS SELECT * FROM items;"
        "CREATE VIEW c AS SELECT id FROM items; ALTER VIEW c SET (security_invoker = on); REVOKE ALL ON a FROM anon, authenticated;",
    ).rules.views
    assert [(v.name, v.invoker, v.tables) for v in views] == [
        ("a", False, ("items",)),
        ("b", True, ("items",)),
        ("c", True, ("items",)),
    ]
    assert views[0].readable == ()


def test_buckets_carry_their_limits() -> None:
    text = """INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
    VALUES ('docs', 'docs', true, 1048576, ARRAY['application/pdf']) ON CONFLICT (id) DO NOTHING;
    UPDATE storage.buckets SET public = false WHERE id = 'docs';"""
    bucket = replayed(text).rules.buckets[0]
    assert (bucket.name, bucket.public, bucket.limit, bucket.types) == (
        "docs",
        False,
        1048576,
        ("application/pdf",),
    )


def test_limits_may_be_set_later_and_written_in_other_ways() -> None:
    text = """INSERT INTO storage.buckets (id, name, public) VALUES ('docs', 'docs', false);
    UPDATE storage.buckets SET file_size_limit = 5 * 1024 * 1024, allowed_mime_types = '{image/png,"image/jpeg"}'::text[]
    WHERE id = 'docs';"""
    bucket = replayed(text).rules.buckets[0]
    assert (bucket.limit, bucket.types) == (5 << 20, ("image/png", "image/jpeg"))
