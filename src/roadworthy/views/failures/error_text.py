"""Where the text of a caught error goes: into an answer that people get, or only into a log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, dotted, is_log, last_name, without_functions
from roadworthy.views.code.syntax import FIELDS, below

_PARTS = frozenset(
    {
        "message",
        "stack",
        "sqlMessage",
        "detail",
        "details",
        "args",
        "orig",
        "sql",
        "toString",
        "description",
        "hint",
    }
)
_AS_TEXT = regex(
    r"^(String|str|repr|JSON\.stringify|util\.inspect|inspect|traceback\.format_exc|format_exc|getErrorMessage|\.format|\.join)$"
)
# Names of what answers a request, in any of the frameworks.
_ANSWERS = regex(
    r"^(json|send|end|write|render|jsonify|flash|abort|HTTPException|JSONResponse|JsonResponse|HttpResponse\w*|Response|NextResponse|"
    r"make_response|render|render_template|render_to_response|TemplateResponse|PlainTextResponse|HTMLResponse|add_error|TRPCError|createError|format_response|"
    r"\w*([rR]espond|[rR]esponse|[rR]eply|sendError|jsonError)\w*)$"
)
# What Nest answers as it is, once it is thrown.
_THROWN = regex(
    r"^(InternalServerError|Http|BadRequest|NotFound|Conflict|BadGateway|ServiceUnavailable|UnprocessableEntity)Exception$"
)
# What tells one kind of error, meant for people, from the rest.
_GUARD = regex(
    r"isOperational|expose|NODE_ENV|\bDEBUG|debug|isDev|isProd|\bname\b|\bcode\b|status|isAxiosError|isClientError|\bis[A-Z]\w*Error"
)


def leaks(body: tuple[form.Statement, ...], error: str, *, returned: bool) -> Iterator[form.Node]:
    """The pieces of a handler that hand the raw text of an error to whoever asked. `returned` when what the function returns
    is itself the answer."""
    texts: set[str] = set()
    for node, guarded in _with_guards(body, False):
        if isinstance(node, (form.Define, form.Assignment)) and carries(node.value, error, texts):
            texts |= bound(node.target)
        if guarded:
            # Only errors of a known kind keep their text: for the rest it is replaced.
            if isinstance(node, (form.Define, form.Assignment)) and not carries(node.value, error, texts):
                texts -= bound(node.target)
            continue
        if (
            isinstance(node, form.Call)
            and not is_log(node)
            and (_answers(node) or _THROWN.match(last_name(node.callee)))
            and _handed(node, error, texts)
        ) or (isinstance(node, form.Return) and returned and carries(node.value, error, texts, whole=False)):
            yield node


def kept_texts(body: tuple[form.Statement, ...], error: str) -> set[str]:
    """The names that hold the raw text of an error when its handler is done."""
    texts: set[str] = set()
    for node, guarded in _with_guards(body, False):
        if isinstance(node, (form.Define, form.Assignment)):
            kept = not guarded and carries(node.value, error, texts)
            texts = texts | bound(node.target) if kept else texts - bound(node.target)
    return texts


def hands_on(call: form.Call, texts: set[str]) -> bool:
    """Whether a call answers a request with one of these texts."""
    return not is_log(call) and _answers(call) and _handed(call, "", texts)


# What Django REST framework sends to the client as it is.
_SENT_AS_IT_IS = regex(r"^(serializers|exceptions)\.(ValidationError|APIException|ParseError)$")


def _answers(call: form.Call) -> bool:
    name, whole = last_name(call.callee), dotted(call.callee)
    known = _ANSWERS.match(name) or _SENT_AS_IT_IS.match(whole)
    return known is not None or whole.startswith("messages.")


def _handed(call: form.Call, error: str, texts: set[str]) -> bool:
    values = (*call.arguments, *(entry.value for entry in call.keywords))
    return any(carries(value, error, texts, whole=not call.new) for value in values)


def _with_guards(nodes: object, guarded: bool) -> Iterator[tuple[form.Node, bool]]:
    """Every node of a handler, with whether only errors of a known kind get there."""
    # A loop over a stack, as in `form.descend`: a generator for each level hands every node through all of them.
    waiting = [(nodes, guarded)]
    while waiting:
        item, held = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend((one, held) for one in item[::-1])
            continue
        if isinstance(item, (form.Function, form.Class)):
            continue
        if isinstance(item, form.Node):
            yield item, held
        if isinstance(item, form.If):
            told = told_apart(item.test)
            waiting += ((item.otherwise, held), (item.then, held or told), (item.test, held))
        else:
            parts = (getattr(item, name) for name in FIELDS.get(type(item), ())[::-1])
            waiting.extend((part, held) for part in parts if part)


def told_apart(test: form.Expr) -> bool:
    """Whether a condition tells a kind of error apart that was made to be shown."""
    for node in below((test,)):
        if isinstance(node, form.Operation) and node.operator in ("instanceof",):
            return last_name(node.operands[-1]) != "Error"
        if isinstance(node, form.Call) and last_name(node.callee) == "isinstance":
            return True
        if isinstance(node, (form.Member, form.Name)) and _GUARD.search(node.name):
            return True
        if _known_words(node):
            return True
    return False


# What a database or a network says of itself.
_FOREIGN = regex(
    r"duplicate|constraint|unique|violat|foreign|relation|column|syntax|E[A-Z]{5,}|timeout|network|fetch|sql|mongo|prisma",
    re.I,
)


def _known_words(node: form.Node) -> bool:
    """Whether an error's text is compared with words that the app itself put there: `error.message.includes("already booked")`."""
    if isinstance(node, form.Call) and last_name(node.callee) in ("includes", "startsWith", "endsWith"):
        held = node.callee.object if isinstance(node.callee, form.Member) else None
        sides: tuple[form.Node | None, ...] = (held, *node.arguments)
    elif isinstance(node, form.Operation) and node.operator == "==":
        sides = node.operands
    else:
        return False
    words = [one.value for one in sides if isinstance(one, form.Literal) and isinstance(one.value, str)]
    spoken = any(isinstance(one, form.Member) and one.name == "message" for one in sides)
    return spoken and bool(words) and not any(map(_FOREIGN.search, words))


