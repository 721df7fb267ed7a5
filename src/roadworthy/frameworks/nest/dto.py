"""What a Nest handler may be sent: classes whose fields class-validator's decorators describe."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import ClassValue, Closure, Constant, External, ListValue, Run
from roadworthy.interpret.scope import Scope
from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name

_WORDS = {"IsString": "string", "IsNumber": "number", "IsInt": "number int", "IsBoolean": "boolean", "IsEmail": "string email",
          "IsDateString": "date", "IsDate": "date", "IsArray": "array", "IsUUID": "string uuid", "IsUrl": "string url",
          "IsEnum": "enum", "IsIn": "enum", "Min": "min", "Max": "max", "MinLength": "min", "MaxLength": "max",
          "Length": "min", "Matches": "regex", "IsOptional": "optional", "IsNotEmpty": "min 1", "IsPositive": "positive",
          "IsNumberString": "regex", "IsMongoId": "regex objectid", "ArrayMaxSize": "max", "IsObject": "object",
          "ValidateNested": "object", "IsPhoneNumber": "regex", "IsStrongPassword": "min 8"}  # fmt: skip


class DtoSchema(Schema):
    """The schema that a decorated class stands for."""

    __slots__ = ()
    library = "class-validator"


Reader = Callable[[Run, Scope, form.Expr | None], str]
"""What stands at a field, in words; '' for nothing."""


def schema_of(run: Run, kind: ClassValue, *, strips: bool, strict: bool) -> DtoSchema | None:
    """The schema of a class; None when no field of it is decorated with a rule."""
    fields = fields_of(run, kind, rules_of)
    if not fields:
        return None
    made = {name: DtoSchema((rules,)) for name, rules in fields.items()}
    return DtoSchema(("object",), dict(made), kind.node, strict=strict, passes=not strips and not strict)


def fields_of(run: Run, kind: ClassValue, read: Reader, depth: int = 0) -> dict[str, str]:
    """The fields of a class and of what it is made from, with what `read` says of them."""
    found: dict[str, str] = {}
    for base in kind.bases if depth < 5 else ():
        if isinstance(base, ClassValue):
            found |= fields_of(run, base, read, depth + 1)
        elif isinstance(base, External):
            found |= _mapped(run, base, read, depth + 1)
    for statement in kind.node.body:
        if isinstance(statement, form.Define) and isinstance(statement.target, form.Name):
            rules = read(run, kind.scope, statement.annotation)
            if rules:
                found[statement.target.name] = rules
    return found


def _mapped(run: Run, base: External, read: Reader, depth: int) -> dict[str, str]:
    """The fields of `PartialType(CreateDto)`, `OmitType(CreateDto, [...])` and their kin, also of one within another."""
    found: dict[str, str] = {}
    for argument in base.arguments.positional if base.arguments is not None and depth < 5 else ():
        if isinstance(argument, ClassValue):
            found |= fields_of(run, argument, read, depth + 1)
        elif isinstance(argument, External):
            found |= _mapped(run, argument, read, depth + 1)
    return _chosen(base, found)


def _chosen(base: External, fields: dict[str, str]) -> dict[str, str]:
    """Only those that `PickType` names, all but those that `OmitType` does."""
    listed = base.arguments.get(1) if base.arguments is not None else None
    names = (
        {item.value for item in listed.items if isinstance(item, Constant)}
        if isinstance(listed, ListValue)
        else None
    )
    kind = base.path.removesuffix("()").rsplit(".", 1)[-1]
    if names is None or kind not in ("PickType", "OmitType"):
        return fields
    return {name: rules for name, rules in fields.items() if (name in names) == (kind == "PickType")}


def rules_of(run: Run, scope: Scope, annotation: form.Expr | None) -> str:
    """What class-validator's decorators ask of a field."""
    words: list[str] = []
    for decorator in annotation.children if isinstance(annotation, form.Other) else ():
        if isinstance(decorator, form.Call):
            words += _said(decorator) or _of_own(run, scope, decorator, 0)
    return " ".join(words)


def _said(decorator: form.Call) -> list[str]:
    """What a decorator of class-validator's says of a field."""
    name = last_name(decorator.callee)
    if name not in _WORDS:
        return []
    given = [str(a.value) for a in decorator.arguments if isinstance(a, form.Literal) and a.value is not None]
    words = [" ".join([_WORDS[name], *given[:1]])]
    if name == "IsUrl" and any(map(_names_hosts, decorator.arguments)):
        words.append("checked")
    if name == "Length" and len(given) > 1:
        words.append(f"max {given[1]}")
    return words


# Rules that say how much: a decorator of an app's own asks them where it is told to.
_BOUNDS = frozenset(("min", "max"))
# So many decorators deep an app's own are followed.
_DEEPEST = 3
# What such a decorator is told, by the names of class-validator's own.
_OPTIONS = {"min": "min", "max": "max", "minLength": "min", "maxLength": "max"}


def _of_own(run: Run, scope: Scope, decorator: form.Call, depth: int) -> list[str]:
    """What a decorator of the app's own (`@NameField({ maxLength: 80 })`, put together by `applyDecorators`) says: the kinds that the
    class-validator decorators in it ask for, and the bounds that it is told."""
    if not isinstance(decorator.callee, form.Name) or depth >= _DEEPEST:
        return []
    made = run.lookup(decorator.callee.name, scope, decorator)
    if not isinstance(made, Closure):
        return []
    words: list[str] = []
    always = {id(node) for node in form.descend(made.function.body, form.If)}
    for call in form.walk(made.function.body, form.Call):
        assert isinstance(call, form.Call)
        said = _said(call) or _of_own(run, made.scope, call, depth + 1)
        # A bound without its number says nothing, nor one that is asked only of some.
        words += [w for w in said if w.split()[0] not in _BOUNDS or (" " in w and id(call) in always)]
    return [*dict.fromkeys(words), *_told(decorator)] if words else []


def _told(decorator: form.Call) -> list[str]:
    return [
        f"{_OPTIONS[str(entry.key.value)]} {entry.value.value}"
        for options in decorator.arguments
        if isinstance(options, form.Record)
        for entry in options.entries
        if isinstance(entry.key, form.Literal)
        and entry.key.value in _OPTIONS
        and isinstance(entry.value, form.Literal)
    ]


def _names_hosts(options: form.Expr) -> bool:
    """`@IsUrl({ host_whitelist: [...] })`: no address of another server passes."""
    return isinstance(options, form.Record) and any(
        isinstance(entry.key, form.Literal) and entry.key.value == "host_whitelist"
        for entry in options.entries
    )
