"""Storage that pages reach by themselves: buckets, and uploads by a preset without a signature."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App, Location
from roadworthy.app.policy import Bucket
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.malicious_input.unrestricted_upload.finding import UploadGap
from roadworthy.views.people.row_access import NONE, SIGNED_IN, file_access
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
