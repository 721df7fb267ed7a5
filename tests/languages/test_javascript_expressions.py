"""Expressions of JavaScript and TypeScript, and what they are lowered to."""

from __future__ import annotations

import pytest
from javascript_text import read, value

LITERALS = {
    "'text'": '"text"',
    '"it\\\'s"': '"it\'s"',
    r"'\n\t\x41\u0042\u{1F600}\0'": '"\\n\\tAB😀\\u0000"',
    r"'\ud83d\ude00'": '"😀"',
    r"'\ud83d'": '"\ufffd"',
    "'a\\\nb'": '"ab"',
    "'naïve ☕'": '"naïve ☕"',
    "42": "42",
    "1_000": "1000",
    "0xff": "255",
    "0b11": "3",
    "0o17": "15",
    "1.5": "1.5",
    "5e3": "5000",
    ".5": "0.5",
    "10n": "10",
    "99999999999999999999": "1e+20",
    "true": "true",
    "false": "false",
    "null": "null",
    "undefined": "null",
    "/a[/]b/gi": 'regex<"a[/]b", "gi">',
    "`plain`": '"plain"',
    "``": '""',
    "`a${b}c${d.e}`": "`a${b}c${d.e}`",
    "`${a}`": "`${a}`",
    "`${'a'}`": "`a`",
    "`\\`\\${x}\n${y}`": "``${x}\n${y}`",
    "sql`select ${x}`": "sql`select ${x}`",
}

ACCESS = {
    "this.a": "this.a",
    "a?.b": "a.b",
    "a?.[b]": "a[b]",
    "a?.(b)": "a(b)",
    "a?.b?.[0]?.(c).d": "a.b[0](c).d",
    "this.#secret": "this.#secret",
    "#secret in a": "(#secret in a)",
    "a /* why */ . b": "a.b",
    "super.a()": "super.a()",
    "f(a, ...b, /* c */ d)": "f(a, ...b, d)",
    "f<string>(a)": "f(a)",
    "new Date": "new Date()",
    "new a.B<C>(1)": "new a.B(1)",
    "require('x').y": 'require("x").y',
    "import('./x')": 'import("./x")',
    "import.meta.env.KEY": "import.meta.env.KEY",
    "f(new.target)": "f(new.target)",
}

OPERATORS = {
    "a === b": "(a == b)",
    "a !== b": "(a != b)",
    "a && b || !c": "((a and b) or (not c))",
    "a ?? b": "(a ?? b)",
    "a + b * 2 ** c": "(a + (b * (2 ** c)))",
    "a // why\n + b": "(a + b)",
    "-a": "(neg a)",
    "+a": "(+ a)",
    "~a >>> 1": "((~ a) >>> 1)",
    "typeof a": "(typeof a)",
    "void 0": "(void 0)",
    "delete a.b": "(delete a.b)",
    "a instanceof B": "(a instanceof B)",
    "'a' in b": '("a" in b)',
    "a ? b : c ? d : e": "(a ? b : (c ? d : e))",
    "(a, b, c)": "sequence<a, b, c>",
    "b = c": "(b = c)",
    "b += 1": "(b += 1)",
    "b ||= 1": "(b or= 1)",
    "b &&= 1": "(b and= 1)",
    "b ??= 1": "(b ??= 1)",
    "b >>>= 1": "(b >>>= 1)",
    "b++": "(b += 1)",
    "--b.c": "(b.c -= 1)",
    "{ a, 'b': 1, 2: c, [d]: e, ...f }": '{"a": a, "b": 1, 2: c, d: e, ...f}',
    "[a, , ...b,]": "[a, null, ...b]",
    "await (await f(a)).json()": "(await (await f(a)).json())",
    "!await (a ? f : g)(b).c[0]": "(not (await (a ? f : g)(b).c[0]))",
    "(await (f())).c": "(await f()).c",
}

TYPES = {
    "await f<T>(a)": "(await f(a))",
    "await a.b<T[]>(c).d(e)[0].g": "(await a.b(c).d(e)[0].g)",
    "!a.b<T>(c)": "(not a.b(c))",
    "(await a.b<T>(c)).d": "(await a.b(c)).d",
    "c && await f<T>(a)": "(c and (await f(a)))",
    "sql<number>`a ${b}`": "sql`a ${b}`",
    "await sql<T[]>`a ${b}`": "(await sql`a ${b}`)",
    "await a.b<Array<{ c: string }>>`d`": "(await a.b`d`)",
    "a as string": "a",
    "<any>a": "a",
    "a!": "a",
    "a!.b!.c": "a.b.c",
    "a satisfies B": "a",
    "(a as any as B).c": "a.c",
    "f<string>": "f",
    "((((a))))": "a",
    "sql<number>`count(*)`": "sql`count(*)`",
    "sql.raw<Row[]>`a ${b}`.c": "sql.raw`a ${b}`.c",
    "sql<'a' | 'b'>`c`": "sql`c`",
    "sql<{ a: Map<string, Array<B>>; c?: () => D }>`e`": "sql`e`",
    "styled(A)<B>`c`": "styled(A)`c`",
    "a < b && sql<C>`d`": "((a < b) and sql`d`)",
    "f(`<b>${c}<br>`)": "f(`<b>${c}<br>`)",
}


@pytest.mark.parametrize(("source", "lowered"), [*LITERALS.items(), *ACCESS.items(), *OPERATORS.items()])
def test_an_expression_is_the_same_in_every_dialect(source: str, lowered: str) -> None:
    assert value(source, "file.ts") == lowered
    assert value(source, "file.tsx") == lowered
    if not any(mark in source for mark in ("<string>", "<C>")):
        assert value(source, "file.js") == lowered


@pytest.mark.parametrize(("source", "lowered"), TYPES.items())
def test_types_around_a_value_are_dropped(source: str, lowered: str) -> None:
    assert value(source, "file.ts") == lowered


def test_await_stands_at_the_top_of_a_module_too() -> None:
    assert read("const a = await f()") == "const a = (await f());"


def test_a_generator_yields() -> None:
    assert read("function* f() { yield; yield 1; yield* g() }") == (
        "generator function f() { (yield); (yield 1); (yield g()); }"
    )


def test_destructuring_assigns_to_every_kind_of_target() -> None:
    assert read("({ a, b: c.d, e: [f] = [] } = g)") == "({a: a, b: c.d, e: [f] = []} = g);"
    assert read("[a, , b[0] = 1, ...c] = d") == "([a, , b[0] = 1, ...c] = d);"
    assert read("(a as any).b = c; a! = d") == "(a.b = c); (a = d);"


def test_destructuring_defines_with_defaults_keys_and_rest() -> None:
    assert read("const { a, b: c = 1, d = f(), 'e-f': g, ...rest } = h") == (
        "const {a: a, b: c = 1, d: d = f(), e-f: g, ...rest} = h;"
    )
    assert read("let [a, [b], { c } = {}] = d") == "let [a, [b], {c: c} = {}] = d;"
    assert read("const { [key]: a, ['b']: c } = d") == "const {: a, b: c} = d;"
