"""The owner of a process that makes fingerprints: it is ended when it takes too long, and a new one goes on."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import numpy as np

from grader.errors import UsageError

MOST_BYTES = 200_000
"""Characters of one hand-in: ten times a long one. More are tokenised in seconds, but read by nobody."""
PATIENCE = 20.0
"""Seconds for one hand-in: the worst of that size that were tried took six on a busy machine."""
STARTING = 60.0
"""Seconds for the first answer: the library draws in others, which may look for fonts at their first start."""


class NoFingerprints(Exception):  # noqa: N818 - a fact about a hand-in
    """There are none, and why."""


class Fingerprinter:
    """A process that makes fingerprints, started when it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def of(self, text: str) -> np.ndarray:
        """Fingerprints, sorted, each once: int64. Raises NoFingerprints."""
        if len(text) > MOST_BYTES:
            raise NoFingerprints(f"longer than {MOST_BYTES:,} characters")
        patience = PATIENCE if self._process else STARTING
        self._ask(text)
        try:
            answer = self._answers.get(timeout=patience)
        except queue.Empty:
            self.close()
            raise NoFingerprints("it took too long to tokenise") from None
        if not answer:
            self.close()
            raise NoFingerprints("the tokeniser broke on it")
        found = json.loads(answer)
        if found is None:
            raise NoFingerprints("it could not be tokenised")
        return np.array(found, dtype=np.int64)

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, text: str) -> None:
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(text).encode("ascii") + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            pass  # it is told by the answer that does not come

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "grader.overview.fingerprints"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self._answers = queue.Queue()
        Thread(target=_pass_on, args=(self._process, self._answers), daemon=True).start()
        return self._process


def _pass_on(process: subprocess.Popen[bytes], answers: queue.Queue[bytes]) -> None:
    """Lines as they come; an empty one at the end."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            answers.put(line)
    except ValueError:
        pass  # closed by its owner
    answers.put(b"")


@contextmanager
def fingerprinter() -> Iterator[Fingerprinter]:
    """One, for a while. Raises UsageError if the library for it is not installed."""
    if importlib.util.find_spec("copydetect") is None:
        raise UsageError("comparing texts needs a library that is not installed: pip install 'grader[similarity]'")
    made = Fingerprinter()
    try:
        yield made
    finally:
        made.close()
