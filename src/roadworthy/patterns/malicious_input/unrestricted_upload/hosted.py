"""Storage that pages reach by themselves: buckets, and uploads by a preset without a signature."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Location
from roadworthy.app.policy import Bucket
from roadworthy.catalogue import Severity, Verdict, clear, gap, unknown
from roadworthy.patterns.malicious_input.unrestricted_upload.finding import UploadGap
from roadworthy.views.people.row_access import NONE, SIGNED_IN, file_access
from roadworthy.views.requests.page_files import kept_as_text, named_buckets, sent_unasked
from roadworthy.views.requests.public_presets import public_presets


def judge_presets(app: App) -> Iterator[Verdict]:
    """Each component that uploads by a preset without a signature, once."""
    places: dict[tuple[str, str], list[Location]] = {}
    for owner, place in public_presets(app):
        places.setdefault((owner.subject, owner.anchor), []).append(place)
    for (subject, anchor), named in places.items():
        yield gap(
            subject,
            "Anybody uploads to the app's storage by the preset that its page names",
            impact="Strangers store what they like in the app's name, and one of them uses up its quota",
            locations=tuple(named),
            evidence=(f"the preset at {named[0]} takes uploads without a signature from whoever names it",),
            severity=Severity.MEDIUM,
            details=UploadGap(("asker",), named[0]),
            anchor=anchor,
            cwe="CWE-306",
        )


def judge_texts(app: App) -> Iterator[Verdict]:
    """Each component of a Supabase project that reads a file whole and stores it in a row, where nothing stands between the two."""
    told: set[tuple[str, str]] = set()
    for taken in kept_as_text(app) if app.database.supabase else ():
        named = (taken.owner.subject, taken.owner.anchor)
        if named in told:
            continue
        told.add(named)
        yield gap(
            taken.owner.subject,
            "A file of any size and kind is stored as text in a row",
            impact="One picture of a phone makes every list that reads the row slow, and one account fills the database",
            locations=(taken.place, taken.kept),
            evidence=(
                f"the file is read whole at {taken.place} and stored at {taken.kept}",
                "nothing asks for its size, and a column of text takes any",
            ),
            severity=Severity.MEDIUM,
            details=UploadGap(("size", "kind"), taken.place),
            anchor=taken.owner.anchor,
            cwe="CWE-770",
        )


def judge_unmade(app: App) -> Iterator[Verdict]:
    """Each bucket that pages send files to and no file of the repository makes: what bounds them is at most what the page asks."""
    made = {bucket.name for bucket in app.database.buckets}
    for name in named_buckets(app) if app.database.supabase else ():
        if name in made:
            continue
        open_ways = list(sent_unasked(app, name))
        if not open_ways:
            yield unknown(
                f"storage bucket {name}",
                "it is made in no file of the repository, so that what it takes is not known",
            )
            continue
        yield gap(
            f"storage bucket {name}",
            "Files of any size and kind are sent to a bucket whose limits stand nowhere",
            impact="One account fills the storage and its bill, with whatever it likes",
            locations=tuple(one.place for one in open_ways),
            evidence=(
                f"{open_ways[0].owner.subject} sends what it is given at {open_ways[0].place}, and asks neither for its size nor for its kind",
                "no file of the repository makes the bucket with a file_size_limit and allowed_mime_types",
            ),
            severity=Severity.LOW,
            details=UploadGap(("size", "kind"), open_ways[0].place),
            cwe="CWE-434",
        )


def judge_buckets(app: App) -> Iterator[Verdict]:
    """Each bucket into which more than the server may put files."""
    for bucket in app.database.buckets if app.database.supabase or app.database.documents else ():
        if file_access(app, bucket.name).of("insert", SIGNED_IN).rows == NONE:
            yield clear(f"storage bucket {bucket.name}", "only the server puts files into it")
            continue
        missing = tuple(
            name
            for name, has in (("size", bucket.limit is not None), ("kind", bool(bucket.types)))
            if not has
        )
        yield (
            _bucket(bucket, missing)
            if missing
            else clear(f"storage bucket {bucket.name}", "the bucket bounds size and kind")
        )


def _bucket(bucket: Bucket, missing: tuple[str, ...]) -> Verdict:
    return gap(
        f"storage bucket {bucket.name}",
        f"Files of any {' and '.join(missing)} are taken into the bucket",
        impact="One account fills the storage and its bill"
        if "size" in missing
        else "Pages and scripts are handed out from the app's own storage",
        locations=(bucket.location,),
        evidence=tuple(f"the bucket has no {_SETTING[name]}" for name in missing),
        severity=Severity.MEDIUM,
        details=UploadGap(missing, bucket.location),
        cwe="CWE-434",
    )


_SETTING = {"size": "file_size_limit", "kind": "allowed_mime_types"}
