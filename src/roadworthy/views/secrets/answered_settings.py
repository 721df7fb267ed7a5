"""Secrets of the app's own configuration that an answer hands to whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access

_SECRET = regex(
    r"SECRET|PRIVATE_?(KEY|PEM)|API_?KEY|_KEY(\d|_|$)|PASSWORD|PASSWD|ACCESS_TOKEN|AUTH_TOKEN|DATABASE_URL|MONGO\w*_URI",
    re.I,
)
# Keys that browsers are meant to have.
_PUBLIC = regex(
    r"PUBLIC|PUBLISHABLE|ANON|_(HOST|DOMAIN|BUCKET|REGION|ORIGIN|ENABLED)$|SITE_?KEY|CLIENT_(ID|KEY)|KEY_?ID(_|$)|VAPID|MEASUREMENT|FIREBASE",
    re.I,
)
# Pages draw a map with a key that their host is bound to.
_OF_MAPS = regex(r"(^|_)MAPS?(BOX|TILER)?_|^HERE_", re.I)
# The account that visitors are to try the app with stands in the form where they sign in.
_OF_VISITORS = regex(r"^(DEFAULT|DEMO|GUEST|SAMPLE)_", re.I)
_KEY_HALF = regex(r"(?P<whose>\w+?)_(API_?)?KEY")
# Operations whose result still shows what they were given.
_SHOWS = regex(
    r"^(JSON\.stringify|record|list|template|\+|choice|or|and|\?\?|String|str|dict|format|f|join)$"
)


def answered_settings(app: App) -> Iterator[tuple[Endpoint, str, Location]]:
    """Each endpoint whose successful answer holds a secret setting, with its name and the answer's place. A view."""
    names = {one.name for one in app.deployment.environment}
    for endpoint in app.endpoints:
        if ROLE in Access(endpoint).anywhere():
            continue
        for answer in endpoint.answers:
            name = next(filter(None, map(_secret, _shown(answer.body))), "") if answer.status < 300 else ""
            drawn = answer.page and (_OF_MAPS.search(name) or _OF_VISITORS.search(name)) is not None
            if name and not drawn and not _is_public_half(name, names):
                yield endpoint, name, answer.location
                break


def _secret(leaf: Origin) -> str:
    # `settings.KEY_ID.strip()` of a record of settings is still the setting.
    name = leaf.path[-1].split(".")[0] if leaf.kind == "environment" and leaf.path else ""
    return name if _SECRET.search(name) and not _PUBLIC.search(name) else ""


def _is_public_half(name: str, settings: set[str]) -> bool:
    """Whether a key says who asks and a secret beside it says that it is true (`STREAM_API_KEY`, `STREAM_API_SECRET`)."""
    half = _KEY_HALF.fullmatch(name)
    return half is not None and bool(
        settings & {f"{half['whose']}_API_SECRET", f"{half['whose']}_SECRET", f"{half['whose']}_SECRET_KEY"}
    )


def _shown(origin: Origin) -> Iterator[Origin]:
    if origin.kind != "computed":
        yield origin
    elif _SHOWS.match(origin.operation):
        for inner in (*origin.inputs, *(field for _, field in origin.fields)):
            yield from _shown(inner)
