"""What lets strangers in beside the app's own endpoints: its database, its sessions, the consoles of libraries."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Verdict
from roadworthy.patterns.malicious_input.broken_access.database import detect_database
from roadworthy.patterns.malicious_input.broken_access.live_data import detect_live_data
from roadworthy.patterns.malicious_input.broken_access.put_up import detect_put_up
from roadworthy.patterns.malicious_input.broken_access.routines import detect_routines
from roadworthy.patterns.malicious_input.broken_access.served_uploads import detect_served_uploads
from roadworthy.patterns.malicious_input.broken_access.sessions import detect_sessions
from roadworthy.patterns.malicious_input.broken_access.sign_up_roles import detect_sign_up_roles
from roadworthy.patterns.malicious_input.broken_access.storage import detect_storage


def detect_beside(app: App) -> Iterator[Verdict]:
    """The verdicts on all of it."""
    yield from detect_put_up(app)
    yield from detect_sessions(app)
    yield from detect_database(app)
    yield from detect_sign_up_roles(app)
    yield from detect_routines(app)
    yield from detect_storage(app)
    yield from detect_live_data(app)
    yield from detect_served_uploads(app)
