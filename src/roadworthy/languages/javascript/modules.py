"""Imports and exports."""

from __future__ import annotations

from tree_sitter import Node as Syntax

from roadworthy.languages.form import (
    Assignment,
    Class,
    Define,
    Evaluate,
    Export,
    ExportName,
    Expr,
    Function,
    Import,
    ImportName,
    Member,
    Name,
    RecordTarget,
    SequenceTarget,
    Statement,
    Target,
)
from roadworthy.languages.javascript.classes import class_
from roadworthy.languages.javascript.functions import function
from roadworthy.languages.javascript.literals import unquoted
from roadworthy.languages.javascript.reader import Reader, parts

CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "class"})
FUNCTIONS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
    }
)


def import_(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """Every form of import; what is imported for its types only is left out."""
    if types_only(node):
        return
    names: list[ImportName] = []
    left_out = False
    source = ""
    for child in parts(node):
        if child.type == "import_clause":
            names, left_out = import_clause(reader, child)
        elif child.type == "import_require_clause":
            names = [ImportName("*", reader.text(parts(child)[0]))]
            source = unquoted(reader.text(parts(child)[-1]))
        elif child.type == "string":
            source = unquoted(reader.text(child))
    if names or not left_out:
        out.append(Import(reader.span(node), source, tuple(names)))


def types_only(node: Syntax) -> bool:
    """Whether the word `type` (or Flow's `typeof`) follows `import` or `export`."""
    return any(child.type in ("type", "typeof") for child in node.children[1:2])


def import_clause(reader: Reader, node: Syntax) -> tuple[list[ImportName], bool]:
    """The names of an import, and whether types were left out of them."""
    names: list[ImportName] = []
    left_out = False
    for child in parts(node):
        if child.type == "named_imports":
            specifiers = [one for one in parts(child) if one.type == "import_specifier"]
            values = [one for one in specifiers if not inline_type(one)]
            names.extend(ImportName(*both_names(reader, one)) for one in values)
            left_out = len(values) < len(specifiers)
        elif child.type == "namespace_import":
            names.append(ImportName("*", reader.text(parts(child)[-1])))
        elif child.type == "identifier":
            names.append(ImportName("default", reader.text(child)))
    return names, left_out


def inline_type(node: Syntax) -> bool:
    """Whether an import or export specifier says `type`; one that is called so does not."""
    first = node.children[0].type if node.children else ""
    return first in ("type", "typeof")


def both_names(reader: Reader, node: Syntax) -> tuple[str, str]:
    """The name there and the name here of `name as alias`; the same twice without an alias."""
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    there = "" if name is None else name_text(reader, name)
    return there, there if alias is None else name_text(reader, alias)


def name_text(reader: Reader, node: Syntax) -> str:
    """A name, which may be written as a string."""
    text = reader.text(node)
    return unquoted(text) if node.type == "string" else text


def import_alias(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`import Name = Space.Name` is a constant."""
    if types_only(node):
        return
    found = parts(node)
    value = reader.expression(found[-1])
    out.append(Define(reader.span(node), reader.target(found[0]), value, None, "const"))


def export(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """Every form of export; types are left out."""
    words = {child.type for child in node.children if not child.is_named}
    if types_only(node):
        return
    if "default" in words:
        export_default(reader, node, out)
    elif "=" in words:
        export_whole(reader, node, out)
    elif "{" in words or "*" in words or has_clause(node):
        export_names(reader, node, out)
    else:
        export_declaration(reader, node, out)


def has_clause(node: Syntax) -> bool:
    """Whether names are exported, not a declaration."""
    return any(child.type in ("export_clause", "namespace_export") for child in node.named_children)


def export_names(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`export { a as b } from 'x'`, `export * from 'x'`, `export * as name from 'x'`."""
    names = [ExportName("*", "*")] if any(child.type == "*" for child in node.children) else []
    source: str | None = None
    left_out = False
    for child in parts(node):
        if child.type == "export_clause":
            specifiers = [one for one in parts(child) if one.type == "export_specifier"]
            values = [one for one in specifiers if not inline_type(one)]
            names.extend(ExportName(*both_names(reader, one)) for one in values)
            left_out = len(values) < len(specifiers)
        elif child.type == "namespace_export":
            names.append(ExportName("*", name_text(reader, child.children[-1])))
        elif child.type == "string":
            source = unquoted(reader.text(child))
    if names or not left_out:
        out.append(Export(reader.span(node), tuple(names), source))


def export_declaration(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`export const a = 1`: the declaration, then the export of the names it made."""
    declaration = node.child_by_field_name("declaration")
    if declaration is None:
        return
    before = len(out)
    decorators = decorators_of(node)
    if decorators and declaration.type in CLASSES:
        out.append(class_(reader, declaration, "", decorators))
    else:
        reader.statement(declaration, out)
    names = tuple(ExportName(name, name) for statement in out[before:] for name in made(statement))
    if names:
        out.append(Export(reader.span(node), names))


def decorators_of(node: Syntax) -> tuple[Syntax, ...]:
    """Decorators that stand before `export`."""
    return tuple(child for child in node.named_children if child.type == "decorator")


def made(statement: Statement) -> list[str]:
    """The names a declaration makes."""
    if isinstance(statement, Define):
        return names_of(statement.target)
    return [statement.name] if isinstance(statement, Function | Class) else []


def names_of(target: Target) -> list[str]:
    """All names in a target."""
    if isinstance(target, Name):
        return [target.name]
    inner: list[Target | None] = []
    if isinstance(target, RecordTarget):
        inner = [*(field.target for field in target.fields), target.rest]
    elif isinstance(target, SequenceTarget):
        inner = [*target.items, target.rest]
    return [name for one in inner if one is not None for name in names_of(one)]


def export_default(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`export default value`: what has a name is declared and exported by it, else `default` is defined."""
    children = [child for child in node.children if not child.is_extra]
    at = next(at for at, child in enumerate(children) if child.type == "default")
    value = next((child for child in children[at + 1 :] if child.type != ";"), None)
    if value is None:
        return
    span = reader.span(node)
    lowered = default_value(reader, value, decorators_of(node))
    if lowered is None:
        return
    if isinstance(lowered, Function | Class) and lowered.name != "default":
        out.extend((lowered, Export(span, (ExportName(lowered.name, "default"),))))
        return
    name = Name(reader.span(children[at]), "default")
    out.append(Define(span, name, lowered, None, "const"))
    out.append(Export(span, (ExportName("default", "default"),)))


def default_value(reader: Reader, node: Syntax, decorators: tuple[Syntax, ...]) -> Expr | None:
    """What `export default` offers; None for a type."""
    if node.type in CLASSES:
        return class_(reader, node, "default", decorators)
    if node.type in FUNCTIONS:
        return function(reader, node, "default")
    return reader.bound(node, "default") if node.type in reader.tables.expressions else None


def export_whole(reader: Reader, node: Syntax, out: list[Statement]) -> None:
    """`export = value` is TypeScript for `module.exports = value`."""
    span = reader.span(node)
    sign = reader.span(next(child for child in node.children if child.type == "="))
    target = Member(sign, Name(sign, "module"), "exports")
    value = reader.expression(parts(node)[-1])
    out.append(Evaluate(span, Assignment(span, target, value)))


STATEMENTS = {
    "import_statement": import_,
    "import_alias": import_alias,
    "export_statement": export,
}
