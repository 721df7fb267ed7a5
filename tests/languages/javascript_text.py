"""Writes the form out as text close to the source, so that a test shows both on neighbouring lines."""

from __future__ import annotations

import json
from typing import Any

from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript


def read(source: str, path: str = "file.tsx") -> str:
    """The body of a module that parses, one statement after another."""
    module = read_javascript(path, source.encode())
    assert module.errors == (), module.errors
    return written(module.body)


def value(source: str, path: str = "file.tsx") -> str:
    """What an expression is lowered to."""
    return read(f"_ = {source}", path).removeprefix("(_ = ").removesuffix(");")


def written(nodes: Any) -> str:
    return " ".join(text(node) for node in nodes)


def listed(nodes: Any) -> str:
    return ", ".join("" if node is None else text(node) for node in nodes)


def text(node: Any) -> str:
    return WRITERS[type(node)](node)


def block(nodes: Any) -> str:
    return f"{{ {written(nodes)} }}" if nodes else "{}"


def literal(node: form.Literal) -> str:
    return json.dumps(node.value, ensure_ascii=False)


def template(node: form.Template) -> str:
    tag = text(node.tag) if node.tag else ""
    parts = (str(p.value) if isinstance(p, form.Literal) else f"${{{text(p)}}}" for p in node.parts)
    return f"{tag}`{''.join(parts)}`"


def entry(node: form.Entry) -> str:
    return f"...{text(node.value)}" if node.key is None else f"{text(node.key)}: {text(node.value)}"


def operation(node: form.Operation) -> str:
    if len(node.operands) == 1:
        return f"({node.operator} {text(node.operands[0])})"
    return "(" + f" {node.operator} ".join(map(text, node.operands)) + ")"


def element(node: form.Element) -> str:
    attributes = "".join(f" {entry(one)}" for one in node.attributes)
    return f"<{node.tag}{attributes}>[{listed(node.children)}]"


def field_target(node: form.FieldTarget) -> str:
    return f"{node.key}: {text(node.target)}" + default(node.default)


def default(node: Any) -> str:
    return "" if node is None else f" = {text(node)}"


def record_target(node: form.RecordTarget) -> str:
    rest = [f"...{text(node.rest)}"] if node.rest else []
    return "{" + ", ".join([*map(field_target, node.fields), *rest]) + "}"


def sequence_target(node: form.SequenceTarget) -> str:
    defaults = node.defaults or (None,) * len(node.items)
    items = [
        ("" if item is None else text(item)) + default(one)
        for item, one in zip(node.items, defaults, strict=True)
    ]
    return "[" + ", ".join([*items, *([f"...{text(node.rest)}"] if node.rest else [])]) + "]"


def parameter(node: form.Parameter) -> str:
    annotation = f"{text(node.annotation)} " if node.annotation else ""
    return annotation + ("..." if node.rest else "") + text(node.target) + default(node.default)


def function(node: form.Function) -> str:
    words = [*(f"@{text(one)}" for one in node.decorators)]
    words += ["static"] * node.static + ["async"] * node.is_async + ["generator"] * node.generator
    return " ".join([*words, node.kind, f"{node.name}({listed(node.parameters)})", block(node.body)])


def class_(node: form.Class) -> str:
    decorators = "".join(f"@{text(one)} " for one in node.decorators)
    bases = f" extends {listed(node.bases)}" if node.bases else ""
    return f"{decorators}class {node.name}{bases} {block(node.body)}"


def define(node: form.Define) -> str:
    words = [text(node.annotation)] if node.annotation else []
    words += [node.kind] if node.kind else []
    return " ".join([*words, text(node.target)]) + default(node.value) + ";"


def if_(node: form.If) -> str:
    otherwise = f" else {block(node.otherwise)}" if node.otherwise else ""
    return f"if {text(node.test)} {block(node.then)}{otherwise}"


def loop(node: form.Loop) -> str:
    target = f" {text(node.target)}" if node.target else ""
    subject = f" {text(node.subject)}" if node.subject else ""
    return f"{'async ' * node.is_async}{node.kind}{target}{subject} {block(node.body)}"


def try_(node: form.Try) -> str:
    handlers = "".join(
        f" catch {text(one.target) + ' ' if one.target else ''}{block(one.body)}" for one in node.handlers
    )
    final = f" finally {block(node.final)}" if node.final else ""
    return f"try {block(node.body)}{handlers}{final}"


def case(node: form.Case) -> str:
    return f"case {text(node.test)}: {block(node.body)}" if node.test else f"default: {block(node.body)}"


def names(nodes: Any, first: str, second: str) -> str:
    return "{" + ", ".join(f"{getattr(one, first)} as {getattr(one, second)}" for one in nodes) + "}"


def export(node: form.Export) -> str:
    source = "" if node.source is None else f" from {node.source}"
    return f"export {names(node.names, 'local', 'exported')}{source};"


WRITERS: dict[type, Any] = {
    form.Literal: literal,
    form.Template: template,
    form.Name: lambda node: node.name,
    form.Member: lambda node: f"{text(node.object)}.{node.name}",
    form.Index: lambda node: f"{text(node.object)}[{text(node.key)}]",
    form.Call: lambda node: f"{'new ' * node.new}{text(node.callee)}({listed(node.arguments)})",
    form.Await: lambda node: f"(await {text(node.value)})",
    form.Yield: lambda node: "(yield)" if node.value is None else f"(yield {text(node.value)})",
    form.Entry: entry,
    form.Record: lambda node: "{" + listed(node.entries) + "}",
    form.Sequence: lambda node: "[" + listed(node.items) + "]",
    form.Operation: operation,
    form.Conditional: lambda node: f"({text(node.test)} ? {text(node.then)} : {text(node.otherwise)})",
    form.Assignment: lambda node: f"({text(node.target)} {node.operator}= {text(node.value)})",
    form.Spread: lambda node: f"...{text(node.value)}",
    form.Element: element,
    form.Other: lambda node: f"{node.kind}<{listed(node.children)}>",
    form.RecordTarget: record_target,
    form.SequenceTarget: sequence_target,
    form.Parameter: parameter,
    form.Function: function,
    form.Class: class_,
    form.Define: define,
    form.Evaluate: lambda node: f"{text(node.value)};",
    form.If: if_,
    form.Loop: loop,
    form.Try: try_,
    form.Case: case,
    form.Switch: lambda node: f"switch {text(node.subject)} {block(node.cases)}",
    form.Return: lambda node: f"return {text(node.value)};" if node.value else "return;",
    form.Raise: lambda node: f"throw {text(node.value)};",
    form.Jump: lambda node: f"{node.kind};",
    form.Block: lambda node: f"block {block(node.body)}",
    form.With: lambda node: f"with {listed(one.value for one in node.items)} {block(node.body)}",
    form.Import: lambda node: f"import {names(node.names, 'imported', 'local')} from {node.source};",
    form.Export: export,
}
