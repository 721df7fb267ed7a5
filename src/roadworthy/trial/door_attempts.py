"""Bodies that a door may want, and what it says of those that it does not take."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from roadworthy.regex import regex
from roadworthy.trial.door import Door
from roadworthy.trial.exchange import Response
from roadworthy.trial.ordinary_roles import first_plain
from roadworthy.trial.page_entry import Entered
from roadworthy.trial.people import Person, filled_form, role_of

# Where validators of Node's apps name the field (zod's path, express-validator's, Joi's context) and what is wrong with it.
_NAMED, _SAID = (
    ("field", "path", "param", "name", "loc", "key", "property"),
    ("message", "msg", "error", "code"),
)
_DEEPEST = 5
_IS_MISSING = regex(
    r"\b(is |are )?(required|missing|needed)\b|should not be empty|received undefined", re.IGNORECASE
)
# "Expected 'user' | 'provider'", "must be one of [user, provider]".
_ONE_OF = regex(
    r"expected ((?:['\"][\w -]+['\"]\s*\|?\s*)+)|one of:?\s*[\[(]?((?:['\"]?[\w-]+['\"]?(?:\s*[,|]\s*)?)+)",
    re.IGNORECASE,
)
_OPTION = regex(r"[\w-]+")
# What REST framework says of the whole request.
_OF_ALL = ("detail", "non_field_errors", "__all__", "errors", "messages")
_REQUIRED = regex(r"^This field (is required|may not be (blank|null))", re.IGNORECASE)


def attempts(door: Door, person: Person) -> Iterator[dict[str, Any]]:
    """Bodies to try in turn: all fields, those that may be left out among them or not, only the understood ones, the user name as an
    address, with a role among those that the app knows; JSON and form."""
    full = filled_form(person, door.fields, unknown=True)
    full |= {name: value for name, value in door.allowed.items() if name in full}
    whole = {**filled_form(person, door.optional, unknown=False), **full}
    understood = filled_form(person, door.fields, unknown=False)
    by_address = {
        name: person.email if role_of(name, door.fields[name]) == "username" else value
        for name, value in full.items()
    }
    tried: list[dict[str, Any]] = []
    for kind in ("data", "json") if door.form else ("json", "data"):
        for body in (whole, full, understood, by_address, {**full, **door.allowed}):
            attempt = {kind: body if kind == "json" else _as_text(body)}
            if attempt not in tried:
                tried.append(attempt)
                yield attempt


# As pydantic says it, 2 and 1 (docs.pydantic.dev/latest/errors/validation_errors, .../1.10/usage/models).
_MISSING = ("missing", "value_error.missing")
_ALLOWED = regex(r"(?:should be|permitted:) '([^']+)'")


def asked_fields(answer: Response, person: Person, sent: Collection[str] = ()) -> dict[str, Any]:
    """What a door's own answer says is missing or not allowed in the body, with a value for each: FastAPI's `detail`,
    which tells where (`loc`) and in words (`msg`), and REST framework's list of words for each field. Of one that was not among those
    `sent` any words do, in whatever language."""
    said = answer.json()
    problems = said.get("detail") if isinstance(said, dict) else None
    found = {**_complained(said, person), **_required(said, person, sent)}
    for problem in problems if isinstance(problems, list) else ():
        place = problem.get("loc") if isinstance(problem, dict) else None
        if not isinstance(place, list) or len(place) != 2 or place[0] != "body":
            continue
        name, allowed = str(place[1]), _ALLOWED.search(str(problem.get("msg", "")))
        if problem.get("type") in _MISSING or allowed:
            found[name] = allowed[1] if allowed else person.value(role_of(name, "unknown"))
    return found


def _complained(said: Any, person: Person) -> dict[str, Any]:
    """A value for each field that an answer, however it is built, says is missing or none of those allowed."""
    found: dict[str, Any] = {}
    for name, words in _complaints(said, 0):
        allowed = [match[1] or match[2] for match in _ONE_OF.finditer(words)]
        options = [option for text in allowed for option in _OPTION.findall(text)]
        plain = first_plain(options)
        if plain is not None:
            found[name] = plain
        elif _IS_MISSING.search(words):
            found.setdefault(name, person.value(role_of(name, "unknown")))
    return found


def _complaints(said: Any, depth: int) -> Iterator[tuple[str, str]]:
    """(field, words) of `{field: "role", message: "Required"}` and of `{role: ["Required"]}`, wherever they stand."""
    if depth > _DEEPEST:
        return
    if isinstance(said, list):
        for one in said:
            yield from _complaints(one, depth + 1)
    if not isinstance(said, dict):
        return
    name = next((_last_word(said[key]) for key in _NAMED if _last_word(said.get(key))), "")
    words = next((said[key] for key in _SAID if isinstance(said.get(key), str)), "")
    if name and words:
        yield name, words
    for key, value in said.items():
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            yield str(key), " ".join(value)
        yield from _complaints(value, depth + 1)


def _last_word(value: Any) -> str:
    """`role` of `role`, `body.role` and `["body", "role"]`."""
    last = value[-1] if isinstance(value, list) and value else value
    return last.split(".")[-1] if isinstance(last, str) else ""


def _required(said: Any, person: Person, sent: Collection[str]) -> dict[str, Any]:
    """REST framework: `{"email": ["This field is required."]}`."""
    fields = said.items() if isinstance(said, dict) else ()
    told = {
        name: words
        for name, words in fields
        if isinstance(words, list) and words and all(isinstance(word, str) for word in words)
    }
    return {
        name: person.value(role_of(name, "unknown"))
        for name, words in told.items()
        if any(_REQUIRED.search(word) for word in words) or (sent and name not in (*sent, *_OF_ALL))
    }


def _as_text(body: Mapping[str, Any]) -> dict[str, str]:
    return {name: "true" if value is True else str(value) for name, value in body.items()}


def is_accepted(answer: Response) -> bool:
    """Whether a door let somebody in: as its protocol tells, else by the status."""
    return answer.ok or (answer.accepted is None and answer.status in range(300, 400))


def refusal(name: str, verb: str, door: Door | None, answer: Response | None) -> str:
    """Why somebody is not in, by the door's own answer."""
    where = f"{door.method} {door.path}" if door else "no door"
    said = f"{answer.status} {answer.error or answer.text[:160]}" if answer else "nothing"
    return f"{name} could not {verb}: {where} answered {said}"


def turned_away(name: str, verb: str, door: Door, entered: Entered) -> str:
    """Why somebody is not in, by the page that the form led to."""
    landing = entered.landing
    complaint = landing.page.complaints if landing.page is not None else landing.answer.text[:160]
    said = f"{landing.answer.error or landing.answer.status}, at {landing.path} {complaint}"
    return f"{name} could not {verb}: the form of {door.path} led to {said}".strip()
