"""The command `roadworthy`: every command in a file of its own, errors in one line."""

from __future__ import annotations

import gc
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, TyperException

from roadworthy.cli import audit, doctor, explain, fix, handoff, harden, prove, report, verify
from roadworthy.cli.exit_code import FAULT, INTERRUPTED, UNVERIFIED
from roadworthy.cli.progress import Interruption
from roadworthy.errors import AppError, RepairRefused, RoadworthyError, TrialUnavailable
from roadworthy.source.visible import visible

_UNVERIFIED = (AppError, RepairRefused, TrialUnavailable)


def application() -> typer.Typer:
    """All commands, in the order of the way through."""
    app = typer.Typer(
        name="roadworthy",
        help="Takes a web app from prototype to production: audit, prove, fix, verify, hand over.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_about)
    for module in (audit, prove, fix, verify, handoff, harden, report, explain, doctor):
        app.command(module.NAME)(module.command)
    return app


def _about(
    version: bool = typer.Option(
        False, "--version", callback=lambda wanted: _version(wanted), is_eager=True, help="The version."
    ),
) -> None:
    pass


def _version(wanted: bool) -> None:
    if wanted:
        from roadworthy.report.version import version

        print(f"roadworthy {version()}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = run(given)
    # Python looks through all records for garbage once more as it ends: an eighth of an audit, for memory that is given back anyway.
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code. A fault is one line on standard error, with the trace when `--debug` is given."""
    try:
        with Interruption():
            code = application()(list(arguments), standalone_mode=False)
            sys.stdout.flush()
            if code == INTERRUPTED:
                raise KeyboardInterrupt
            return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, Abort):
        return _told("interrupted; what was started was stopped", INTERRUPTED)
    except RoadworthyError as error:
        _trace(arguments)
        return _told(str(error), UNVERIFIED if isinstance(error, _UNVERIFIED) else FAULT)
    except TyperException as error:
        return _told(f"{error.format_message()} (roadworthy --help)", FAULT)
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        _trace(arguments)
        return _told(
            f"a fault of Roadworthy itself: {type(error).__name__}: {error} (--debug shows the trace)", FAULT
        )


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
