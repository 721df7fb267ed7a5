"""Passwords of accounts that stand in code: given to what hashes or makes one, compared with what is typed, listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import by_name

_SETS = regex(
    r"^(set_?password|generate_password_hash|make_password|hash_?password|get_password_hash|password_hash|hash(Sync)?|hashpw)$",
    re.I,
)
_CREATES = regex(r"^(create_?user|create_?superuser|createUser|signUp|sign_up)$", re.I)
_PASSWORD = regex(
    r"^(password|passwd|pwd|plain_?password|default_?password|admin_?password|pass_?word_?hash)$", re.I
)
_PASSWORD_NAME = regex(r"password|passwd|pwd", re.I)
_HASHES = regex(r"bcrypt|argon|scrypt|werkzeug|passlib|hashers|pwd_?context|crypto", re.I)

LABEL = regex(
    r"\s|[<>{}]|^(password|passwort|required|hidden|text|string|\*+|current-password|new-password|forgot)\D*$",
    re.I,
)


def passwords_in(path: str, module: form.Module) -> Iterator[tuple[str, Location]]:
    constants = _constants(module)
    for value, node in _accounts(module):
        yield value, at(path, node)
    for value, literal in _opening(module, constants):
        yield value, at(path, literal)
    stand_ins = _stand_ins(module)
    for node in form.walk(module.body, form.Call):
        if isinstance(node, form.Call) and not any(
            span.start <= node.span.start < span.end for span in stand_ins
        ):
            for given in _given(node):
                for value, literal in _values(given, constants):
                    if _is_password(value) or _WORD_ITSELF.fullmatch(value):
                        yield value, at(path, literal)


_TYPED = regex(r"^(\w*(password|passcode|passwd))$", re.I)
_MADE_UP = regex(r"^_?(mock|demo|fake|dummy|stub)", re.I)
# What a field of that name may be said to be.
_STATES = frozenset(
    {"text", "password", "required", "hidden", "visible", "null", "true", "false", "undefined"}
)


def _defined(module: form.Module) -> list[str]:
    return [
        node.target.name
        for node in module.body
        if isinstance(node, form.Define) and isinstance(node.target, form.Name)
    ]


def _opening(module: form.Module, constants: dict[str, list[form.Expr]]) -> Iterator[tuple[str, form.Node]]:
    """The word that opens a door, compared where it is written: `if (password === ADMIN_PASSWORD)`. A file of made-up things plays a server."""
    if any(_MADE_UP.search(name) for name in _defined(module)):
        return
    for node in form.walk(module.body, form.Operation):
        if not isinstance(node, form.Operation) or node.operator != "==" or len(node.operands) != 2:
            continue
        for typed, known in (node.operands, node.operands[::-1]):
            if (
                isinstance(typed, (form.Name, form.Member))
                and _TYPED.match(typed.name)
                and not _is_set(typed)
            ):
                given = known if isinstance(known, (form.Literal, form.Name)) else None
                for value, literal in _values(given, constants) if given is not None else ():
                    if _is_password(value) and value not in _STATES:
                        yield value, literal


# Where an app holds what it was set up with. That it looks for the value everybody knows there means that it does something about it.
_SETTINGS = regex(r"(^|\.)(config|configuration|conf|settings|options|opts|env|environ)(\.|$)", re.I)


def _is_set(typed: form.Name | form.Member) -> bool:
    """Whether it is a setting that is looked at, and nothing that people type: `config.basicAuth.password === "pass"`."""
    return isinstance(typed, form.Member) and _SETTINGS.search(_dotted(typed.object)) is not None


# A field's label anywhere else; what is hashed is a password, whatever it is.
_WORD_ITSELF = regex(r"pass(word|wort)", re.I)
_STANDS_IN = regex(r"dummy|fake|timing|no_?account|never", re.I)


def _stand_ins(module: form.Module) -> list[form.Span]:
    """Where a hash is made that nobody's password has: it is compared with where there is no account, to take as long."""
    return [
        node.value.span
        for node in form.walk(module.body, form.Define, form.Assignment)
        if isinstance(node, (form.Define, form.Assignment))
        and isinstance(node.target, form.Name)
        and node.value is not None
        and _STANDS_IN.search(node.target.name)
    ]


