"""Visits the page twice as a browser does, and counts what travels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.network.uncached_responses.prove_reads import prove_reads
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.wire import Transfer, transfer
from roadworthy.regex import regex
from roadworthy.trial import Trial

_NAMED = regex(r"""<(?:script|link|img)\b[^>]*?\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", re.I)
_HASHED = regex(r"[.-](?=[\w-]*[A-Z0-9])(?=[\w-]*[A-Za-z])[\w-]{8,}\.(?:m?js|css|wasm)$")
_TEXT = regex(r"^(text/|application/(javascript|json|xml)|image/svg)")
_MAX_AGE = regex(r"\bmax-age=(\d+)")
_FILES = 12
# What is smaller travels in one packet whether it is compressed or not.
_PACKET_BYTES = 1_400
_WORTHWHILE_SECONDS = 3_600


class Visit(Struct, frozen=True):
    """One file, fetched on a first visit and again on the second; `again` is None when the browser need not ask."""

    first: Transfer
    again: Transfer | None

    @property
    def plain(self) -> bool:
        """Text that goes out uncompressed."""
        headers = self.first.headers
        is_text = bool(_TEXT.match(headers.get("content-type", "")))
        return is_text and self.first.size > _PACKET_BYTES and "content-encoding" not in headers

    @property
    def asked_again(self) -> bool:
        """A file whose name changes with its content, and yet the browser has to ask for it on every visit."""
        return bool(_HASHED.search(self.first.path.split("?")[0])) and self.again is not None

    @property
    def sent_again(self) -> bool:
        """An unchanged file that is transferred in full on the second visit."""
        return self.again is not None and self.again.status == 200 and self.again.wire > 0


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """First visit, second visit: what is sent uncompressed, what is asked for or sent again."""
    experiment = Experiment(
        trial, "Text is compressed, and a second visit asks for no file that cannot have changed"
    )
    if not gap.details.mounts:
        return prove_reads(
            Experiment(trial, "What is the same for everybody is read once, and not for each visit"),
            app,
            gap.details.reads,
        )
    page = transfer(trial, "/", {"accept": "text/html"})
    if page.status != 200 or "html" not in page.headers.get("content-type", ""):
        return experiment.untestable(f"the app shows no page at / (it answers {page.status})")
    visits = [_visit(experiment, trial, path) for path in _files(page)]
    visits = [visit for visit in visits if visit.first.status == 200 and not _is_page(visit.first)]
    if not visits:
        return experiment.untestable("the page at / names no file of the app's own")
    first = page.wire + sum(visit.first.wire for visit in visits)
    second = sum(visit.again.wire for visit in visits if visit.again is not None)
    experiment.measure("transferred on the first visit", first, "bytes")
    experiment.measure("transferred again on the second", second, "bytes")
    experiment.measure("asked for again", sum(visit.again is not None for visit in visits), "requests")
    return _judge(experiment, visits)


def _judge(experiment: Experiment, visits: Sequence[Visit]) -> Reproduction:
    plain = [visit.first for visit in visits if visit.plain]
    asked = [visit.first for visit in visits if visit.asked_again]
    sent = [visit.first for visit in visits if visit.sent_again]
    faults = []
    if plain:
        faults.append(
            f"{_count(plain, 'travels', 'travel')} uncompressed ({sum(t.wire for t in plain):,} bytes, {plain[0].path})"
        )
    if asked:
        kept = asked[0].headers.get("cache-control", "no Cache-Control")
        faults.append(
            f"{_count(asked, 'is', 'are')} asked for again on every visit, though the name changes with the content ({kept})"
        )
    if sent:
        faults.append(f"{_count(sent, 'is', 'are')} sent again in full without having changed")
    if faults:
        return experiment.proven("; ".join(faults))
    return experiment.cleared(
        f"{_count([v.first for v in visits], 'is', 'are')} sent once, text compressed: the second visit transfers nothing again"
    )


def _count(files: Sequence[Transfer], one: str, several: str) -> str:
    return f"1 file {one}" if len(files) == 1 else f"{len(files)} files {several}"


def _files(page: Transfer) -> list[str]:
    """The files of the app's own that the page names."""
    text = page.body.decode(errors="replace")
    found = [urljoin("/", name) for name in _NAMED.findall(text) if not re.match(r"(\w+:|//)", name)]
    return list(dict.fromkeys(found))[:_FILES]


def _is_page(answer: Transfer) -> bool:
    """The page itself in place of a file that does not exist."""
    return "html" in answer.headers.get("content-type", "")


def _visit(experiment: Experiment, trial: Trial, path: str) -> Visit:
    first = transfer(trial, path)
    encoding = first.headers.get("content-encoding", "not compressed")
    kept = first.headers.get("cache-control", "none")
    experiment.note(
        "act",
        f"a first visit fetches {path}",
        f'curl -s -o /dev/null -D - -H "Accept-Encoding: gzip, br" "$BASE{path}"',
        f"{first.status}, {first.wire:,} bytes of {first.size:,}, {encoding}, Cache-Control: {kept}",
    )
    if _fresh(first):
        experiment.note("observe", f"the second visit takes {path} from the browser's own store")
        return Visit(first, None)
    again = transfer(trial, path, _validators(first))
    experiment.note(
        "act", f"the second visit asks for {path} again", "", f"{again.status}, {again.wire:,} bytes"
    )
    return Visit(first, again)


def _fresh(answer: Transfer) -> bool:
    control = answer.headers.get("cache-control", "")
    age = _MAX_AGE.search(control)
    return (
        age is not None and int(age[1]) >= _WORTHWHILE_SECONDS and not re.search("no-cache|no-store", control)
    )


def _validators(answer: Transfer) -> dict[str, str]:
    """What a browser sends along when it has the file already."""
    if "no-store" in answer.headers.get("cache-control", ""):
        return {}
    given = {"etag": "if-none-match", "last-modified": "if-modified-since"}
    return {name: answer.headers[key] for key, name in given.items() if key in answer.headers}
