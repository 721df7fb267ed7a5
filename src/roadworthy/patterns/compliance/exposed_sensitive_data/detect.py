"""Looks for secrets and personal data in the repository, the log, the database and the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, unknown
from roadworthy.patterns.compliance.exposed_sensitive_data.finding import ExposureGap
from roadworthy.patterns.compliance.exposed_sensitive_data.wording import told
from roadworthy.regex import regex
from roadworthy.views.data.answered_codes import answered_codes
from roadworthy.views.data.answered_columns import answered_people, answered_secrets, opens_accounts
from roadworthy.views.people.open_profiles import open_profiles
from roadworthy.views.secrets.addressed_passwords import addressed_passwords
from roadworthy.views.secrets.answered_settings import answered_settings
from roadworthy.views.secrets.clear_keys import clear_keys
from roadworthy.views.secrets.data_in_repository import data_in_repository
from roadworthy.views.secrets.database_passwords import database_passwords
from roadworthy.views.secrets.debug_pages import debug_pages
from roadworthy.views.secrets.default_secrets import default_secrets
from roadworthy.views.secrets.exposure import Exposure
from roadworthy.views.secrets.keys_on_pages import keys_on_pages
from roadworthy.views.secrets.known_credentials import known_credentials
from roadworthy.views.secrets.mail_passwords import mail_passwords
from roadworthy.views.secrets.plain_passwords import compared_passwords, plain_passwords
from roadworthy.views.secrets.planted import at_both_ends, in_scripts, is_idle_key, only_tried_out
from roadworthy.views.secrets.secrets_in_code import secrets_in_code
from roadworthy.views.secrets.secrets_in_history import secrets_in_history
from roadworthy.views.secrets.session_cookies import session_cookies
from roadworthy.views.secrets.spilled import answers_in_logs, spilled_people, spilled_secrets
from roadworthy.views.secrets.telling_settings import telling_settings
from roadworthy.views.secrets.weak_hashes import weak_hashes

# A log line cut after so many characters shows ids and little else: an address of a mail begins about there.
_FEW_CHARACTERS = 100


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each place where something is exposed; for the app as a whole where nothing is."""
    found = [*_in_repository(app), *_at_rest(app), *_in_answers(app)]
    yield from found
    if not any(one.gap for one in found):
        yield clear("app", "no secret lies in its files, its logs or its answers, and passwords are hashed")


def _in_repository(app: App) -> Iterator[Verdict]:
    defaults = default_secrets(app)
    earlier, unread = secrets_in_history(app)
    if unread:
        yield unknown("git history", f"secrets that were taken out again may be in it: {unread}")
    exposures: list[Exposure] = [
        *(one for one in secrets_in_code(app) if not _is_among(one, defaults)),
        *app.view(database_passwords),
        *app.view(mail_passwords),
        *earlier,
        *known_credentials(app),
        *data_in_repository(app),
        *defaults,
        *telling_settings(app),
        *debug_pages(app),
        *spilled_secrets(app),
        *spilled_people(app),
        *open_profiles(app),
        *session_cookies(app),
    ]
    for exposure, kept in answers_in_logs(app):
        yield told(ExposureGap(exposure), exposure.kind, Severity.LOW if 0 < kept < _FEW_CHARACTERS else None)
    seen: dict[tuple[str, str], int] = {}
    for exposure in exposures:
        number = seen[exposure.kind, exposure.subject] = seen.get((exposure.kind, exposure.subject), 0) + 1
        slight = exposure.kind == "password" and (not exposure.grave or only_tried_out(app, exposure))
        slight = slight or (exposure.kind == "secret" and (_is_shown(exposure) or is_idle_key(app, exposure)))
        yield told(ExposureGap(exposure), f"{exposure.kind} {number}", Severity.MEDIUM if slight else None)


# Pages of a manual, which show what a setting looks like.
_DOCUMENT = regex(r"\.(md|mdx|rst|adoc)$|(^|/)(docs?|documentation|manual|guides?|tutorials?)/", re.I)

# What an app is run with on the machines of those who write it.
_OF_DEVELOPERS = regex(r"(^|/)\.?(dev(container|elopment)?([_-](config|env|setup|data))?|local)/", re.I)

