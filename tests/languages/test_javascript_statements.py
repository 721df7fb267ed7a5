"""Statements, imports and exports."""

from __future__ import annotations

import pytest
from javascript_text import read

STATEMENTS = {
    "var a; let b = 1, c": "var a; let b = 1; let c;",
    "if (a) b(); else if (c) { d() } else e()": "if a { b(); } else { if c { d(); } else { e(); } }",
    "if (a) { }": "if a {}",
    "for (const a of b) c(a)": "each a b { c(a); }",
    "for (const [k, { v }] of b) {}": "each [k, {v: v}] b {}",
    "for await (const a of b) {}": "async each a b {}",
    "for (a.b in c) {}": "keys a.b c {}",
    "for (let i = 0, n = 9; i < n; i++) f(i)": ("let i = 0; let n = 9; counted (i < n) { f(i); (i += 1); }"),
    "for (i = 0; ; ) {}": "(i = 0); counted {}",
    "for (;;) { break }": "counted { break; }",
    "while (a) b()": "while a { b(); }",
    "do { a() } while (b)": "while b { a(); }",
    "switch (a) { case 1: case 'b': f(); break; default: { g() } }": (
        'switch a { case 1: {} case "b": { f(); break; } default: { block { g(); } } }'
    ),
    "try { a() } catch ({ message }) { b() } finally { c() }": (
        "try { a(); } catch {message: message} { b(); } finally { c(); }"
    ),
    "try { a() } catch { }": "try { a(); } catch {}",
    "throw new Error('x')": 'throw new Error("x");',
    "function f() { return } ": "function f() { return; }",
    "outer: for (const a of b) { continue outer }": "block { each a b { continue; } }",
    "{ a() }": "block { a(); }",
    ";;": "",
    "debugger": "debugger<>;",
    "a(), b()": "sequence<a(), b()>;",
    "#!/usr/bin/env node\na()": "a();",
    "// only a comment": "",
}

TYPES = {
    "type A = { b: string }; interface C {} declare const d: string; declare module 'e' {}": "",
    "declare global { interface Window { a: any } }": "",
    "enum A { B, C = 5, D, E = 'e', F = -1, 'g-h' }": (
        'const A = {"B": 0, "C": 5, "D": 6, "E": "e", "F": (neg 1), "g-h": 0};'
    ),
    "const enum A { B = 1 << 2 }": 'const A = {"B": (1 << 2)};',
    "declare enum A { B }": "",
    "namespace A { export const b = 1; f() }": "block { const b = 1; f(); }",
    "const a: Map<string, number> = new Map<string, number>()": "const a = new Map();",
    "let a!: string": "let a;",
    "let a: import('b').C<D> = e": "let a = e;",
}

IMPORTS = {
    "import 'a'": "import {} from a;",
    "import a from 'b'": "import {default as a} from b;",
    "import * as a from 'b'": "import {* as a} from b;",
    "import { a, b as c, default as d, 'e f' as g } from 'h'": (
        "import {a as a, b as c, default as d, e f as g} from h;"
    ),
    "import a, { b } from 'c'": "import {default as a, b as b} from c;",
    "import a, * as b from 'c'": "import {default as a, * as b} from c;",
    "import a from './a.json' with { type: 'json' }": "import {default as a} from ./a.json;",
}

TYPED_IMPORTS = {
    "import type { a } from 'b'": "",
    "import type a from 'b'": "",
    "import { type a, b, type c as d } from 'e'": "import {b as b} from e;",
    "import { type a } from 'b'": "",
    "import { type } from 'b'": "import {type as type} from b;",
    "import a = require('b')": "import {* as a} from b;",
    "import a = b.c": "const a = b.c;",
    "import defer * as a from 'b'": "import {* as a} from b;",
}

EXPORTS = {
    "export { a, b as c, d as default }": "export {a as a, b as c, d as default};",
    "export { a, default as b } from 'c'": "export {a as a, default as b} from c;",
    "export * from 'a'": "export {* as *} from a;",
    "export * as a from 'b'": "export {* as a} from b;",
    "export * as default from 'a'": "export {* as default} from a;",
    "export { a as 'b c' }": "export {a as b c};",
    "export {}": "export {};",
    "export const a = 1, { b, c: [d, ...e] } = f": (
        "const a = 1; const {b: b, c: [d, ...e]} = f; export {a as a, b as b, d as d, e as e};"
    ),
    "export const f = async () => {}": "const f = async arrow f() {}; export {f as f};",
    "export async function f() {}": "async function f() {} export {f as f};",
    "export class A {}": "class A {} export {A as A};",
    "export default a": "const default = a; export {default as default};",
    "export default { a }": 'const default = {"a": a}; export {default as default};',
    "export default () => {}": "const default = arrow default() {}; export {default as default};",
    "export default async function () {}": (
        "const default = async function default() {}; export {default as default};"
    ),
    "export default function f() {}": "function f() {} export {f as default};",
    "export default class A {}": "class A {} export {A as default};",
    "export default class extends B {}": (
        "const default = class default extends B {}; export {default as default};"
    ),
    "export default wrap(a)": "const default = wrap(a); export {default as default};",
}

TYPED_EXPORTS = {
    "export type { a }": "",
    "export type a = string": "",
    "export interface a {}": "",
    "export default interface A {}": "",
    "export { type a, b } from 'c'": "export {b as b} from c;",
    "export { type a }": "",
    "export type * from 'a'; b()": "b();",
    "export enum A { B }": 'const A = {"B": 0}; export {A as A};',
    "export abstract class A {}": "class A {} export {A as A};",
    "export declare const a: string": "",
    "export function f(): void; export function f() {}": "function f() {} export {f as f};",
    "export = a": "(module.exports = a);",
    "export as namespace A": "",
    "export import a = b.c": "const a = b.c; export {a as a};",
    "export default a as B": "const default = a; export {default as default};",
}


@pytest.mark.parametrize(("source", "lowered"), [*STATEMENTS.items(), *IMPORTS.items(), *EXPORTS.items()])
def test_a_statement_is_the_same_in_every_dialect(source: str, lowered: str) -> None:
    assert read(source, "file.js") == lowered
    assert read(source, "file.ts") == lowered
    assert read(source, "file.tsx") == lowered


@pytest.mark.parametrize(
    ("source", "lowered"), [*TYPES.items(), *TYPED_IMPORTS.items(), *TYPED_EXPORTS.items()]
)
def test_types_leave_nothing_but_values(source: str, lowered: str) -> None:
    assert read(source, "file.ts") == lowered


def test_with_and_using_in_javascript() -> None:
    assert read("with (a) { b() }", "file.js") == "with a { b(); }"
    assert read("{ using a = b() }", "file.js") == "block { const a = b(); }"
    assert read("await using a = b()", "file.js") == "const a = b();"


def test_using_is_a_constant_in_typescript() -> None:
    assert read("{ using a = b() }", "file.ts") == "block { const a = b(); }"
    assert read("await using a = b()", "file.ts") == "const a = b();"
