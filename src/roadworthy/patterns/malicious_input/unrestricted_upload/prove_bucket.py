"""Puts into a bucket of Supabase Storage what nobody should get in, with the rights of those who may put files there."""

from __future__ import annotations

from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.unrestricted_upload.finding import UploadGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, called, project_of
from roadworthy.proof.uploaded_files import picture
from roadworthy.trial import Response, Trial

_LARGE = 50 << 20
_MB = 1 << 20
_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>window.roadworthyRan = true</script></svg>'
_DRAWING_KIND = "image/svg+xml"
# A program of Windows begins with these two letters.
_PROGRAM, _PROGRAM_KIND = b"MZ" + bytes(64), "application/x-msdownload"


def prove_bucket(gap: Gap, trial: Trial) -> Reproduction:
    """A small picture first, to see that the way is open; then what the bucket does not look at."""
    found: UploadGap = gap.details
    bucket = gap.subject.rpartition(" ")[2]
    experiment = Experiment(trial, f"{bucket} takes files of the size and kind that it is for")
    project = project_of(trial)
    known = database_of(trial).query("select public from storage.buckets where id = %s", (bucket,))
    if not known:
        return experiment.untestable(f"the running database has no bucket {bucket}: no migration makes it")
    door = _Door(experiment, bucket)
    refused = door.enter()
    if refused:
        return experiment.untestable(f"nobody puts a small picture into {bucket}: {refused}")
    seen = [
        *([_too_large(door, min(_LARGE, project.project.largest_file))] if "size" in found.missing else []),
        *([_other_kinds(door, public=bool(known[0]["public"]))] if "kind" in found.missing else []),
    ]
    told = [one for one in seen if one]
    if told:
        return experiment.proven(f"{called(door.actor)} put {' and '.join(told)}")
    return experiment.cleared("a small picture was kept, and nothing of what should not get in")


class _Door:
    """The bucket, with somebody who may put files into it, and the folder where they may."""

    def __init__(self, experiment: Experiment, bucket: str) -> None:
        self.experiment, self.bucket = experiment, bucket
        self.api = ProjectApi(experiment)
        self.actor, self.folder = ANONYMOUS, ""

    def enter(self) -> str:
        """Finds them: '' when a small picture was put, else what was said against the last try."""
        said = "nobody is signed in"
        people = [name for name in (ANONYMOUS, "alice", "admin") if name in self.experiment.trial.actors]
        for name in people:
            key = self.experiment.trial.actor(name).credentials.get("id", "")
            for folder in (f"{key}/", "") if key else ("", "public/"):
                self.actor, self.folder = name, folder
                answer = self.put("picture.png", picture(), "image/png", "a small picture", "arrange")
                if answer.ok:
                    return ""
                said = answer.text[:160]
        return said

    def path(self, name: str) -> str:
        """A file of this trial's own in the bucket."""
        return f"{self.bucket}/{self.folder}rw-{name}"

    def put(self, name: str, content: bytes, kind: str, says: str, step: str = "act") -> Response:
        who = called(self.actor)
        says = f"{who} puts {says} into {self.bucket}"
        return self.api.upload(self.actor, self.path(name), name, content, kind, says=says, step=step)

    def size(self, name: str) -> int:
        """How many bytes of it the bucket holds."""
        inside = self.path(name).removeprefix(f"{self.bucket}/")
        rows = database_of(self.experiment.trial).query(
            "select metadata->>'size' as size from storage.objects where bucket_id = %s and name = %s",
            (self.bucket, inside),
        )
        return int(rows[0]["size"] or 0) if rows else 0


def _too_large(door: _Door, size: int) -> str:
    says = f"a picture of {size // _MB} MB"
    answer = door.put("large.png", picture(size), "image/png", says)
    kept = door.size("large.png")
    door.experiment.measure(f"kept of {size // _MB} MB", kept, "bytes")
    return f"{says} into {door.bucket}" if answer.ok and kept >= size else ""


def _other_kinds(door: _Door, *, public: bool) -> str:
    """A drawing that holds a script, and a program: neither is what a bucket for pictures or papers is for."""
    taken = [
        says
        for name, content, kind, says in (
            ("drawing.svg", _DRAWING, _DRAWING_KIND, "a drawing with a script in it"),
            ("program.exe", _PROGRAM, _PROGRAM_KIND, "a program for Windows"),
        )
        if door.put(name, content, kind, says).ok and _handed_out(door, name, content, public=public)
    ]
    return f"{' and '.join(taken)} into {door.bucket}, from where they are handed out" if taken else ""


def _handed_out(door: _Door, name: str, content: bytes, *, public: bool) -> bool:
    way = "public/" if public else ""
    path = f"/storage/v1/object/{way}{door.path(name)}"
    says = f"{called(door.actor)} asks for it"
    return door.api.send(door.actor, "GET", path, says=says, kind="observe").body == content
