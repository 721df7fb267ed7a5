"""Writes migrations of Django's own kind."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from roadworthy.edits.draft import Draft
from roadworthy.edits.edit import Migration
from roadworthy.errors import RepairRefused
from roadworthy.regex import regex

_NUMBERED = regex(r"^(\d{4})_\w+$")
_DEPENDS = regex(r"dependencies\s*=\s*\[(.*?)\]", re.DOTALL)


def write_django(draft: Draft, migration: Migration) -> None:
    """Adds a migration behind the last one of its Django app; an app without migrations gets none. One with the same
    operations is left alone. Raises RepairRefused when two migrations are the last."""
    written = {PurePosixPath(path).stem: draft.text(path) for path in draft.find(f"{migration.folder}/*.py")}
    numbered = {stem: text for stem, text in written.items() if _NUMBERED.match(stem)}
    if not numbered or any(all(one in text for one in migration.operations) for text in numbered.values()):
        return
    label = PurePosixPath(migration.folder).parent.name
    last = _last(label, numbered, migration.folder)
    number = 1 + max(int(stem[:4]) for stem in numbered)
    slug = re.sub(r"\W+", "_", migration.name.lower())
    draft.write_text(f"{migration.folder}/{number:04d}_{slug}.py", _text(migration, label, last))


def _last(label: str, numbered: dict[str, str], folder: str) -> str:
    """The migration that none of the others follows."""
    followed = {
        name
        for text in numbered.values()
        for listed in _DEPENDS.findall(text)
        for name in re.findall(rf"[\"']{re.escape(label)}[\"'],\s*[\"'](\w+)[\"']", listed)
    }
    heads = sorted(stem for stem in numbered if stem not in followed)
    if len(heads) != 1:
        raise RepairRefused(
            f"has {len(heads)} last migrations, the next must follow one",
            where=folder,
            remedy="python manage.py makemigrations --merge",
        )
    return heads[0]


def _text(migration: Migration, label: str, last: str) -> str:
    operations = "".join(f"        {operation},\n" for operation in migration.operations)
    models = ", models" if any("models." in one for one in migration.operations) else ""
    return (
        f"from django.db import migrations{models}\n\n\n"
        "class Migration(migrations.Migration):\n"
        f'    dependencies = [("{label}", "{last}")]\n\n'
        f"    operations = [\n{operations}    ]\n"
    )
