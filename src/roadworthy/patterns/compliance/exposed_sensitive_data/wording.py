"""Says what is exposed, about this app."""

from __future__ import annotations

from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.compliance.exposed_sensitive_data.finding import ExposureGap

_MESSAGE = {
    "secret": "Everyone who reads the repository has {what}",
    "history": "Everyone who clones the repository has {what}",
    "password": "Everyone who reads the repository knows {what}",
    "default": "A secret is known to everyone who reads the repository: {what}",
    "dump": "{subject} holds {what}",
    "log": "A secret ends up in the log: {what}",
    "people in logs": "Who uses the app can be read in its log: {what}",
    "answers in logs": "What the server answers can be read in its log: {what}",
    "profiles": "People are shown with more than a visitor needs: {what}",
    "third party": "Users' data goes to a third party: {what}",
    "debug": "Errors show strangers the inside of the app: {what}",
    "file": "Files of the server can be downloaded: {what}",
    "plaintext": "Passwords are stored as they are typed: {what}",
    "address": "Passwords or lasting tokens are sent in addresses, which access logs and browsers keep: {what}",
    "clear key": "Keys to the app's interface are stored as they are: {what}",
    "weak hash": "Stored passwords can be guessed by the billion: {what}",
    "answer": "Secrets of other people's accounts are sent out: {what}",
    "hash in answer": "A password, or its hash, leaves the server: {what}",
    "code": "The code that shows whose an address is goes to whoever asks for it: {what}",
    "people in answer": "Anyone can collect the addresses of people who use the app: {what}",
    "cookie": "A secret is put into a cookie that whoever holds it reads: {what}",
    "setting": "A key of the app's own is sent to whoever asks: {what}",
    "key on page": "A key comes along to the browser with every row: {what}",
}
_IMPACT = {
    "secret": "Whoever has it acts as the app: its bill, its data, its name",
    "history": "It was taken out of the files and not out of the history: unless it was changed as well, whoever has it acts as the app",
    "password": "Whoever reads it signs in as that account",
    "default": "Whoever knows it signs sessions or opens the database as the app does",
    "dump": "Data breach: it is copied with every clone and stays in the history",
    "log": "Log stores are read by more people and kept longer than the secret deserves",
    "people in logs": "Logs are copied to other companies, kept long and read by many",
    "answers in logs": "Logs are copied to other companies, kept long and read by many",
    "profiles": "A stranger lists everyone and sees who is worth attacking",
    "third party": "Personal data leaves for a company that users were not told of",
    "debug": "Whoever sends something odd reads code and settings, and with Flask's console runs code on the server",
    "file": "Source and settings show every other weakness",
    "plaintext": "A leak of the database gives away every password, also those used elsewhere",
    "address": "Whoever reads an access log, a proxy's or a browser's history, signs in as the people in it",
    "clear key": "A leak of the database, or of a backup, gives away keys that work",
    "weak hash": "A leak of the database gives away most passwords within hours",
    "answer": "Whoever gets the answer takes over the accounts in it",
    "hash in answer": "It ends up in browsers, caches and logs, where a script or a leak finds it, and is guessed at leisure",
    "code": "Whoever names somebody else's address gets in as them, or is taken for its owner",
    "people in answer": "Spam and fraud aimed at people who only left a word in public",
    "cookie": "A session cookie is signed and not hidden: who is to show that they got a code reads it there",
    "key on page": "A script, an extension or whoever sits at the computer reads a key that only the server needs",
    "setting": "Whoever gets the answer uses the service at the app's cost and in its name",
}
_CWE = {
    "secret": "CWE-798",
    "history": "CWE-798",
    "password": "CWE-798",
    "default": "CWE-1188",
    "dump": "CWE-538",
    "log": "CWE-532",
    "people in logs": "CWE-532",
    "answers in logs": "CWE-532",
    "profiles": "CWE-359",
    "third party": "CWE-359",
    "debug": "CWE-489",
    "file": "CWE-552",
    "plaintext": "CWE-256",
    "address": "CWE-598",
    "clear key": "CWE-312",
    "weak hash": "CWE-916",
    "answer": "CWE-200",
    "hash in answer": "CWE-200",
    "code": "CWE-640",
    "people in answer": "CWE-359",
    "cookie": "CWE-315",
    "setting": "CWE-522",
    "key on page": "CWE-200",
}
_SEVERITY = {
    "password": Severity.CRITICAL,
    "plaintext": Severity.CRITICAL,
    # Who took it out may have changed it too; nobody but its owner knows.
    "history": Severity.MEDIUM,
    "people in logs": Severity.MEDIUM,
    "third party": Severity.MEDIUM,
    "secret": Severity.HIGH,
}


def told(found: ExposureGap, anchor: str, severity: Severity | None = None) -> Verdict:
    """The verdict on an exposure, in words; never its value."""
    exposure = found.exposure
    if exposure.kind == "password" and all(
        place.path.endswith((".md", ".mdx", ".txt")) for place in exposure.places
    ):
        # A document says it; whether an account has it, the code does not tell.
        severity = severity or Severity.MEDIUM
    severity = severity or _SEVERITY.get(exposure.kind, Severity.HIGH if exposure.grave else Severity.MEDIUM)
    more = (
        f", and at {len(exposure.places) - 1} more places"
        if len(exposure.places) > 1 and found.endpoint is None
        else ""
    )
    return gap(
        exposure.subject,
        _MESSAGE[exposure.kind].format(what=exposure.what, subject=exposure.subject),
        impact=_IMPACT[exposure.kind],
        locations=exposure.places,
        evidence=(f"seen at {exposure.places[0]}{more}",),
        severity=severity,
        details=found,
        anchor=anchor,
        cwe=_CWE[exposure.kind],
    )
