"""Reads every code file of a repository into a Module, in parallel where that pays."""

from __future__ import annotations

import gc
import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from roadworthy.errors import UsageError
from roadworthy.languages.form import Module
from roadworthy.languages.javascript import read_javascript
from roadworthy.languages.python import read_python
from roadworthy.source import Repository
from roadworthy.source.copies import copied_packages

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

PARALLEL_LINES = 15_000
"""Lines above which starting processes costs less than it saves: 0.3 s of reading on one core."""

CHUNKS_PER_JOB = 6
"""Enough that a job that drew the slow files does not keep the others waiting for long."""

READERS: dict[str, Callable[[str, bytes], Module]] = {
    "javascript": read_javascript,
    "typescript": read_javascript,
    "python": read_python,
}

# Declarations of types only: they describe code that stands elsewhere.
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts", ".pyi")

_decoder = msgspec.msgpack.Decoder(Module)


class Modules(msgspec.Struct, frozen=True):
    """The modules of a repository by path, and the files that could not be read: (path, reason), sorted.

    A file that was read but has stretches that did not parse is in `by_path`; its module lists them.
    """

    by_path: dict[str, Module]
    errors: list[tuple[str, str]]


class _Job(msgspec.Struct, frozen=True):
    """One file to read."""

    path: str
    language: str
    source: bytes


class _Outcome(msgspec.Struct, frozen=True):
    """What came of one file: a packed module, or why there is none."""

    path: str
    packed: bytes = b""
    reason: str = ""


def read_modules(repository: Repository, jobs: int) -> Modules:
    """Reads every JavaScript, TypeScript and Python file; declarations of types (`.d.ts`, `.pyi`) are passed over.

    `jobs` is the most processes to use. A file that cannot be read, or whose reader fails, is one of `errors`.
    """
    with _no_garbage_collection():
        return _read_modules(repository, jobs)


def _read_modules(repository: Repository, jobs: int) -> Modules:
    errors: list[tuple[str, str]] = []
    modules: dict[str, Module] = {}
    for outcome, read in _read_all(list(_jobs(repository, errors)), jobs):
        if outcome.reason:
            errors.append((outcome.path, outcome.reason))
        else:
            modules[outcome.path] = read or _decoder.decode(outcome.packed)
    return Modules(dict(sorted(modules.items())), sorted(errors))


def _jobs(repository: Repository, errors: list[tuple[str, str]]) -> Iterator[_Job]:
    copied = copied_packages(repository.files)
    errors += [
        (folder, "npm packages that were copied in; each stands for the one that it is") for folder in copied
    ]
    for file in repository.files:
        if file.language not in READERS or file.path.endswith(_DECLARATIONS) or file.path.startswith(copied):
            continue
        try:
            source = repository.read(file.path)
        except UsageError as error:
            errors.append((file.path, error.what))
            continue
        yield _Job(file.path, file.language, source)


def _read_all(waiting: list[_Job], jobs: int) -> Iterator[tuple[_Outcome, Module | None]]:
    lines = sum(job.source.count(b"\n") for job in waiting)
    if jobs < 2 or lines <= PARALLEL_LINES:
        yield from (_read(job, packs=False) for job in waiting)
        return
    unfinished: list[_Job] = []
    for outcome in _read_in_pool(_chunks(waiting, jobs * CHUNKS_PER_JOB), jobs, unfinished):
        yield outcome, None
    for job in unfinished:
        yield _read_alone(job), None


def _read(job: _Job, *, packs: bool = True) -> tuple[_Outcome, Module | None]:
    try:
        module = READERS[job.language](job.path, job.source)
        return _Outcome(job.path, msgspec.msgpack.encode(module) if packs else b""), module
    except Exception as error:
        # Whatever a reader trips over in one hostile file must not cost the others.
        return _Outcome(job.path, reason=f"its reader failed: {type(error).__name__}: {error}"), None


def _read_chunk(packed: bytes) -> bytes:
    """Runs in a worker: a packed list of jobs in, a packed list of outcomes out."""
    with _no_garbage_collection():
        work = msgspec.msgpack.decode(packed, type=list[_Job])
        return msgspec.msgpack.encode([_read(job)[0] for job in work])


def _chunks(waiting: list[_Job], count: int) -> list[list[_Job]]:
    """About equal in bytes, the largest files spread first."""
    chunks: list[list[_Job]] = [[] for _ in range(min(count, len(waiting)))]
    for place, job in enumerate(sorted(waiting, key=lambda job: (-len(job.source), job.path))):
        chunks[place % len(chunks)].append(job)
    return chunks


def _read_in_pool(chunks: list[list[_Job]], jobs: int, unfinished: list[_Job]) -> Iterator[_Outcome]:
    """Outcomes in the order of `chunks`. Jobs that were lost with a worker that died go to `unfinished`."""
    # Loaded here: it takes longer than reading a small app.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=_context()) as pool:
        pending = [(chunk, _submitted(pool, chunk)) for chunk in chunks]
        for chunk, future in pending:
            try:
                packed = future.result()
            except BrokenProcessPool:
                unfinished += chunk
            else:
                yield from msgspec.msgpack.decode(packed, type=list[_Outcome])


def _submitted(pool: ProcessPoolExecutor, chunk: list[_Job]) -> Future[bytes]:
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(_read_chunk, msgspec.msgpack.encode(chunk))
    except BrokenProcessPool as error:  # an earlier chunk has already brought a worker down
        failed: Future[bytes] = Future()
        failed.set_exception(error)
        return failed


def _read_alone(job: _Job) -> _Outcome:
    """Reads a file in a process of its own, because a file of its chunk brought a worker down."""
    unfinished: list[_Job] = []
    outcomes: Iterable[_Outcome] = list(_read_in_pool([[job]], 1, unfinished))
    return next(iter(outcomes), _Outcome(job.path, reason="its reader crashed"))


def _context() -> BaseContext:
    """Forking starts at once, but is only safe while no other thread holds a lock; Windows cannot."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_fork else "spawn")


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Modules have no cycles, and looking for some in millions of new records doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
