"""Forms of HTML pages: what they ask for, filled in and sent as a browser would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.people import Person, role_of

CSRF = regex(r"csrf|xsrf|authenticity_token|request_?verification_?token", re.IGNORECASE)
_COMPLAINT = regex(r"\b(error|errorlist|alert|flash|message|invalid|danger|help-block)", re.IGNORECASE)
_TYPED = {"email": "email", "tel": "phone", "date": "date", "number": "number"}
_UNSENT = frozenset({"submit", "button", "reset", "image", "file"})
_VOID = frozenset(
    {"input", "br", "img", "meta", "link", "hr", "area", "base", "col", "embed", "source", "track", "wbr"}
)


class HtmlField(msgspec.Struct, frozen=True):
    """One control: `kind` is its type (text, password, select, ...), `value` what stands in it, `options` what can be
    chosen."""

    name: str
    kind: str
    value: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    ticked: bool = False


class HtmlForm(msgspec.Struct, frozen=True):
    """`action` is the path that it is sent to, `method` in capitals."""

    action: str
    method: str
    fields: tuple[HtmlField, ...]

    @property
    def passwords(self) -> int:
        return sum(field.kind == "password" for field in self.fields)

    @property
    def names(self) -> frozenset[str]:
        """What a person fills in: the hidden fields are left out."""
        return frozenset(field.name for field in self.fields if field.kind not in ("hidden", "submit"))


class HtmlPage(msgspec.Struct, frozen=True):
    """The forms of a page, its links (address, text), its token against forged requests by the name it is sent under, and
    what it complains of."""

    forms: tuple[HtmlForm, ...]
    links: tuple[tuple[str, str], ...]
    tokens: dict[str, str]
    complaints: str


def read_page(text: str, path: str) -> HtmlPage:
    """What a page at `path` holds. Broken HTML is read as far as it goes."""
    reader = _Reader(path)
    reader.feed(text)
    reader.close()
    tokens = {
        field.name: field.value
        for form in reader.forms
        for field in form.fields
        if field.kind == "hidden" and CSRF.search(field.name) and field.value
    }
    complaints = " ".join(" ".join(reader.complaints).split())
    return HtmlPage(tuple(reader.forms), tuple(reader.links), {**reader.meta, **tokens}, complaints[:200])


class _Reader(HTMLParser):
    """Collects forms, links, meta tokens and complaints in one pass."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[HtmlForm] = []
        self.links: list[tuple[str, str]] = []
        self.meta: dict[str, str] = {}
        self.complaints: list[str] = []
        self._path = path
        self._form: tuple[str, str, list[HtmlField]] | None = None
        self._select: tuple[str, bool, list[tuple[str, bool]]] | None = None
        self._area: tuple[str, bool] | None = None
        self._link: str | None = None
        self._complaining = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if self._complaining and tag not in _VOID:
            self._complaining += 1
        elif _complains(has) and tag not in _VOID:
            self._complaining = 1
        if tag == "meta" and CSRF.search(has.get("name", "")):
            self.meta[has["name"]] = has.get("content", "")
        elif tag == "a" and "href" in has:
            self._link = has["href"]
            self.links.append((has["href"], ""))
        elif tag == "form":
            self._begin_form(has)
        else:
            self._control(tag, has)

    def _begin_form(self, has: Mapping[str, str]) -> None:
        self._end_form()
        action = urljoin(self._path, has.get("action", "") or self._path)
        parts = urlsplit(action)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._form = (target, (has.get("method") or "get").upper(), [])

    def _control(self, tag: str, has: Mapping[str, str]) -> None:
        name, required = has.get("name", ""), "required" in has
        if tag == "select":
            self._select = (name, required, [])
        elif tag == "option" and self._select is not None and "disabled" not in has:
            self._select[2].append((has.get("value", ""), "selected" in has))
        elif tag == "textarea":
            self._area = (name, required)
            self._add(HtmlField(name, "textarea", "", (), required))
        elif tag in ("input", "button") and name:
            kind = has.get("type", "text" if tag == "input" else "submit").lower()
            value = has.get("value", "on" if kind in ("checkbox", "radio") else "")
            self._add(HtmlField(name, kind, value, (), required, "checked" in has))

    def _add(self, field: HtmlField) -> None:
        if self._form is not None and field.name:
            self._form[2].append(field)

    def handle_endtag(self, tag: str) -> None:
        if self._complaining and tag not in _VOID:
            self._complaining -= 1
        if tag == "select" and self._select is not None:
            name, required, options = self._select
            chosen = next((value for value, selected in options if selected), "")
            values = tuple(value for value, _ in options)
            self._add(HtmlField(name, "select", chosen, values, required))
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "a":
            self._link = None
        elif tag == "form":
            self._end_form()

    def handle_data(self, data: str) -> None:
        if self._complaining:
            self.complaints.append(data)
        if self._link is not None and self.links:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)

    def close(self) -> None:
        super().close()
        self._end_form()

    def _end_form(self) -> None:
        if self._form is not None:
            action, method, fields = self._form
            self.forms.append(HtmlForm(action, method, tuple(fields)))
            self._form = None


