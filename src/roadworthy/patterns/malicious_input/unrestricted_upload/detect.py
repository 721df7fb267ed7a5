"""Looks for uploads, bodies and buckets that take anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.malicious_input.unrestricted_upload.finding import UploadGap
from roadworthy.patterns.malicious_input.unrestricted_upload.hosted import (
    judge_buckets,
    judge_presets,
    judge_texts,
    judge_unmade,
)
from roadworthy.views.data.file_columns import FileField, file_fields
from roadworthy.views.people.access import ROLE, SIGNED_IN, UNREAD, Access
from roadworthy.views.requests.uploads import (
    Upload,
    bulk_bodies,
    unbounded_for_all,
    uploads,
    wide_bodies,
)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint that takes files or lists in, for each bucket, and for parsers of large bodies."""
    found = [
        *_endpoints(app),
        *_fields(app),
        *_before_all(app),
        *_bodies(app),
        *judge_buckets(app),
        *judge_unmade(app),
        *judge_texts(app),
        *judge_presets(app),
    ]
    yield from found
    if not found:
        yield not_applicable("app", "it takes no files, and its bodies keep the framework's own limit")


def _endpoints(app: App) -> Iterator[Verdict]:
    for upload in (*uploads(app), *bulk_bodies(app)):
        bounds = (("size", upload.sized), ("kind", upload.typed), ("asker", not upload.unasked))
        missing = tuple(name for name, has in bounds if not has)
        if missing:
            yield _told(upload, missing)
        else:
            yield clear(upload.endpoint.subject, "size and kind of what it takes are bounded")


def _told(upload: Upload, missing: tuple[str, ...]) -> Verdict:
    endpoint = upload.endpoint
    guards = Access(endpoint).anywhere()
    staff, known = ROLE in guards, bool(guards & {SIGNED_IN, UNREAD})
    rows = upload.kind == "rows"
    open_ended = [name for name in missing if name != "asker"]
    return gap(
        endpoint.subject,
        _message(rows, open_ended),
        impact=_impact(missing),
        locations=upload.places,
        evidence=tuple(
            _EVIDENCE["rows" if rows else "word" if upload.trusts and name == "kind" else name]
            for name in missing
        ),
        severity=Severity.LOW
        if staff
        else Severity.HIGH
        if len(open_ended) > 1 and not known
        else Severity.MEDIUM,
        details=UploadGap(missing, upload.places[0], endpoint),
        cwe="CWE-434" if "kind" in missing else "CWE-770",
    )


def _message(rows: bool, open_ended: list[str]) -> str:
    if rows:
        return "A list of any length is read into memory and stored in one go"
    if not open_ended:
        return "Files of people who are not signed in are kept before anybody asks who they are"
    return f"Files of any {' and '.join(open_ended)} are taken in"


def _impact(missing: tuple[str, ...]) -> str:
    if "size" in missing:
        return "One request fills the memory or the disk, and everybody waits"
    if "kind" in missing:
        return "A page or a script is stored as a picture, and runs in the browser of whoever opens it"
    return "Anybody fills the disk: what is refused stays there, and everybody's uploads fail"


_EVIDENCE = {
    "asker": "the parser writes the file to the disk, and whoever is not signed in is refused only after it",
    "size": "neither the parser nor the handler nor the server bounds the size",
    "kind": "nothing looks at what kind of file it is",
    "word": "its kind is what the sender says, and it is kept and handed out under the ending that the sender gave it",
    "rows": "the framework reads a body of any size, and the list has no largest length",
}


def _fields(app: App) -> Iterator[Verdict]:
    """Columns of a model that hold files, written through endpoints made of the model."""
    for field in file_fields(app):
        if field.sized:
            yield clear(field.subject, "the model bounds the size of the file")
        else:
            yield _of_model(field)


def _of_model(field: FileField) -> Verdict:
    return gap(
        field.subject,
        f"Files of any size are taken in as `{field.column}`",
        impact="One person fills the disk, and everybody's uploads fail",
        locations=field.places,
        evidence=("the field has no validator that bounds its size, and the server reads files of any size",),
        severity=Severity.MEDIUM,
        details=UploadGap(("size",), field.places[0]),
        cwe="CWE-770",
    )


def _before_all(app: App) -> Iterator[Verdict]:
    """A parser of files that reads what any request brings, before anything asks who sends it: one gap, wherever files are wanted."""
    for place in unbounded_for_all(app):
        yield gap(
            "app",
            "Every request may bring files of any size",
            impact="A few large files at once fill the memory or the disk, and the server falls",
            locations=(place,),
            evidence=(f"the parser at {place} stands before all routes and has no limit of its own",),
            severity=Severity.MEDIUM,
            details=UploadGap(("size",), place),
            anchor="files",
            cwe="CWE-770",
        )
        return


def _bodies(app: App) -> Iterator[Verdict]:
    for limit, place in wide_bodies(app):
        yield gap(
            "app",
            f"Every request may bring a body of {limit}",
            impact="A few requests at once fill the memory, and the server falls",
            locations=(place,),
            evidence=(
                f"the parser at {place} is told to take {limit} from anyone, for every path behind it",
            ),
            severity=Severity.LOW,
            details=UploadGap(("size",), place),
            cwe="CWE-770",
        )
        return
