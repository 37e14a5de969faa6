"""The docker wall: a pool of long-lived hardened containers, each with one worker at a time.

One worker at a time keeps the container's memory limit exact and makes every uid and folder in it that worker's own.
Where more workers are asked for than the pool has containers, more containers are started, and the surplus ends when
its worker has. A container is given up after some hundred workers, and after anything odd that happened in it.

With a fresh container each time there is no pool: each ends with its worker, and the next ones are started ahead.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from grader.errors import GraderError, InfrastructureError, WallError
from grader.sandbox.ahead import Ahead
from grader.sandbox.channel import Channel, Ending, ExpiredError
from grader.sandbox.containers import Container, Containers
from grader.sandbox.engine import ENGINE_ERRORS, Client, connect, excuse, is_podman
from grader.sandbox.image.build import missing
from grader.sandbox.image.contents import contents
from grader.sandbox.inside.lock import SPARABLE
from grader.sandbox.inside.wire import WireError
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job, Session
from grader.sandbox.supervised import SupervisedChannel

JOBS_PER_CONTAINER = 300
"""A fresh container costs some 0.5 seconds: two thousandths of a second per worker, and nothing piles up for long."""


def available(course: Path | None = None) -> str | None:
    """None if the wall can be raised, else one sentence with the way to get there."""
    try:
        client = connect()
    except WallError as error:
        return str(error)
    try:
        return _obstacle(client, course)
    except ENGINE_ERRORS as error:
        return f"the container engine could not be asked for its images: {excuse(error)}"
    finally:
        client.close()


def _raised(client: Client, course: Path | None, runtime: str | None, *, once: bool) -> Containers:
    """Where containers come from, after what dead owners left has been removed."""
    if obstacle := _obstacle(client, course):
        raise WallError(obstacle)
    if runtime is not None and is_podman(client):
        raise WallError(f"podman takes {runtime} from its own settings alone (`runtime` in containers.conf)")
    containers = Containers(client, contents(course).tag, runtime, spare=SPARABLE if once else ())
    containers.sweep()
    return containers


def _tried(containers: Containers, limits: Limits) -> Container:
    """A container in which a child has tried what must be denied; InfrastructureError if anything was not."""
    container = containers.start(limits)
    try:
        found = _open_doors(container, limits)
    except InfrastructureError:
        containers.close([container])
        raise
    if found:
        containers.close([container])
        raise InfrastructureError(f"its lock does not hold here: {', '.join(found)}")
    return container


def _open_doors(container: Container, limits: Limits) -> list[str]:
    channel = container.supervisor.start(limits, role="check")
    try:
        answer = channel.hear(limits.start_seconds)
    except (EOFError, ExpiredError, WireError) as error:
        raise InfrastructureError(f"its lock could not be tried: {error!r}") from error
    finally:
        channel.end(1.0)
    return list(answer["open"]) if answer.get("op") == "checked" else [str(answer.get("message", "no answer"))]


def _layers(container: Container) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What holds and what does not: the supervisor's own word, then the container's walls."""
    told = container.supervisor.hello
    held = (*told["layers"], *(layer for layer, holds in container.layers.items() if holds))
    missing_layers = (*told["missing_layers"], *(layer for layer, holds in container.layers.items() if not holds))
    return held, missing_layers


def _obstacle(client: Client, course: Path | None) -> str | None:
    if sys.platform != "linux":
        return "the docker wall needs Linux on this side, too"
    return missing(client, course)


