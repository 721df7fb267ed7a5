"""Runs inside the app: hashes the password that is its one argument with the library whose check the app's code imports."""

import re
import sys
from pathlib import Path


def werkzeug(word):
    from werkzeug.security import generate_password_hash

    return generate_password_hash(word)


def with_bcrypt(word):
    import bcrypt

    return bcrypt.hashpw(word.encode(), bcrypt.gensalt()).decode()


def with_argon2(word):
    from argon2 import PasswordHasher

    return PasswordHasher().hash(word)


def passlib(word):
    from passlib.context import CryptContext

    return CryptContext(schemes=["bcrypt"]).hash(word)


# What the app's code says, and what makes hashes that it takes.
WAYS = (
    (r"werkzeug\.security|check_password_hash\(\s*\w+\.\w+\s*,", werkzeug),
    (r"flask_bcrypt|^import bcrypt|from bcrypt", with_bcrypt),
    (r"argon2", with_argon2),
    (r"passlib", passlib),
)

files = [path for path in Path().rglob("*.py") if path.is_file() and path.stat().st_size < 400_000]
code = "\n".join(path.read_text(errors="replace") for path in files)
for pattern, way in WAYS:
    if re.search(pattern, code, re.M):
        print("roadworthy-hash:" + way(sys.argv[1]))
        break
