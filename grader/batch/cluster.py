"""The executor of a cluster: a Dask scheduler passes work to worker processes, which may come, go and die.

Theory of operation. The driver does the bookkeeping. It looks now and then which workers there are; each new one is
greeted, given the recipe (`remote`), and then a few submissions at a time, by name: Dask never moves a task of ours to
another worker, and never tries one again. So when a worker has gone, the driver knows what it had in its hands, and
the docket says what is done about that. Everything the driver learns comes through one queue, so there is no state but
its own, and no thread but the client's.

Where there is no worker, or no scheduler, for a while, it is said, and waited for; in the end what is left is handed
back as lost. A driver that dies takes nothing with it: its tasks are released by the scheduler, and what was handed on
has been handed on.
"""

from __future__ import annotations

import contextlib
import itertools
import pickle
import queue
import secrets
import sys
import time
from asyncio import CancelledError
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias

from distributed import Client, Future, KilledWorker

from grader.batch import remote
from grader.batch.docket import Docket, Entry
from grader.batch.executor import AHEAD, Item, Lost, Recipe, Result
from grader.batch.sealed import sealed
from grader.errors import UsageError

LOOK = 0.5
"""Seconds between two looks at which workers there are."""
SOON = 10.0
"""Seconds without a worker after which that is said; a scheduler's answer that takes longer counts as none."""
STUCK = 3600.0
"""Seconds after which an item in a worker's hands counts as that worker's death; limits end one after minutes."""
Answer: TypeAlias = tuple[Item, Result | Lost]


def say(sentence: str) -> None:
    """To whoever looks at the terminal."""
    print(sentence, file=sys.stderr)


@dataclass(frozen=True)
class ClusterExecutor:
    """Worker processes of a scheduler, as many submissions at a time in each as it has threads."""

    connect: Callable[[], Client]
    """A new connection to the scheduler; UsageError if nobody answers."""
    patience: float = 600.0
    """Seconds without any worker after which what is left is given up."""
    tell: Callable[[str], None] = say
    tend: Callable[[], None] = lambda: None
    """Called now and then, to start workers in place of those that have gone."""

    def map(
        self, recipe: Recipe[Item, Result], items: Iterable[Item], secret: bytes = b""
    ) -> Iterator[Answer[Item, Result]]:
        """As every executor; UsageError if no worker there can do this work."""
        docket = Docket(items)
        if docket.is_empty:
            return  # nobody need be there for that
        shift: _Shift[Item, Result] = _Shift(self, pickle.dumps(recipe), secret, docket)
        try:
            while not shift.is_over:
                yield from shift.look()
                shift.hand_out()
                yield from shift.hear(LOOK)
        finally:
            shift.close()


@dataclass(eq=False)
class _Crew(Generic[Item]):
    """One worker process, for as long as it lives."""

    address: str
    threads: int
    token: str = field(default_factory=lambda: secrets.token_hex(8))
    asked: Future[Any] | None = None
    """What it was asked last but work; to let go of it lets go of the worker."""
    refused: str = ""
    ready: bool = False
    hands: dict[str, tuple[Entry[Item], Future[Any], float]] = field(default_factory=dict)
    """What it has, by the task's name, and since when."""

    @property
    def has_room(self) -> bool:
        """Whether it may get more; who has a suspect in hands has nothing else there."""
        return self.load < AHEAD and not any(entry.suspected for entry, *_ in self.hands.values())

    @property
    def load(self) -> float:
        """How many wait for each of its threads."""
        return len(self.hands) / self.threads


