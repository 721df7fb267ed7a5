"""Whether an answer to a password lets somebody in: apps answer a wrong one with 200 and a sentence, too."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.trial import Response
from roadworthy.trial.kept_in_pages import token_in


def gives_session(answer: Response) -> bool:
    """Whether an answer gives something to show at the next request."""
    return answer.ok and bool(_token(answer) or _cookie(answer))


def turned_away(own: Response, answers: Sequence[Response]) -> bool:
    """Whether none of the answers holds what the answer to the right password lets in with: a token, else its cookie."""
    if _token(own):
        return not any(_token(one) for one in answers)
    cookie = _cookie(own)
    return bool(cookie) and not any(_cookie(one) == cookie for one in answers)


def all_let_in(own: Response, answers: Sequence[Response]) -> bool:
    """Whether each answer is of the form of the right password's, with a token. A cookie tells nothing here: visitors get
    one, too."""
    form = _fields(own)
    return bool(answers and _token(own) and form) and all(
        _token(one) and _fields(one) == form for one in answers
    )


def _token(answer: Response) -> str | None:
    return token_in(answer.json()) if answer.ok else None


def _cookie(answer: Response) -> str:
    return answer.headers.get("set-cookie", "").partition("=")[0]


def _fields(answer: Response) -> frozenset[str]:
    said = answer.json()
    return frozenset(said) if isinstance(said, dict) else frozenset()
