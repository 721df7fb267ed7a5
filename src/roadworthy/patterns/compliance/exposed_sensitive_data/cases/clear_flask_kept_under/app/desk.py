import hashlib

from flask import session

TOKEN_KEY = "bakery_desk_session_token"


def mark_of(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()


def at_desk(password_hash: str) -> bool:
    return session.get(TOKEN_KEY) == mark_of(password_hash)


def sit_down(password_hash: str) -> None:
    session[TOKEN_KEY] = mark_of(password_hash)