def carries(node: object, error: str, texts: set[str], *, whole: bool = False) -> bool:
    """Whether an expression holds the text of the error `error`; with `whole` the error itself counts."""
    if isinstance(node, form.Name):
        return node.name in texts or (whole and bool(error) and node.name == error)
    if isinstance(node, form.Member):
        return (node.name in _PARTS and _is_error(node.object, error)) or carries(node.object, error, texts)
    if isinstance(node, form.Call):
        return _call_carries(node, error, texts)
    if isinstance(node, form.Template):
        return any(carries(part, error, texts, whole=True) for part in node.parts)
    if isinstance(node, form.Operation):
        if node.operator in ("+", "or", "??", "%", "and"):
            return any(carries(one, error, texts, whole=node.operator in "+%") for one in node.operands)
        return False
    if isinstance(node, form.Conditional):
        if told_apart(node.test):
            return carries(node.otherwise, error, texts)
        return carries(node.then, error, texts) or carries(node.otherwise, error, texts)
    if isinstance(node, form.Record):
        return any(carries(entry.value, error, texts, whole=entry.key is not None) for entry in node.entries)
    if isinstance(node, form.Sequence):
        return any(carries(item, error, texts) for item in node.items)
    return isinstance(node, form.Await) and carries(node.value, error, texts)


def _is_error(node: object, error: str) -> bool:
    """The error itself, or what it was caused by."""
    if isinstance(node, form.Member) and node.name in ("cause", "orig", "original", "parent", "args"):
        return _is_error(node.object, error)
    return isinstance(node, form.Name) and bool(error) and node.name == error


def _call_carries(call: form.Call, error: str, texts: set[str]) -> bool:
    name = dotted(call.callee)
    values = (*call.arguments, *(entry.value for entry in call.keywords))
    if name.endswith("format_exc"):
        return True
    if name == "getattr" and len(call.arguments) == 3:
        # `getattr(error, "detail", error)`: an error of any other kind as it is.
        return carries(call.arguments[2], error, texts, whole=True)
    if _AS_TEXT.match(name) or _AS_TEXT.match(f".{last_name(call.callee)}"):
        return any(carries(value, error, texts, whole=True) for value in values)
    if isinstance(call.callee, form.Member):
        return carries(call.callee, error, texts) or carries(call.callee.object, error, texts)
    return False


def answers_in(body: object) -> bool:
    """Whether an answer to a request is made in a piece of code."""
    return any(isinstance(node, form.Call) and _answers(node) for node in without_functions(body))
