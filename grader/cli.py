"""The command line: one file per command in `commands/`, found by its name; errors in one sentence; exit codes.

0 done (a low grade is no failure), 1 a gate failed, 2 usage or configuration, 3 some submissions could not be graded
for reasons of ours, 130 interrupted, 143 and 129 ended by SIGTERM and SIGHUP.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum

from grader import __version__
from grader.ending import raised_when_asked
from grader.errors import GraderError, InfrastructureError

COMMANDS = (
    "grade",
    "export",
    "gradescope",
    "report",
    "regrade",
    "override",
    "request",
    "ledger",
    "check",
    "demo",
    "release",
    "new",
    "starter",
    "verify",
    "doctor",
    "image",
)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0
    GATE_FAILED = 1
    USAGE = 2
    UNGRADED = 3
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    try:
        options = build_parser().parse_args(arguments)
    except KeyboardInterrupt:  # most of the time until here goes into imports
        _say("interrupted; nothing was begun")
        return Exit.INTERRUPTED
    with raised_when_asked() as asked:
        code = _run(options)
    return asked.exit_code or code


def _run(options: argparse.Namespace) -> int:
    """The command's exit code; whatever went wrong is told in one sentence."""
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        _say("interrupted; run the same command again to go on")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody to tell
        return Exit.DONE
    except GraderError as error:
        _tell(error, debug=options.debug)
        return Exit.UNGRADED if isinstance(error, InfrastructureError) else Exit.USAGE
    except Exception as error:  # noqa: BLE001 - the last stop: one sentence for people, the trace for --debug
        _tell(error, debug=options.debug)
        return Exit.UNGRADED


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="grader", description="Grades hand-written neural networks.")
    parser.add_argument("--version", action="version", version=f"grader {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"grader.commands.{name}")
        summary = (module.__doc__ or name).splitlines()[0]
        command = commands.add_parser(name, help=summary, description=module.__doc__)
        module.arguments(command)
        command.add_argument("--debug", action="store_true", help="show the traceback of an error")
        command.set_defaults(run=module.run)
    return parser


def _tell(error: Exception, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    elif isinstance(error, GraderError):
        _say(f"grader: {error}")
    elif isinstance(error, OSError) and error.errno in _NO_ROOM:
        place = error.filename or "here, or where temporary files go (TMPDIR)"
        _say(f"grader: {error.strerror}: {place}; make room and run the same command again")
    else:
        said = f"{type(error).__name__}: {error}"
        _say(f"grader: something of the grader's own failed ({said}); --debug shows where")


def _say(sentence: str) -> None:
    with contextlib.suppress(OSError):  # the terminal may be what has gone
        print(sentence, file=sys.stderr)
