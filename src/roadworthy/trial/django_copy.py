"""An edit in the trial's copy of a Django app: its settings let the trial's own address in."""

from __future__ import annotations

import re
from pathlib import Path

from roadworthy.regex import regex
from roadworthy.trial.python_plan import settings_module

# Without DEBUG Django answers every request with 400 then (https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts).
_NOBODY = regex(r"^ALLOWED_HOSTS\s*(?::[^=\n]+)?=\s*\[\s*\]\s*(?:#.*)?$", re.MULTILINE)
_OWN = """
# The trial's own: each host has to be named before the app can go anywhere.
ALLOWED_HOSTS = ["*"]
"""


def let_trial_in(folder: Path) -> tuple[str, ...]:
    """Names a host where the settings of the app in `folder` name none; what was done, in words."""
    module = settings_module(folder)
    file = folder.joinpath(*module.split(".")).with_suffix(".py") if module else None
    # The copy is the app's word: a link in it may lead anywhere.
    if file is None or not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return ()
    text = file.read_text(errors="replace")
    if not _NOBODY.search(text):
        return ()
    file.write_text(f"{text.rstrip()}\n{_OWN}")
    return ("ALLOWED_HOSTS of the settings is empty: in the trial's copy it lets every host in",)
