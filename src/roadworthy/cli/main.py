"""The command `roadworthy`: every command in a file of its own, errors in one line."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Sequence

import click

from roadworthy.cli.audit import audit
from roadworthy.cli.doctor import doctor
from roadworthy.cli.exit_code import FAULT, INTERRUPTED, UNVERIFIED
from roadworthy.cli.explain import explain
from roadworthy.cli.fix import fix
from roadworthy.cli.handoff import handoff
from roadworthy.cli.harden import harden
from roadworthy.cli.progress import Interruption
from roadworthy.cli.prove import prove
from roadworthy.cli.report import report
from roadworthy.cli.verify import verify
from roadworthy.errors import AppError, RepairRefused, RoadworthyError, TrialUnavailable
from roadworthy.source.visible import visible

_UNVERIFIED = (AppError, RepairRefused, TrialUnavailable)


class InOrder(click.Group):
    """Lists its commands in the order in which they are used."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, option, wanted: _version(context, wanted),
    help="The version.",
)
def application() -> None:
    """Takes a web app from prototype to production: audit, prove, fix, verify, hand over."""


for command in (audit, prove, fix, verify, handoff, harden, report, explain, doctor):
    application.add_command(command)


def _version(context: click.Context, wanted: bool) -> None:
    if wanted:
        from roadworthy.report.version import version

        print(f"roadworthy {version()}")
        context.exit()


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = run(given)
    if code == INTERRUPTED:
        # What was half made just then (an event loop of the browser's) cannot be taken down as Python ends, and would say so last.
        sys.unraisablehook = lambda _: None
    # Python looks through all records for garbage once more as it ends: an eighth of an audit, for memory that is given back anyway.
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code. A fault is one line on standard error, with the trace when `--debug` is given."""
    try:
        with Interruption():
            code = _done(list(arguments) or ["--help"])
            sys.stdout.flush()
            return code
    except click.exceptions.Exit as end:
        return end.exit_code
    except KeyboardInterrupt:
        return _told("interrupted; what was started was stopped", INTERRUPTED)
    except RoadworthyError as error:
        _trace(arguments)
        return _told(str(error), UNVERIFIED if isinstance(error, _UNVERIFIED) else FAULT)
    except click.ClickException as error:
        return _told(f"{error.format_message()} (roadworthy --help)", FAULT)
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        _trace(arguments)
        return _told(
            f"a fault of Roadworthy itself: {type(error).__name__}: {error} (--debug shows the trace)", FAULT
        )


def _done(arguments: list[str]) -> int:
    """Not through Click's own `main`, which writes an empty line where it is interrupted."""
    with application.make_context("roadworthy", arguments) as context:
        code = application.invoke(context)
    return code if isinstance(code, int) else 0


def _told(line: str, code: int) -> int:
    print(f"roadworthy: {visible(line)}", file=sys.stderr)
    return code


def _trace(arguments: Sequence[str]) -> None:
    if "--debug" in arguments:
        traceback.print_exc()


def _reader_left() -> int:
    # `roadworthy audit | head`: the reader has what it wanted. Python would complain again when it flushes at exit.
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