class DockerWall:
    """A pool of containers; thread-safe. Starts the first one at once, so that what is missing shows before grading."""

    name = "docker"
    advice = ""

    def __init__(
        self,
        course: Path | None = None,
        size: int | None = None,
        limits: Limits | None = None,
        runtime: str | None = None,
        isolation: str = "submission",
    ) -> None:
        """`course` decides which packages are behind the wall, `size` how many containers stay (one per core).

        `isolation` "container" takes a fresh container for each worker; `runtime` is one that the engine knows.

        Raises WallError if there is no engine, no image, or no container can be started.
        """
        self._client = connect()
        self._size = size or len(os.sched_getaffinity(0))
        self._once = isolation == "container"
        self._lock = threading.Lock()
        self._idle: list[Container] = []
        self._busy: list[Container] = []
        self._closed = False
        try:
            self._containers = _raised(self._client, course, runtime, once=self._once)
            first = _tried(self._containers, limits or Limits())
        except (GraderError, *ENGINE_ERRORS) as error:
            self._client.close()
            raise WallError(f"the docker wall cannot be raised: {excuse(error)}") from error
        self._idle.append(first)
        self._ahead = Ahead(self._containers, self._size) if self._once else None
        held, self.missing_layers = _layers(first)
        fresh = ("container: a fresh one each time",) if isolation == "container" else ()
        self.layers = (*held, *fresh, *((f"container: runtime {runtime}",) if runtime else ()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, job: Job, limits: Limits) -> Session:
        """A session for one submission; its workers have a container to themselves while they live."""
        return Session(lambda: self._channel(limits), job, limits)

    def close(self) -> None:
        """Ends every container and waits until the engine has removed it."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            running = [*self._idle, *self._busy]
            self._idle, self._busy = [], []
        if self._ahead is not None:
            running += self._ahead.close()
        self._containers.close(running)
        self._client.close()

    # ------------------------------------------------------------ the pool

    def _channel(self, limits: Limits) -> Channel:
        """A worker in a container of its own; one that died while idle costs a second try, not the caller's."""
        try:
            return self._leased(self._take(limits), limits)
        except InfrastructureError:
            return self._leased(self._started(limits), limits)

    def _leased(self, container: Container, limits: Limits) -> Channel:
        container.jobs += 1
        try:
            channel = container.supervisor.start(limits)
        except InfrastructureError:
            self._give_back(container, broken=True)
            raise
        return _Lease(channel, lambda ending: self._ended(container, ending))

    def _take(self, limits: Limits) -> Container:
        """An idle container that fits, else a fresh one; idle ones that do not fit make room for it."""
        if self._ahead is not None:
            self._ahead.order(limits)
        with self._lock:
            if self._closed:
                raise InfrastructureError("the docker wall is closed already")
            fitting = [container for container in self._idle if container.fits(limits)]
            if fitting:
                container = fitting[-1]
                self._idle.remove(container)
                self._busy.append(container)
                return container
            surplus = self._idle[: max(0, len(self._idle) + len(self._busy) + 1 - self._size)]
            self._idle = self._idle[len(surplus) :]
        for container in surplus:
            self._containers.retire(container)
        return self._started(limits)

    def _started(self, limits: Limits) -> Container:
        container = self._containers.start(limits) if self._ahead is None else self._ahead.take(limits)
        with self._lock:
            if not self._closed:
                self._busy.append(container)
                return container
        self._containers.close([container])
        raise InfrastructureError("the docker wall was closed meanwhile")

    def _ended(self, container: Container, ending: Ending | None) -> None:
        """Takes a container back; without an ending its supervisor has not answered."""
        if ending is None or (not ending.ours and (ending.signal or ending.code)):
            container.odd = True
        self._give_back(container, broken=ending is None)

    def _give_back(self, container: Container, *, broken: bool) -> None:
        with self._lock:
            if container not in self._busy:
                return
            self._busy.remove(container)
            most = 1 if self._once else JOBS_PER_CONTAINER
            keeps = not (broken or container.odd) and container.jobs < most
            if keeps and len(self._idle) + len(self._busy) < self._size:
                self._idle.append(container)
                return
        self._containers.retire(container)
        if broken:  # it may be frozen, or not notice that its owner's end is closed
            self._containers.remove(container.name)


class _Lease(Channel):
    """A worker's channel that gives its container back at the end."""

    def __init__(self, channel: SupervisedChannel, give_back: Callable[[Ending | None], None]) -> None:
        self._channel, self._give_back = channel, give_back

    def tell(self, frames: bytes, seconds: float) -> None:
        """See Channel."""
        self._channel.tell(frames, seconds)

    def hear(self, seconds: float) -> dict[str, Any]:
        """See Channel."""
        return self._channel.hear(seconds)

    def cpu(self) -> float | None:
        """See Channel."""
        return self._channel.cpu()

    def end(self, grace: float = 0.0) -> Ending:
        """See Channel."""
        ending = None
        try:
            ending = self._channel.end(grace)
        finally:
            self._give_back(ending)
        return ending
