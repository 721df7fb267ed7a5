"""Which parts of a value a client still decides, after everything that was done to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.origin import REQUEST_KINDS, Fact, Origin
from roadworthy.regex import regex

# What makes a value harmless for every kind of sink: numbers, truth values, digests, keys of fixed shape.
_HARMLESS = regex(
    r"^(Number|parseInt|parseFloat|Number\.parse(Int|Float)|int|float|bool|Boolean|Math\.\w+|len|length|\.length|size|typeof|not"
    r"|==|!=|<|<=|>|>=|in|not in|instanceof|isinstance|includes|has|some|every|test|startsWith|endsWith|startswith|endswith"
    r"|indexOf|findIndex|isdigit|is_\w+|is[A-Z]\w*|Decimal|decimal\.Decimal|.*(UUID|uuid\d?|ObjectId)\(\)|datetime\..*|Date|Date\(\).*"
    r"|.*(digest|hexdigest)\(\)|.*(hash|hashSync|hashpw|generate_password_hash|make_password)(\(\))?|.*\.sign\(\)|-|\*|/|//|%|\*\*"
    r"|abs|round|min|max|sum|count|ord|hash|id|subquery|looked up|allowed|.*\.getTime\(\)|toFixed|searchable)$"
)
# What takes the meaning out of a piece of a path, a URL, a query or markup.
_ESCAPES = regex(
    r"(^|[._])(encodeURIComponent|encodeURI|quote|quote_plus|urlencode|escape|escape[-_]?html|html-entities\.\w+|escapeRegex|escapeRegExp"
    r"|escapeIdentifier|escapeLiteral|escapeshellarg|secure_filename|basename|sanitize\w*|sanitise\w*|purify|DOMPurify\.\w+|clean|bleach\.\w+"
    r"|strip_tags|striptags|slugify|xss|he\.encode|lodash\.escape\w*|shlex\.quote|validator\.\w+|htmlspecialchars|filterXSS|stringify"
    r"|url_has_allowed_host_and_scheme|is_safe_url|safe_join|conditional_escape|encode_html|createDOMPurify\(\)\.\w+"
    r"|isomorphic-dompurify\.\w+|sanitize-html|dompurify\.\w+|path\.basename|rehype-sanitize|nh3\.clean)(\(\))?$",
    re.I,
)
# Reading the address of the page: what stands in it was written by whoever made the link.
_ADDRESS = regex(
    r"(useSearchParams\(\)(\[\])?|URLSearchParams\(\)|\.?searchParams|useQuery\(\)|useRouter\(\)\.query)\.(get|getAll)(\(\))?$"
    r"|^(next/navigation\.useSearchParams\(\)\.get\(\)|URLSearchParams\(\)\.get\(\))$|useRouter\(\)\.query\.\w+$"
)
# Functions of libraries whose result still shows what they were given.
_PASSES_ON = regex(
    r"^(String|str|bytes|JSON\.(parse|stringify)|json\.(loads|dumps)|decodeURI(Component)?|unescape|atob|btoa|Object\.\w+|Array\.\w+|URL|URLSearchParams"
    r"|Buffer\.from|querystring\.\w+|qs\.\w+|(node:)?(path|posixpath|os\.path|url)(\.posix)?\.\w+|pathlib\.(Pure)?(Posix)?Path|Path|urllib\.parse\.\w+"
    r"|base64\.\w+|html\.unescape|lodash\.\w+|copy\.\w+|util\.format|textwrap\.\w+|string\.Template|functools\.reduce|itertools\.\w+|operator\.\w+"
    r"|collections\.\w+|marked\.\w+|showdown\.\w+|markdown2?\.\w+|Promise\.\w+|Symbol\.\w+|sqlalchemy(\.\w+)*\.text|f|fmt|dedent)(\(\))?(\.\w+(\(\))?)*$|^\.\w+$|^omit |^computed key$"
)
# A regular expression that only lets harmless characters through, or takes all others out.
_REPLACES = {"replace", "replaceAll", "sub", "re.sub", "re.sub()"}


def client_parts(origin: Origin, kinds: Iterable[str] = REQUEST_KINDS) -> tuple[Origin, ...]:
    """The parts of the request that a value still shows unescaped, each once."""
    wanted = frozenset(kinds)
    return tuple({str(leaf): leaf for leaf in _parts(origin, wanted)}.values())


def _parts(origin: Origin, kinds: frozenset[str]) -> Iterator[Origin]:
    if origin.kind == "computed":
        yield from _computed(origin, kinds)
    elif origin.kind == "parsed":
        if not _narrow(rules_of(origin)):
            beneath = [leaf for inner in origin.inputs for leaf in _parts(inner, kinds)]
            if beneath and "parsed" in kinds:
                yield origin
    elif origin.kind in kinds:
        yield origin


def _computed(origin: Origin, kinds: frozenset[str]) -> Iterator[Origin]:
    operation = origin.operation
    if _ADDRESS.search(operation):
        if operation.startswith("URL") and any(leaf.kind == "environment" for leaf in origin.leaves()):
            return  # the parameters of an address of the app's own configuration
        name = next((str(leaf.value) for leaf in origin.leaves() if leaf.kind == "constant"), "")
        yield Origin("query", (name,) if name else ())
        return
    if (_HARMLESS.match(operation) and not _fills_a_text(origin)) or _ESCAPES.search(operation):
        return
    if operation in _REPLACES and _takes_out(origin):
        return
    if ("(" in operation or "." in operation[1:]) and not _PASSES_ON.search(operation):
        return  # what a library makes of it is the library's: a payment page's address, the text of a file
    # What a list was made into is shown, not what it was made of.
    shown = origin.inputs[-1:] if operation == "map" else origin.inputs
    if operation == "choice":
        shown = _without_raw(shown)
    for inner in shown:
        yield from _parts(inner, kinds)
    for _, inner in origin.fields:
        yield from _parts(inner, kinds)


def _fills_a_text(origin: Origin) -> bool:
    """`"<p>%s</p>" % name` is no number."""
    first = origin.inputs[0] if origin.operation == "%" and origin.inputs else None
    return first is not None and isinstance(first.value, str)


def _without_raw(ways: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """`body = schema.parse(body)` under a condition: the way on which the same was not parsed is the one that was refused."""
    parsed = [way for way in ways if any(leaf.kind == "parsed" for leaf in way.leaves())]
    beneath = {str(_raw(way)) for way in parsed}
    return tuple(way for way in ways if way in parsed or str(way) not in beneath) if parsed else ways


def _raw(origin: Origin) -> Origin:
    """The same without the schemas that it passed."""
    if origin.kind == "parsed" and origin.inputs:
        return _raw(origin.inputs[0])
    return msgspec.structs.replace(
        origin,
        inputs=tuple(map(_raw, origin.inputs)),
        fields=tuple((name, _raw(one)) for name, one in origin.fields),
    )


def _takes_out(origin: Origin) -> bool:
    """Whether a replacement is a sieve: by a pattern, and not of one word by another."""
    patterns = [
        inner for inner in origin.inputs[1:] if inner.operation in ("regex", "re.compile", "re.compile()")
    ]
    if patterns and all(map(_is_a_beginning, patterns)):
        return False
    return bool(patterns) or origin.operation.startswith("re.")


def _is_a_beginning(pattern: Origin) -> bool:
    """`/^\\/uploads\\//`: a beginning that is written out is taken off, whatever follows it."""
    first = pattern.inputs[0] if pattern.inputs else None
    text = str(first.value) if first is not None and first.kind == "constant" else ""
    return text.startswith("^") and re.fullmatch(r"(?:[\w\s/:@%#=&;,~-]|\\[^\w])+", text[1:]) is not None


def rules_of(origin: Origin) -> str:
    """What the schema that a part of the request passed says of it."""
    schema = dict(origin.schema)
    return schema.get(".".join(origin.path), schema.get("", ""))


def _narrow(rules: str) -> bool:
    """Whether a schema leaves only values of a fixed shape."""
    return bool(
        re.search(
            r"\b(int|float|number|bool|boolean|uuid|UUID|enum|literal|Literal|date|datetime|decimal|Decimal|regex|pattern|checked)\b",
            rules,
        )
    )


def is_tested(facts: Iterable[Fact], part: Origin) -> bool:
    """Whether a part of the request was compared with what is allowed before: with constants, a list, a pattern, a check's answer."""
    return any(_tests(fact, part) for fact in facts)


