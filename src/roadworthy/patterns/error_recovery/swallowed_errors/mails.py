"""Says which mails are taken for sent."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.views.failures.unheard_mails import unheard_mails
from roadworthy.views.failures.unsent import unsent

_THEN = {
    "said": "is only written down, and {told} says that it was sent",
    "alone": "is only written down, and {subject} is answered as if it had been sent",
    "task": "is only written down: the queue takes {subject} for done, and never tries again",
}


def mails(app: App) -> Iterator[Swallowed]:
    """Mails whose refusal nobody looks at, and those whose failure only the log knows."""
    for mail in app.view(unsent):
        said = (
            f"the answer to the mail sent at {mail.location} is not looked at, and a refusal throws nothing"
        )
        yield Swallowed("unsent", mail.owner, mail.location, said)
    for one in app.view(unheard_mails):
        then = _THEN[one.why].format(told=one.told, subject=one.subject)
        said = f"a mail that fails at {one.location} {then}"
        yield Swallowed("mailed", one.owner, one.location, said, tried=one.tried)
