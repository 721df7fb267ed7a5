"""Whether the migrations of a Django app know its models: many a repository leaves them out, or has models that came after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from roadworthy.regex import regex

MIGRATE = "python manage.py migrate --noinput"
# Their author made them, and so does whoever sets the app up. Where Django would have to ask something, there are none.
MAKE_MIGRATIONS = "python manage.py makemigrations --noinput || echo no-migration-made"
NONE_MADE = "no-migration-made"
_MODEL = regex(
    r"^class +(\w+)\((?:[\w., ]*[ ,(])?(?:models\.Model|AbstractUser|AbstractBaseUser)\b[^)]*\):(.*?)(?=^\S|\Z)",
    re.M | re.S,
)
_NO_TABLE = regex(r"\b(abstract|proxy) *= *True|\bmanaged *= *False")
_LEFT_OUT = ("site-packages", "node_modules", ".venv", "venv")


def django_schema(folder: Path) -> tuple[str, ...]:
    """The commands that make the tables of the app in `folder`."""
    without, unknown = False, False
    for models in sorted(folder.rglob("models.py")):
        if set(_LEFT_OUT) & set(models.relative_to(folder).parts):
            continue
        names = set(_models(models.read_text(errors="replace")))
        migrations = models.parent / "migrations"
        if names and not migrations.is_dir():
            without = True
        elif names - _known(migrations):
            unknown = True
    # Apps without a folder for migrations have their tables made from the models themselves.
    return ((MAKE_MIGRATIONS,) if unknown else ()) + (f"{MIGRATE} --run-syncdb" if without else MIGRATE,)


def _models(text: str) -> Iterator[str]:
    for name, body in _MODEL.findall(text):
        if not _NO_TABLE.search(body):
            yield name


def _known(migrations: Path) -> set[str]:
    texts = (
        (file.read_text(errors="replace") for file in migrations.glob("*.py")) if migrations.is_dir() else ()
    )
    return {name for text in texts for name in re.findall(r"""name=['"](\w+)['"]""", text)}