def _complains(has: Mapping[str, str]) -> bool:
    return has.get("role") in ("alert", "status") or bool(_COMPLAINT.search(has.get("class", "")))


# --- which form, and what to write into it ------------------------------------------------------------


def entrance(page: HtmlPage, *, register: bool) -> HtmlForm | None:
    """The form through which people come in: it asks for a password. The longer one registers, the shorter signs in."""
    asking = [form for form in page.forms if form.passwords and form.method == "POST"]
    if not asking:
        return None
    order = sorted(asking, key=lambda form: (form.passwords, len(form.names)))
    return order[-1] if register else order[0]


def meanings(form: HtmlForm) -> dict[str, str]:
    """What each field that people fill in means."""
    found: dict[str, str] = {}
    for field in form.fields:
        if field.kind in _UNSENT or field.kind == "hidden":
            continue
        if field.kind == "password":
            found[field.name] = "password_confirmation" if "password" in found.values() else "password"
            continue
        role = role_of(field.name, "unknown")
        found[field.name] = _TYPED.get(field.kind, "unknown") if role == "unknown" else role
    return found


def filled(form: HtmlForm, person: Person, known: Mapping[str, str], *, everything: bool) -> dict[str, str]:
    """What a person sends: hidden fields as they are, the others by their meaning (`known`, else type and name); those of
    unknown meaning only where they are asked for, or when `everything` is filled in."""
    sent: dict[str, str] = {}
    passwords = 0
    for field in form.fields:
        if field.kind in _UNSENT:
            continue
        if field.kind == "password":
            role = "password" if passwords == 0 else "password_confirmation"
            passwords += 1
            sent[field.name] = str(person.value(role))
            continue
        value = _value(field, person, known.get(field.name, "unknown"), everything, sent)
        if value is not None:
            sent[field.name] = value
    return {**sent, **_pressed(form)}


def _pressed(form: HtmlForm) -> dict[str, str]:
    """The first button that has a name, as if it were clicked."""
    button = next((field for field in form.fields if field.kind == "submit"), None)
    return {button.name: button.value} if button is not None else {}


def _value(
    field: HtmlField, person: Person, role: str, everything: bool, sent: Mapping[str, str]
) -> str | None:
    if field.kind == "hidden":
        return field.value
    if field.kind == "checkbox":
        # Nobody has to take what is advertised to come in.
        asked = role_of(field.name, role) == "boolean" and "newsletter" not in field.name.lower()
        agreed = field.required or field.ticked or asked
        return field.value if agreed or everything else None
    if field.kind == "radio":
        return None if field.name in sent else field.value
    if field.kind == "select":
        return field.value or next((value for value in field.options if value), "")
    meaning = role_of(field.name, role)
    if meaning == "unknown":
        meaning = _TYPED.get(field.kind, "unknown")
    if meaning == "unknown" and not (field.required or everything):
        return field.value
    return str(person.value(meaning))


# --- how values travel in a form ----------------------------------------------------------------------


def form_encoded(values: Mapping[str, object]) -> str:
    """A form's fields as a browser encodes them: a list repeats its name, what is ticked is `on`, what is not is absent. Records,
    and lists of them, stand in a field as the page's script puts them there: as JSON."""
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        pairs.extend((name, text) for text in _texts(value))
    return urlencode(pairs)


def _texts(value: object) -> Iterable[str]:
    if value is True:
        return ("on",)
    if value is False or value is None:
        return ()
    if isinstance(value, Mapping):
        return (json.dumps(value),)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        if any(isinstance(one, Mapping) for one in value):
            return (json.dumps(value),)
        return tuple(str(one) for one in value)
    return (str(value),)
