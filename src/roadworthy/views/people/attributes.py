"""What is known of a person: rights, and what says nothing of any."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.app.other_tongues import in_english, spelled
from roadworthy.regex import regex
from roadworthy.views.people.guard_facts import only_constants

# What a row of the person's own says of their rights; its other columns tell of the row (`order.status == "paid"`).
_RIGHTS = regex(
    r"role|admin|staff|super|owner|moder|editor|manage|type|kind|permi|rights?$|scope|group|level|rank|access|privileg|can_?[a-z]|position|function",
    re.I,
)

# Whatever a row of such a table is called: it is a right.
_TABLE_OF_RIGHTS = regex(r"(^|_)(roles?|permissions?|privileges?)$", re.I)


# That an account or a membership is in use is no right of its own.
_IN_USE = regex(
    r"^(is_?)?(status|state|active|enabled|disabled|verified|confirmed|banned|blocked|suspended|deleted|email_?verified)(_?at)?$",
    re.I,
)


# What is known of a person beyond the keys and names that they go by.
_KNOWN_OF = regex(
    r"^(?!(.*_)?(id|pk|sub|uuid|uid|e?mail|user(name)?|name|token|session|organi[sz]ation|tenant|team)$)",
    re.I,
)


def tells_more(leaf: Origin) -> bool:
    """Whether a value is more of a person than who they are, and that their account is in use."""
    name = leaf.path[-1] if leaf.path else ""
    # `userId` is a key as `user_id` is.
    return bool(name) and _KNOWN_OF.search(spelled(name)) is not None and not _IN_USE.match(name)


def reads_right(origin: Origin) -> bool:
    """Whether a value is gathered from what the person's own object says of their rights (`set(r.permissions for r in user.roles)`)."""
    if origin.kind != "computed":
        return False
    named = origin.operation[:1] == "." and _RIGHTS.search(in_english(origin.operation[1:])) is not None
    return named or any(map(reads_right, origin.inputs))


# What a session holds on the way in, before anybody is known.
_ON_THE_WAY = regex(r"challenge|nonce|csrf|captcha|flash|return_?to|code_?verifier|^state$", re.I)


def on_the_way_in(origin: Origin) -> bool:
    """Whether a value is what a session keeps of somebody who is just coming in."""
    return origin.kind == "session" and any(map(_ON_THE_WAY.search, origin.path))


def is_attribute(origin: Origin) -> bool:
    """Whether it is something about the person (a role) and not the person's key."""
    for leaf in origin.leaves():
        if leaf.path and leaf.path[-1].lower() not in ("id", "sub", "user", "token", "userid", "user_id"):
            if _IN_USE.match(in_english(leaf.path[-1])):
                continue
            told = leaf.kind != "row" or _RIGHTS.search(in_english(leaf.path[-1])) is not None
            return told or _TABLE_OF_RIGHTS.search(leaf.table) is not None
    return False


# The role that an account has from the first: asking for it, among others, asks for no more than a sign-in.
_EVERYDAY = regex(r"^(role_?)?(user|customer|client|member|student|patient|buyer|guest|visitor)s?$", re.I)


# What a table of rights calls the right that a row of it gives.
_OFFICE = regex(
    r"role|admin|staff|moder|permi|privileg|scope|access_?level|^(action|ability|capability)(_?(id|name|key))?$",
    re.I,
)


def is_office(column: str) -> bool:
    """Whether a column of a row of the person's own says which right the row gives."""
    name = in_english(column)
    return _OFFICE.search(name) is not None and not _IN_USE.match(name)


# What a signed token says of itself (`payload["type"] == "access"`): every session's is of that kind.
_TOKEN_KIND = regex(r"^(access|refresh|bearer|session|auth|id)([_-]?token)?$", re.I)


def everybody(origin: Origin) -> bool:
    """Whether a set of roles holds the one that everybody has, or the kind that everybody's token is of."""
    return any(
        leaf.kind == "constant"
        and isinstance(leaf.value, str)
        and (_EVERYDAY.match(in_english(leaf.value)) or _TOKEN_KIND.match(leaf.value))
        for leaf in origin.leaves()
    )


# Who has no more rights than to be there, where an app says who is refused: of a firm its employees, of a school its pupils.
_LEAST = regex(
    r"^(role_?)?(employee|worker|intern|trainee|viewer|reader|subscriber|applicant|candidate|resident|parent|pupil|learner)s?$",
    re.I,
)


def is_least(origin: Origin) -> bool:
    """Whether it is the role of those who have no more rights than anybody who is there."""
    if origin.kind != "constant" or not isinstance(origin.value, str):
        return False
    word = in_english(origin.value)
    return _EVERYDAY.match(word) is not None or _LEAST.match(word) is not None


def written_side(origin: Origin) -> Origin:
    """The list that is written out, of `["admin"].includes(ROLES[user.role] ?? "user")`: the role that stands in where none is known
    asks for nothing. The whole where no side is."""
    return next((one for one in origin.inputs if only_constants(one)), origin)


def is_flag(path: tuple[str, ...]) -> bool:
    last = path[-1].lower() if path else ""
    if _IN_USE.match(last):
        return False
    return (last.startswith(("is_", "is")) and last not in ("issuer", "iss")) or last in (
        "admin",
        "staff",
        "superuser",
        "administrator",
        "superadmin",
        "super_admin",
    )


# A sign-in of their own: `session["admin_id"]`, `req.session.adminEmail`, `session["staff"]["name"]`.
_STAFFS = regex(r"^(is_?)?(super_?)?([aA]dmin|[aA]dministrator|[sS]taff|[sS]uperuser)(_\w+|[A-Z]\w*)?$")


def of_staff(origin: Origin) -> bool:
    """Whether it is what a session holds only of those who run the app, by the name that it is kept under."""
    return origin.kind == "session" and bool(origin.path) and _STAFFS.match(origin.path[0]) is not None


_INCLUDES = regex(r"(^|\.)(includes|has|some|every|intersection)(\(\))?$")


def includes(origin: Origin) -> bool:
    """`["admin", "editor"].includes(user.role)`, `new Set(roles).has("admin")`, `set(ROLES).intersection(user.roles)`."""
    return bool(_INCLUDES.search(origin.operation)) and any(
        leaf.kind == "constant" for leaf in origin.leaves()
    )