# What a value is called that stands in where nobody set one: `DEFAULT_BOT_API_KEY`, `DEV_API_TOKEN`.
_OWN_MACHINE = regex(r"`(default|dev|development|local|dummy|sample)_", re.I)


def _is_shown(exposure: Exposure) -> bool:
    """Whether all that is known of a secret is that it stands in a document, in a script that fills a database or among the settings of
    developers' machines, or is named for a developer's own machine, without the form of what a provider gave out; and what only lets
    somebody write into one channel of a chat, wherever it stands."""
    named = exposure.what.startswith("`") and (
        all(_DOCUMENT.search(place.path) or _OF_DEVELOPERS.search(place.path) for place in exposure.places)
        or in_scripts(exposure)
        or at_both_ends(exposure)
        or _OWN_MACHINE.match(exposure.what) is not None
    )
    return named or exposure.what.startswith("the address of a Discord webhook")


def _is_among(exposure: Exposure, others: tuple[Exposure, ...]) -> bool:
    """Whether another exposure is about the same text: a fallback for a signing key is a secret in the code as well."""
    place = exposure.places[0]
    return any(
        one.path == place.path and one.start < place.end and place.start < one.end
        for other in others
        for one in other.places
    )


def _at_rest(app: App) -> Iterator[Verdict]:
    for endpoint, column, place in (*app.view(plain_passwords), *compared_passwords(app)):
        what = f"the password is stored in `{column}` as it was typed"
        yield told(
            ExposureGap(
                Exposure("plaintext", endpoint.subject, what, (place, endpoint.location), True),
                endpoint,
                (column,),
            ),
            "plaintext",
        )
    for endpoint, names, place in addressed_passwords(app):
        what = f"{', '.join(f'`{name}`' for name in names)} is read from the address"
        yield told(
            ExposureGap(
                Exposure("address", endpoint.subject, what, (place, endpoint.location), True), endpoint
            ),
            "address",
            None if opens_accounts(app, endpoint, names) else Severity.MEDIUM,
        )
    for endpoint, column, place in clear_keys(app):
        what = f"`{column}` holds the key itself, where a hash of it would do"
        yield told(
            ExposureGap(Exposure("clear key", endpoint.subject, what, (place, endpoint.location)), endpoint),
            "clear key",
        )
    for endpoint, api, place in weak_hashes(app):
        what = f"the password is hashed with `{api}`, which is made to be fast"
        yield told(
            ExposureGap(Exposure("weak hash", endpoint.subject, what, (place, endpoint.location)), endpoint),
            "weak hash",
        )


def _in_answers(app: App) -> Iterator[Verdict]:
    for endpoint, columns, place, allowed in answered_secrets(app):
        kind = "hash in answer" if allowed else "answer"
        what = f"the answer holds {', '.join(f'`{name}`' for name in columns)} of every row it tells"
        yield told(
            ExposureGap(
                Exposure(kind, endpoint.subject, what, (place, endpoint.location), not allowed),
                endpoint,
                columns,
            ),
            "answer",
            # What opens one link, room or file is no account's.
            None if allowed or opens_accounts(app, endpoint, columns) else Severity.MEDIUM,
        )
    for key in app.view(keys_on_pages):
        subject = f"{key.table}.{key.columns[0]}"
        what = f"{', '.join(f'`{name}`' for name in key.columns)} of {key.table}, which no page reads"
        yield told(ExposureGap(Exposure("key on page", subject, what, key.places)), "key on page")
    for endpoint, column, place in answered_codes(app):
        what = f"the answer holds the `{column}` that is to be sent to the person"
        yield told(
            ExposureGap(Exposure("code", endpoint.subject, what, (place, endpoint.location), True), endpoint),
            "code",
        )
    for endpoint, columns, place in answered_people(app):
        what = f"the answer brings along {', '.join(f'`{name}`' for name in columns)} of other people, for everyone to read"
        yield told(
            ExposureGap(
                Exposure("people in answer", endpoint.subject, what, (place, endpoint.location)),
                endpoint,
                columns,
            ),
            "people in answer",
        )
    for endpoint, name, place in answered_settings(app):
        what = f"the answer holds the setting {name}"
        yield told(
            ExposureGap(
                Exposure("setting", endpoint.subject, what, (place, endpoint.location), True), endpoint
            ),
            "setting",
        )
