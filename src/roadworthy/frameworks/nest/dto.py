"""What a Nest handler may be sent: classes whose fields class-validator's decorators describe."""

from __future__ import annotations

from roadworthy.frameworks.zod import Schema
from roadworthy.interpret import ClassValue, Constant, External, ListValue
from roadworthy.languages import form

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


def schema_of(kind: ClassValue, *, strips: bool, strict: bool) -> DtoSchema | None:
    """The schema of a class; None when no field of it is decorated with a rule."""
    fields = _fields(kind, 0)
    if not fields:
        return None
    made = {name: DtoSchema((rules,)) for name, rules in fields.items()}
    return DtoSchema(("object",), dict(made), kind.node, strict=strict, passes=not strips and not strict)


def _fields(kind: ClassValue, depth: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for base in kind.bases if depth < 5 else ():
        if isinstance(base, ClassValue):
            found |= _fields(base, depth + 1)
        elif isinstance(base, External):
            found |= _mapped(base, depth + 1)
    for statement in kind.node.body:
        if isinstance(statement, form.Define) and isinstance(statement.target, form.Name):
            rules = _rules(statement.annotation)
            if rules:
                found[statement.target.name] = rules
    return found


def _mapped(base: External, depth: int) -> dict[str, str]:
    """The fields of `PartialType(CreateDto)`, `OmitType(CreateDto, [...])` and their kin, also of one within another."""
    found: dict[str, str] = {}
    for argument in base.arguments.positional if base.arguments is not None and depth < 5 else ():
        if isinstance(argument, ClassValue):
            found |= _fields(argument, depth + 1)
        elif isinstance(argument, External):
            found |= _mapped(argument, depth + 1)
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


def _rules(annotation: form.Expr | None) -> str:
    words = []
    for decorator in annotation.children if isinstance(annotation, form.Other) else ():
        callee = decorator.callee if isinstance(decorator, form.Call) else None
        name = callee.name if isinstance(callee, (form.Name, form.Member)) else ""
        if name in _WORDS and isinstance(decorator, form.Call):
            given = [
                str(a.value)
                for a in decorator.arguments
                if isinstance(a, form.Literal) and a.value is not None
            ]
            words.append(" ".join([_WORDS[name], *given[:1]]))
            if name == "IsUrl" and any(map(_names_hosts, decorator.arguments)):
                words.append("checked")
            if name == "Length" and len(given) > 1:
                words.append(f"max {given[1]}")
    return " ".join(words)


def _names_hosts(options: form.Expr) -> bool:
    """`@IsUrl({ host_whitelist: [...] })`: no address of another server passes."""
    return isinstance(options, form.Record) and any(
        isinstance(entry.key, form.Literal) and entry.key.value == "host_whitelist"
        for entry in options.entries
    )