# What is made of a value without asking anything of it.
_UNASKED = frozenset({"or", "and", "??", "template", "choice", "trim", "String", "str"})


def _tests(fact: Fact, part: Origin) -> bool:
    if fact.operator == "any":
        return bool(fact.any_of) and all(is_tested(way, part) for way in fact.any_of)
    sides = [fact.left] if fact.right is None else [fact.left, fact.right]
    about = [side for side in sides if any(same_part(leaf, part) for leaf in side.sources())]
    if not about:
        return False
    if fact.right is None:
        asked = about[0]
        if not fact.holds and same_part(asked, part):
            return True  # nothing was sent, and nothing is chosen by it
        # `image.includes(imageId)`: both sides are the sender's.
        own = len(asked.inputs) > 1 and all(leaf.from_request for leaf in asked.leaves())
        compares = asked.operation in ("includes", "in", "startsWith", "endsWith", "startswith", "endswith")
        return asked.kind == "computed" and asked.operation not in _UNASKED and not (own and compares)
    other = fact.right if about[0] is fact.left else fact.left
    nothing = other.kind == "constant" and other.value in (None, "", "undefined", "string", "object")
    return fact.operator in ("==", "in", "<", "<=") and fact.holds and not nothing


def same_part(leaf: Origin, part: Origin) -> bool:
    """Whether two values are the same part of the request."""
    return leaf.kind == part.kind and leaf.path == part.path


def is_handed_by_page(endpoint: Endpoint, part: Origin) -> bool:
    """Whether a server action is handed a value by the page that calls it, and reads it from no form: no link leads there, and who calls
    the action by hand is sent on alone."""
    read = {one.name for one in endpoint.inputs if one.part == "body"}
    return endpoint.kind == "action" and ".".join(part.path) not in read
