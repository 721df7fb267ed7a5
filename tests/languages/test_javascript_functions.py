"""Functions, methods and classes."""

from __future__ import annotations

import pytest
from javascript_text import read, value

FUNCTIONS = {
    "function f(a, b = 1, ...c) { return a }": "function f(a, b = 1, ...c) { return a; }",
    "async function f() {}": "async function f() {}",
    "async function* f() {}": "async generator function f() {}",
    "function f({ a, b: [c] = [] } = {}, [d]) {}": "function f({a: a, b: [c] = []} = {}, [d]) {}",
    "const f = () => 1": "const f = arrow f() { return 1; };",
    "const f = async a => { await a }": "const f = async arrow f(a) { (await a); };",
    "const f = (function () {})": "const f = function f() {};",
    "const f = function g() {}": "const f = function g() {};",
    "const f = () => ({ a })": 'const f = arrow f() { return {"a": a}; };',
    "const f = wrap(() => 1)": "const f = wrap(arrow () { return 1; });",
    "exports.f = () => {}": "(exports.f = arrow f() {});",
    "module.exports = () => {}": "(module.exports = arrow () {});",
    "f ||= () => {}": "(f or= arrow f() {});",
    "const { f = () => {} } = a": "const {f: f = arrow f() {}} = a;",
    "function a(f = () => {}) {}": "function a(f = arrow f() {}) {}",
    "const A = class {}": "const A = class A {};",
    "(async () => { 'use server'; f() })()": 'async arrow () { "use server"; f(); }();',
}

TYPED = {
    "function f<T>(this: A, a?: T, b: number = 1, ...c: T[]): T { return a }": (
        "function f(a, b = 1, ...c) { return a; }"
    ),
    "function f(a: string): void; function f(a: any) {}": "function f(a) {}",
    "const f = <T,>(a: T): T => a": "const f = arrow f(a) { return a; };",
    "const f = (() => 1) as F": "const f = arrow f() { return 1; };",
    "function isA(a: any): a is A { return !!a }": "function isA(a) { return (not (not a)); }",
}

CLASSES = {
    "class A extends B {}": "class A extends B {}",
    "class A extends mixin(B) {}": "class A extends mixin(B) {}",
    "class A { constructor() { super() } }": "class A { constructor constructor() { super(); } }",
    "class A { get b() {} set b(c) {} static d() {} async *e() {} }": (
        "class A { getter b() {} setter b(c) {} static method d() {} async generator method e() {} }"
    ),
    "class A { #a = 1; #b() {} c; d = () => {}; 'e-f' = 2; static g = 3 }": (
        "class A { #a = 1; method #b() {} c; d = arrow d() {}; e-f = 2; g = 3; }"
    ),
    "class A { [Symbol.iterator]() {} ['a']() {} [b] = 1 }": (
        "class A { method [Symbol.iterator]() {} method a() {} this[b] = 1; }"
    ),
    "class A { static { f() } }": "class A { block { f(); } }",
    "class A { static constructor() {} get() {} static() {} async() {} }": (
        "class A { static method constructor() {} method get() {} method static() {} method async() {} }"
    ),
    "@a @b.c(1) class A {}": "@a @b.c(1) class A {}",
    "class A { @a() @b m() {} }": "class A { @a() @b method m() {} }",
    "class A { @a b = 1 }": "class A { decorators<a> b = 1; }",
}

TYPED_CLASSES = {
    "class A<T> extends B<T> implements C, D {}": "class A extends B {}",
    "abstract class A { abstract b(): void; protected abstract c: string; d() {} }": (
        "class A { method d() {} }"
    ),
    "class A { declare b: string; readonly c!: number = 1; d?: string; [e: string]: any }": (
        "class A { c = 1; d; }"
    ),
    "class A { b(): void; b(a?: any) {} }": "class A { method b(a) {} }",
    "class A { constructor(private readonly b: B, c = 1, public d = 2) { f() } }": (
        "class A { constructor constructor(typed<B> b, c = 1, d = 2) { (this.b = b); (this.d = d); f(); } }"
    ),
    "class A { m(@Body() a: B, @Query('q') b = 1) {} }": (
        'class A { method m(typed<B, Body()> a, decorators<Query("q")> b = 1) {} }'
    ),
    "class A { accessor b = 1; static accessor c }": "class A { b = 1; c; }",
    "class A { private override async m(): Promise<void> {} }": "class A { async method m() {} }",
    "@a export class A {}": "@a class A {} export {A as A};",
    "@a export default class A {}": "@a class A {} export {A as default};",
}


@pytest.mark.parametrize(("source", "lowered"), [*FUNCTIONS.items(), *CLASSES.items()])
def test_a_function_or_class_is_the_same_in_every_dialect(source: str, lowered: str) -> None:
    assert read(source, "file.js") == lowered
    assert read(source, "file.ts") == lowered
    assert read(source, "file.tsx") == lowered


@pytest.mark.parametrize(("source", "lowered"), [*TYPED.items(), *TYPED_CLASSES.items()])
def test_types_are_dropped_but_for_those_that_decide_what_is_handed_in(source: str, lowered: str) -> None:
    assert read(source, "file.tsx") == lowered


def test_methods_and_functions_of_a_record_are_called_by_their_keys() -> None:
    assert value("{ f: () => {}, 'g-h': function () {}, async m() {}, get v() {}, *[k]() {} }") == (
        '{"f": arrow f() {}, "g-h": function g-h() {}, "m": async method m() {}, '
        '"v": getter v() {}, k: generator method [k]() {}}'
    )


def test_a_record_has_no_constructor() -> None:
    assert value("{ constructor() {} }") == '{"constructor": method constructor() {}}'
