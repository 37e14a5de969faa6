"""Work that does strange things, as recipes that the workers of a cluster can import."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import UsageError
from grader.model import Submission


@dataclass(frozen=True)
class Shout:
    """The student's name in capitals, with the number of the process that made it."""

    deeds: dict[str, str] = field(default_factory=dict)
    """By student, instead: the name of a function below."""
    notes: Path = Path("/dev/null")
    """Where a line is written for each submission that begins."""
    seconds: float = 0.0

    @contextmanager
    def open(self, secret: bytes) -> Iterator[Callable[[Submission], Any]]:
        def work(submission: Submission) -> Any:
            with self.notes.open("a") as notes:
                notes.write(f"{submission.student}\n")
            time.sleep(self.seconds)
            if deed := self.deeds.get(submission.student):
                return globals()[deed](self, submission)
            return submission.student.upper(), os.getpid()

        yield work


@dataclass(frozen=True)
class Whisper:
    """What the secret is made of: never what it is."""

    @contextmanager
    def open(self, secret: bytes) -> Iterator[Callable[[Submission], int]]:
        yield lambda _: len(secret)


@dataclass(frozen=True)
class Refuses:
    """Cannot be opened."""

    @contextmanager
    def open(self, secret: bytes) -> Iterator[Callable[[Submission], None]]:
        raise UsageError("there is no such course")
        yield


def dies(recipe: Shout, submission: Submission) -> None:
    """As if the machine had no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)


def dies_once(recipe: Shout, submission: Submission) -> Any:
    """An accident: the second time nothing happens."""
    if recipe.notes.read_text().split().count(submission.student) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return submission.student.upper(), os.getpid()


def raises(recipe: Shout, submission: Submission) -> None:
    raise ValueError("a word of the student's")


def opaque(recipe: Shout, submission: Submission) -> Any:
    """Nothing that could be sent back."""
    return threading.Lock()
