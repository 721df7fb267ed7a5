"""How a gap is said, by its kind."""

from __future__ import annotations

from collections.abc import Sequence

from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed

_MESSAGES = {
    "leak": "A failure answers with the error's own text",
    "sign-in": "When the database fails, a person is told that the password is wrong",
    "mistyped": "When the server cannot be reached, a person is told that the password is wrong",
    "signed-out": "When the database fails, everybody is told that they are not signed in",
    "value": "A failure is handed on as if it were a result",
    "unchecked": "A change that failed is shown as done",
    "unreached": "A change that reaches no row is shown as done",
    "unsent": "A mail that was refused counts as sent",
    "mailed": "A mail that could not be sent counts as sent",
    "answered": "A failure is answered as success",
    "received": "Work that failed is answered as received, so that its message never comes again",
    "empty": "A failure looks as if there were nothing",
    "not-found": "An outage is shown as 'not found'",
    "taken": "Whatever fails is told as 'already there'",
    "query": "A failed load looks like an empty answer",
    "mutation": "A failed change says nothing",
    "partial": "A lost connection says nothing",
    "stuck": "A request that fails leaves it waiting for ever",
    "unanswered": "A request that fails is never answered",
    "told-as-success": "A refusal is sent with a status of success",
    "blank": "A failure is answered with nothing",
    "silent": "A failure is told to nobody",
    "own-fault": "What people fill in wrongly is answered as a fault of the server's",
    "untraced": "A failure is answered and leaves no trace",
    "unread": "An error is answered as success",
    "connect": "The app goes on without its database",
}
_IMPACTS = {
    "leak": "Data breach: SQL, column names and values of the request stand in what a stranger reads",
    "sign-in": "Lost users: an outage sends people to reset a password that is right",
    "mistyped": "Lost users: an outage sends people to reset a password that is right",
    "signed-out": "Lost users: an outage signs people out, and what they were doing is gone",
    "taken": "Lost users: people look for what was never saved, and nobody learns what really failed",
    "unchecked": "Lost users: what people believe is saved is not",
    "unreached": "Lost users: what people take over stays nobody's, and nothing says so",
    "unsent": "Lost users: people wait for a mail that never comes, and no line in the log knows",
    "mailed": "Lost users: people wait for a mail that never comes, and only a line in the log knows",
    "received": "Lost money: what was paid for is never delivered, and only a line in the log knows",
    "connect": "Outage: every request fails later, far from the cause",
    "silent": "Lost users: the button does nothing and nobody learns why",
    "own-fault": "Lost users: nobody is told which field is wrong, and every typing mistake is an alarm",
    "partial": "Lost users: on a bad connection the button does nothing",
    "untraced": "Outage: what people report cannot be explained, as no line in the log knows of it",
    "stuck": "Lost users: on a bad connection the button never comes back, and nobody learns why",
    "unanswered": "Lost users: the page waits until it gives up, and every such request keeps its connection",
    "told-as-success": "Lost users: pages and clients that look at the status take for done what was refused",
    "blank": "Lost users: nobody is told what went wrong, or what to do about it",
    "mutation": "Lost users: a change that failed looks like one that worked",
}


def message_of(first: Swallowed, found: Sequence[Swallowed], owners: int) -> str:
    """The sentence a person reads first."""
    if first.kind == "leak" and owners > 1:
        return f"{owners} handlers answer a failure with the error's own text"
    if first.kind == "value" and owners > 1:
        return f"{owners} functions hand the text of a failure on as if it were a result"
    if first.kind == "silent" and first.owner.side == "server":
        return "A failure is dropped without a trace"
    names = list(dict.fromkeys(one.subject for one in found if one.subject and one.kind == first.kind))
    about = f" ({', '.join(names[:4])})" if names else ""
    return _MESSAGES[first.kind] + about


def impact_of(first: Swallowed) -> str:
    """Who is hurt and how."""
    if first.kind == "silent" and first.owner.side == "server":
        return "Outage: it goes wrong for a long time before anybody knows"
    return _IMPACTS.get(
        first.kind, "Lost users: people act on 'there is nothing' when in truth nothing could be read"
    )
