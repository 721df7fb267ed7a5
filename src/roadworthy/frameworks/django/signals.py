"""Django's signals: functions that run as rows are saved or deleted, see https://docs.djangoproject.com/en/stable/topics/signals/ and
https://docs.djangoproject.com/en/stable/ref/signals/. Changes of many rows at once (`update()`, `bulk_create()`) send none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from roadworthy.app.work import Work
from roadworthy.frameworks.django.orm import Orm, Receiver
from roadworthy.frameworks.worker_tasks import job_of
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    External,
    Library,
    ListValue,
    Model,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.django.rows import ModelObject

_SIGNALS = "django.db.models.signals."
_CONNECTS = tuple(
    f"{_SIGNALS}{name}.connect" for name in ("pre_save", "post_save", "pre_delete", "post_delete")
)


def send(run: Run, row: ModelObject, signal: str, node: form.Node, *, created: bool | None = None) -> None:
    """Runs what listens for a row of this model. What is under way already is not begun anew: a receiver that saves its own row."""
    for one in row.orm.receivers:
        active = any(function is one.function.function for function in run.functions)
        if one.signal == signal and not active and _is_meant(one.sender, row.kind):
            one.ran = True
            given: dict[str, Value] = {"instance": row, "using": Unknown(), "raw": Constant(False)}
            if created is not None:
                given["created"] = Certain(created)
            run.call(one.function, Args([row.kind or Unknown()], given), node)


def _is_meant(sender: Value | None, kind: ClassValue | None) -> bool:
    if isinstance(sender, Constant):  # `sender="shop.Order"`, `sender=settings.AUTH_USER_MODEL`
        return kind is not None and str(sender.value).rpartition(".")[2] == kind.name
    return sender is None or sender is kind


def _listen(orm: Orm, signal: Value | None, sender: Value | None, function: Value | None) -> None:
    if not isinstance(function, Closure):
        return
    for one in signal.items if isinstance(signal, ListValue) else [signal]:
        path = one.path if isinstance(one, External) else ""
        receiver = Receiver(path.removeprefix(_SIGNALS), sender, function)
        orm.receivers.append(receiver)
        orm.found.jobs.append(_unheard(receiver))


def _unheard(receiver: Receiver) -> Callable[[Program], Work | None]:
    """A receiver that no request of the app was seen to set off is a job."""
    made = job_of(receiver.function, f"signal {receiver.function.name}")
    return lambda program: None if receiver.ran else made(program)


class Receiving(Model):
    """`@receiver(post_save, sender=Order)`."""

    __slots__ = ("args", "orm")

    def __init__(self, orm: Orm, args: Args) -> None:
        self.orm, self.args = orm, args

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        function = args.get(0)
        _listen(self.orm, self.args.get(0, "signal"), self.args.keywords.get("sender"), function)
        return function or Constant(None)


def register_signals(library: Library, orm: Orm) -> None:
    """Tells what listens."""

    @library.on_call("django.dispatch.receiver", "django.dispatch.dispatcher.receiver")
    def receiver(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Receiving(orm, args)

    @library.on_call(*_CONNECTS)
    def connect(run: Run, target: External, args: Args, node: form.Node) -> Value:
        signal = External(target.path.removesuffix(".connect"))
        _listen(orm, signal, args.get(1, "sender"), args.get(0, "receiver"))
        return Constant(None)