def _given(node: form.Call) -> Iterator[form.Expr]:
    """The arguments of a call that hashes or sets a password or makes an account with one."""
    name = node.callee.name if isinstance(node.callee, (form.Member, form.Name)) else ""
    if (
        _SETS.match(name)
        and node.arguments
        and (
            name not in ("hash", "hashSync", "hashpw")
            or _HASHES.search(_dotted(node.callee))
            or _dotted(node.callee) == name
        )
    ):
        yield node.arguments[0]
    if _CREATES.match(name):
        for keyword in node.keywords:
            if isinstance(keyword.key, form.Literal) and keyword.key.value == "password":
                yield keyword.value


def _dotted(node: form.Expr) -> str:
    if isinstance(node, form.Member):
        return f"{_dotted(node.object)}.{node.name}"
    return node.name if isinstance(node, form.Name) else ""


def _constants(module: form.Module) -> dict[str, list[form.Expr]]:
    found: dict[str, list[form.Expr]] = {}
    for node in form.walk(module.body, form.Define, form.Assignment):
        if (
            isinstance(node, (form.Define, form.Assignment))
            and isinstance(node.target, form.Name)
            and node.value is not None
        ) and _PASSWORD_NAME.search(node.target.name):
            found.setdefault(node.target.name, []).append(node.value)
    return found


def _values(
    given: form.Expr, constants: dict[str, list[form.Expr]], depth: int = 0
) -> Iterator[tuple[str, form.Node]]:
    """The literal texts that a value may be: itself, a default, a guessable pattern."""
    if isinstance(given, form.Literal) and isinstance(given.value, str):
        yield given.value, given
    elif isinstance(given, form.Operation) and given.operator in ("or", "??"):
        yield from _values(given.operands[-1], constants, depth)
    elif isinstance(given, form.Name) and depth < 2:
        for value in constants.get(given.name, ()):
            yield from _values(value, constants, depth + 1)
    elif (
        isinstance(given, form.Template) and isinstance(given.parts[0], form.Literal) and _is_guessable(given)
    ):
        yield (
            "".join(str(part.value) if isinstance(part, form.Literal) else "*" for part in given.parts),
            given,
        )
    elif isinstance(given, form.Call) and isinstance(given.callee, form.Member):
        if given.callee.name in ("get", "getenv") and len(given.arguments) == 2:
            yield from _values(given.arguments[1], constants, depth)
        elif given.callee.name in ("encode", "strip", "trim"):
            yield from _values(given.callee.object, constants, depth)


def _is_guessable(text: form.Template) -> bool:
    """Text around an id or the date: whoever knows the pattern knows the password."""
    holes = [part for part in text.parts if not isinstance(part, form.Literal)]
    random = [
        n
        for hole in holes
        for n in form.walk((hole,))
        if isinstance(n, (form.Name, form.Member)) and re.search(r"random|token|uuid|secret", n.name, re.I)
    ]
    return bool(holes) and not random


# `{"admin": "admin@…", "password": …}` names the account by its office.
_LOGIN = regex(r"((admin|user|account)_?)?(e?mail|username|user|login)|(super_?)?admin", re.I)
# What a service of the operator's is reached by; its password is no account of the app.
_INFRASTRUCTURE = regex(r"host(name)?|port|database|db|dbname|dsn|uri", re.I)


def _accounts(module: form.Module) -> Iterator[tuple[str, form.Node]]:
    """Records with an address and a password: a list to seed, what a form is filled with."""
    for node in form.walk(module.body, form.Record, form.Call):
        entries = (
            node.entries
            if isinstance(node, form.Record)
            else node.keywords
            if isinstance(node, form.Call)
            else ()
        )
        fields = by_name(entries)
        if any(map(_INFRASTRUCTURE.fullmatch, fields)):
            continue
        logins = [v for k, v in fields.items() if _LOGIN.fullmatch(k)]
        secret = next((v for k, v in fields.items() if _PASSWORD.match(k)), None)
        if (
            isinstance(secret, form.Literal)
            and isinstance(secret.value, str)
            and _is_password(secret.value)
            and any(map(_is_login, logins))
        ):
            yield secret.value, secret


# What the first account of an app is called.
_OFFICE = regex(r"(super_?|site_?)?admin(istrator)?\d{0,3}", re.I)


def _is_login(value: form.Expr | None) -> bool:
    if isinstance(value, form.Literal) and isinstance(value.value, str):
        office = _OFFICE.fullmatch(value.value) is not None
        return office or ("@" in value.value and " " not in value.value)
    return False


def _is_password(value: str) -> bool:
    return (
        len(value) >= 4
        and not LABEL.search(value)
        and not value.startswith(("$2", "pbkdf2", "scrypt", "argon2", "http", "/"))
    )
