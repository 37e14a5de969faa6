"""The process that draws notebooks: begun when the first one comes, asked for each, killed when it takes too long."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from markupsafe import Markup

SECONDS = 15.0
"""For one notebook, the first start included (1 to 2 s); real ones take a tenth of a second."""
STALE = 200
"""Notebooks after which a fresh process is begun: parsers keep what they have seen."""


@dataclass(frozen=True)
class DrawnCell:
    """One cell as it may be shown."""

    kind: str
    """code, markdown or raw."""
    number: int
    """Of code cells, counted from 1; 0 for others."""
    count: int | None
    """What stands in the brackets of `In [3]`."""
    source: Markup
    output: Markup


@dataclass(frozen=True)
class Drawn:
    """A notebook as it may be shown."""

    cells: tuple[DrawnCell, ...] = ()
    left_out: int = 0
    """How many cells are not shown."""
    trouble: str = ""
    """For our log: why nothing is shown; empty if it went well."""


def draw(raw: bytes) -> Drawn:
    """The notebook drawn; never raises for what is wrong with it, or with us."""
    with _lock:
        try:
            answer = _artist().ask(raw)
        except (OSError, ValueError, struct.error) as error:
            return Drawn(trouble=f"{type(error).__name__}: {error}")
    if "failed" in answer:
        return Drawn(trouble=str(answer["failed"]))
    cells, number = [], 0
    for cell in answer["cells"]:
        number += cell["kind"] == "code"
        source, output = (Markup(cell[part]) for part in ("source", "output"))  # noqa: S704 - sieved by the child
        cells.append(DrawnCell(cell["kind"], number if cell["kind"] == "code" else 0, cell["count"], source, output))
    return Drawn(tuple(cells), answer["left_out"])


class Artist:
    """One child process. Not shared between threads."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-W", "ignore", "-m", "grader.report.notebook.child"]
        here = str(Path(__file__).resolve().parents[3])
        paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
        self._child = subprocess.Popen(  # noqa: S603 - our own module, with our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # an interrupt at the terminal is the grader's business
        )
        self.owner = os.getpid()
        self._asked = 0

    @property
    def usable(self) -> bool:
        """Whether it is there, is ours (and not that of the process that we were forked from), and not stale."""
        return self.owner == os.getpid() and self._child.poll() is None and self._asked < STALE

    def ask(self, raw: bytes) -> dict[str, Any]:
        """The child's answer. Raises TimeoutError or another OSError, after which this one is used up."""
        self._asked += 1
        late = Timer(SECONDS, self._child.kill)
        late.daemon = True
        late.start()
        try:
            child_in, child_out = _pipes(self._child)
            child_in.write(struct.pack(">I", len(raw)) + raw)
            child_in.flush()
            head = child_out.read(4)
            answer = child_out.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
            return dict(json.loads(answer))
        except (OSError, ValueError) as error:
            self.end()
            said = "it took too long" if not late.is_alive() else "the process that draws it ended"
            raise OSError(f"{said}: {type(error).__name__}") from error
        finally:
            late.cancel()

    def end(self) -> None:
        """Kills it, and waits until it is gone."""
        if self.owner != os.getpid():
            return
        self._child.kill()
        self._child.wait()
        for pipe in _pipes(self._child):
            with contextlib.suppress(OSError):
                pipe.close()


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin is not None
    assert child.stdout is not None
    return child.stdin, child.stdout


_lock = Lock()
_artists: list[Artist] = []
"""At most one."""


def _artist() -> Artist:
    if _artists and not _artists[0].usable:
        _artists.pop().end()
    if not _artists:
        _artists.append(Artist())
    return _artists[0]


@atexit.register
def close() -> None:
    """Ends the process, if there is one; the next notebook begins another."""
    while _artists:
        _artists.pop().end()