class _Shift(Generic[Item, Result]):
    """One call of `map`."""

    def __init__(self, executor: ClusterExecutor, recipe: bytes, secret: bytes, docket: Docket[Item]) -> None:
        self._executor, self._recipe, self._secret, self._docket = executor, recipe, secret, docket
        self._client = executor.connect()
        self._crews: dict[str, _Crew[Item]] = {}
        self._heard: queue.SimpleQueue[tuple[_Crew[Item], Future[Any], Any]] = queue.SimpleQueue()
        self._numbers = itertools.count()
        self._looked = self._seen = time.monotonic()
        self._told = False

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return self._docket.is_empty and not any(crew.hands for crew in self._crews.values())

    def close(self) -> None:
        """What has not begun is not begun; what has is stopped by the workers, when the scheduler lets go of it."""
        with contextlib.suppress(Exception):  # whatever ends the shift is more important than how we leave
            self._client.close(timeout=SOON)

    # ------------------------------------------------------------ who is there

    def look(self) -> Iterator[Answer[Item, Result]]:
        """Greets those who have come; takes what is left of those who have gone."""
        now = time.monotonic()
        if self._crews and now - self._looked < LOOK:
            return
        self._looked = now
        self._executor.tend()
        present = self._present()
        if present is None:
            # Nobody is blamed: workers may be well. If the scheduler is gone, the client lets go of what they had.
            yield from self._wait_or_give_up(now, "the scheduler does not answer", "the scheduler did not answer")
            return
        for crew in list(self._crews.values()):
            overdue = any(now - since > STUCK for *_, since in crew.hands.values())
            if crew.address not in present or overdue:
                yield from self._bury(crew)
        for address, threads in present.items():
            if address not in self._crews:
                self._greet(_Crew(address, threads))
        if any(crew.ready for crew in self._crews.values()):
            self._seen, self._told = now, False
        elif self._crews and all(crew.refused for crew in self._crews.values()):
            raise UsageError(next(crew.refused for crew in self._crews.values()))
        else:
            yield from self._wait_or_give_up(now, "no worker is there", "no worker was there")

    def _present(self) -> dict[str, int] | None:
        """Threads by address; None if the scheduler does not answer."""
        try:
            if self._client.status not in ("running", "connecting"):
                self._client = self._executor.connect()
            return dict(self._client.nthreads(callback_timeout=SOON))
        except (OSError, RuntimeError, ValueError, UsageError):  # what is raised where there is no connection
            return None

    def _wait_or_give_up(self, now: float, why: str, afterwards: str) -> Iterator[Answer[Item, Result]]:
        waited, patience = now - self._seen, self._executor.patience
        if waited > min(SOON, patience / 2) and not self._told:
            self._told = True
            self._executor.tell(f"cluster: {why}; waiting up to {patience / 60:.3g} minutes")
        if waited > patience:
            for crew in list(self._crews.values()):
                self._put_back(crew)
            lost = Lost(f"{afterwards} for {patience / 60:.3g} minutes")
            yield from ((item, lost) for item in self._docket.rest())

    def _bury(self, crew: _Crew[Item]) -> Iterator[Answer[Item, Result]]:
        """The worker has gone: whatever it had in its hands may be why."""
        for entry in self._let_go(crew):
            given_up = self._docket.struck(entry)
            if given_up:
                yield entry.item, given_up

    def _put_back(self, crew: _Crew[Item]) -> None:
        """Whatever became of the worker, what it had is not why."""
        for entry in self._let_go(crew):
            self._docket.put_back(entry)

    def _let_go(self, crew: _Crew[Item]) -> list[Entry[Item]]:
        """It is of the crew no more; returns what it had in its hands."""
        del self._crews[crew.address]
        for future in (crew.asked, *(future for _, future, _ in crew.hands.values())):
            if future is not None:
                future.release()
        return [entry for entry, *_ in crew.hands.values()]

    # ------------------------------------------------------------ what they are told

    def hand_out(self) -> None:
        """Suspects to workers with empty hands, for which the least busy are kept free; the rest as there is room."""
        ready = sorted((crew for crew in self._crews.values() if crew.ready), key=lambda crew: crew.load)
        kept_free = self._docket.suspects
        for crew in ready[:kept_free]:
            if not crew.hands and (suspect := self._docket.next_suspect()):
                self._give(crew, suspect)
        while roomy := [crew for crew in ready[kept_free:] if crew.has_room]:
            if not (entry := self._docket.next()):
                return
            self._give(min(roomy, key=lambda crew: crew.load), entry)

    def _greet(self, crew: _Crew[Item]) -> None:
        self._crews[crew.address] = crew
        crew.asked = self._task(crew, "greeting", remote.greet, remote.versions())

    def _give(self, crew: _Crew[Item], entry: Entry[Item]) -> None:
        future = self._task(crew, str(next(self._numbers)), remote.work, pickle.dumps(entry.item))
        crew.hands[str(future.key)] = (entry, future, time.monotonic())

    def _task(self, crew: _Crew[Item], what: str, function: Callable[..., object], *arguments: object) -> Future[Any]:
        """For this worker alone; its end comes through the queue."""
        future = self._client.submit(
            function,
            crew.token,
            *arguments,
            key=remote.TASK.format(token=crew.token, what=what),
            workers=[crew.address],
            allow_other_workers=False,
            pure=False,
        )
        loop = self._client.loop
        assert loop is not None  # it is while the client is open
        loop.add_callback(self._listen, self._client, crew, future)
        return future

    async def _listen(self, client: Client, crew: _Crew[Item], future: Future[Any]) -> None:
        """In the client's thread: puts what the task gives into the queue. What is lost with a worker never comes."""
        try:
            said = await client.gather(future, asynchronous=True)
        except KilledWorker:  # where Dask is told to give up before we do
            said = remote.Stranger()
        except (Exception, CancelledError) as error:  # noqa: BLE001 - whatever a worker's program may raise on its way
            said = Lost(f"the worker's program failed: {type(error).__name__}", str(error))
            if future.cancelled():
                said = _Unheard()
        self._heard.put((crew, future, said))

    # ------------------------------------------------------------ what they say

    def hear(self, seconds: float) -> Iterator[Answer[Item, Result]]:
        """Whatever has come, waiting up to so long for the first."""
        with contextlib.suppress(queue.Empty):
            heard = [self._heard.get(timeout=seconds)]
            heard += [self._heard.get_nowait() for _ in range(self._heard.qsize())]
            for crew, future, said in heard:
                yield from self._take(crew, future, said)

    def _take(self, crew: _Crew[Item], future: Future[Any], said: Any) -> Iterator[Answer[Item, Result]]:
        if self._crews.get(crew.address) is not crew:
            return  # it was buried
        if isinstance(said, _Unheard):
            self._put_back(crew)
        elif future is crew.asked:
            self._greeted(crew, said)
        elif isinstance(said, remote.Stranger):
            yield from self._bury(crew)
        elif str(future.key) in crew.hands:
            entry, *_ = crew.hands.pop(str(future.key))
            yield entry.item, pickle.loads(said) if isinstance(said, bytes) else said  # noqa: S301 - our own worker's

    def _greeted(self, crew: _Crew[Item], said: Any) -> None:
        """The next thing to be asked of it, or its last word."""
        if isinstance(said, bytes):
            box = sealed(self._secret, said)
            crew.asked = self._task(crew, remote.HANDING_OVER, remote.take, self._recipe, box)
        elif isinstance(said, remote.Refused | Lost):
            more = f" ({said.trace})" if isinstance(said, Lost) else ""
            crew.refused = f"the worker at {crew.address} cannot do this work: {said.why}{more}"
            self._executor.tell(f"cluster: {crew.refused}")
        elif said is None:
            crew.ready = True


class _Unheard:
    """No answer can come any more: the scheduler has gone, and took it along."""
