"""Work that nobody requests: what a worker of Celery, RQ, Dramatiq or Huey runs. Management commands are scripts that a person runs."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app.location import at
from roadworthy.app.work import Work
from roadworthy.frameworks import recording
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.uses import uses
from roadworthy.frameworks.written import body_of
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    Model,
    Program,
    Run,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form

_TASKS = ("celery.shared_task", "celery.Celery().task", "celery.task", "django_rq.job", "dramatiq.actor", "celery.app.shared_task")  # fmt: skip
# Huey's tasks run later however they are called: calling one puts it into the queue (its guide, "Calling tasks").
_QUEUED = ("huey.contrib.djhuey.task", "huey.contrib.djhuey.db_task", "huey.contrib.djhuey.HUEY.task", "huey.contrib.djhuey.HUEY.db_task",
           *(f"huey.{kind}().task" for kind in ("Huey", "RedisHuey", "SqliteHuey", "PriorityRedisHuey", "MemoryHuey")))  # fmt: skip
_LATER = {"delay", "apply_async", "si", "s", "send", "send_with_options", "enqueue", "defer", "schedule"}


class Task(Model):
    """A function that a worker runs. Called directly it runs at once, by `delay` it runs later."""

    __slots__ = ("inner", "queued")
    decorates = True

    def __init__(self, inner: Closure, *, queued: bool = False) -> None:
        self.inner, self.queued = inner, queued

    @property
    def name(self) -> str:
        """The function's name."""
        return self.inner.name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return Derived("queued", tuple(args.all()), node) if self.queued else run.call(self.inner, args, node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return Derived("queued", tuple(args.all()), node) if name in _LATER else None


class Deferring(Model):
    """`@shared_task(...)`."""

    __slots__ = ("found", "queued")

    def __init__(self, found: Found, *, queued: bool = False) -> None:
        self.found, self.queued = found, queued

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        return (
            declare(self.found, first, queued=self.queued)
            if isinstance(first, Closure)
            else first or Constant(None)
        )


def declare(found: Found, function: Closure, *, queued: bool = False) -> Task:
    """Remembers a task."""
    found.jobs.append(job_of(function, f"task {function.name}"))
    return Task(function, queued=queued)


def job_of(function: Closure, subject: str, given: Args | None = None) -> Callable[[Program], Work | None]:
    """A function as a job, run when everything is known."""

    def make(program: Program) -> Work | None:
        run = Run(program, function.module)
        args = given or Args(
            [Derived(f"argument {n}", ()) for n, _ in enumerate(function.function.parameters)], spread=True
        )
        try:
            run.call(function, args, function.function)
        except OutOfBudget:
            program.note(function.module, function.function, f"{function.name} is too large to follow")
        for finish in run.at_end:
            finish()
        return Work(
            subject,
            "job",
            "server",
            at(function.module, function.function),
            body_of(function),
            recording.queries(run.trace),
            recording.services(run.trace),
            uses=uses(run.trace),
        )

    return make


def register(library: Library, found: Found) -> None:
    """Tells what runs without a request."""

    def task(run: Run, target: External, args: Args, node: form.Node) -> Value:
        first, queued = args.get(0), target.path in _QUEUED
        if isinstance(first, Closure):
            return declare(found, first, queued=queued)
        return Deferring(found, queued=queued)

    library.on_call(*_TASKS, *_QUEUED)(task)
