"""Hardened containers, one supervisor in each.

Theory of operation. A container has no network, no capability but those with which a supervisor takes another uid and
kills (SETUID, SETGID, KILL), a root that nobody can write, and limits on memory and processes. It knows the host by
one door: a folder with a listening socket, mounted read-only. The supervisor connects as its first act; the host takes
that one connection, closes the door and removes the folder, so that nothing of the host is left to be knocked at.
Where a socket cannot be passed (an engine on another machine, a runtime with a kernel of its own), the container's
standard streams take the door's place; what the engine is decides.

The connection is the container's life. The supervisor is its process 1 and exits at the connection's end, the engine
removes what has exited: a host that is killed leaves nothing. For what still stays (an engine that was restarted, a
container created but never started) every container bears its owner's mark, and `sweep` removes those of dead owners.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.errors import InfrastructureError
from grader.sandbox.attached import Attached
from grader.sandbox.engine import (
    ENGINE_ERRORS,
    UNREACHABLE,
    Client,
    LogConfig,
    Mount,
    NotFound,
    Ulimit,
    excuse,
    is_podman,
    returns,
)
from grader.sandbox.image.boot import WORK
from grader.sandbox.limits import MIB, Limits
from grader.sandbox.owner import Owner
from grader.sandbox.relayed import RelayedSupervisor
from grader.sandbox.scratch import scratch
from grader.sandbox.supervised import Supervisor

OWNER_LABEL = "grader.owner"
DOOR = "/run/grader"
"""Where the folder with the socket appears inside."""
CAPABILITIES = 1 << 5 | 1 << 6 | 1 << 7
"""KILL, SETGID and SETUID, as the kernel numbers them: no capabilities but the supervisor's."""
SUPERVISORS_MEMORY = 256 * MIB
"""For the supervisor, numpy, and the copies of their pages that children write to."""
SUPERVISORS_PROCESSES = 16
"""The supervisor, a child that is ending and the next one, above the threads of one worker."""
RESTART = 60.0
"""Seconds for which an engine may be away; a package upgrade restarts it in some ten."""
TRIES = 3
GLANCE = 1.0
"""Seconds between looks at a container whose supervisor has not knocked yet; it takes some 0.3."""
USUAL_RUNTIMES = ("runc", "crun", "io.containerd.runc.v2")
"""They share this kernel, so that sockets reach through; and they set the limits that they are told."""
PODMANS_NPROC = 7000
"""Above the processes that root has on a machine, which are counted together; below the limit of small machines."""
OTHERWISE = "a fresh container for each submission makes up for this: `--isolation container`"
_serial = itertools.count(1)


class _UnreachableError(Exception):
    """The engine broke off or did not take a connection: it is being restarted, or is gone."""


@dataclass
class Container:
    """A running container with its supervisor connected."""

    name: str
    supervisor: Supervisor | RelayedSupervisor
    limits: Limits
    """What it was made for."""
    jobs: int = 0
    """Workers started so far."""
    odd: bool = False
    """Something happened in it after which it is not used again."""
    layers: Mapping[str, bool] = field(default_factory=dict)
    """What the container adds to the supervisor's own lock, and whether it holds."""

    def fits(self, limits: Limits) -> bool:
        """Whether its own limits are right for a worker with these."""
        return _walls(self.limits) == _walls(limits)


def _walls(limits: Limits) -> tuple[int, int, int]:
    """The limits that a container sets, not the worker in it."""
    return limits.memory_bytes, limits.processes, limits.file_bytes


class Containers:
    """Starts, ends and sweeps containers of one image for this process. May be used from several threads."""

    def __init__(self, client: Client, image: str, runtime: str | None = None, *, spare: Collection[str] = ()) -> None:
        """`spare` names the layers of the lock that may be missing, for containers that are used once."""
        self._client, self._image, self._runtime, self._spare = client, image, runtime, [*spare]
        self._told = client.info()
        self._podman = is_podman(client)
        self._by_door = _takes_sockets(client, self._told, runtime)
        self._owner = Owner.this()
        # The SDK keeps one HTTP session, which is not made for several threads.
        self._engine = threading.Lock()
        self._names: set[str] = set()

    def start(self, limits: Limits) -> Container:
        """A fresh container whose supervisor has said that it is ready; InfrastructureError if it does not come.

        An engine that is being restarted is waited for.
        """
        for _ in range(TRIES):
            if not returns(RESTART):
                raise InfrastructureError(f"the container engine has been gone for {RESTART:.0f} seconds")
            try:
                return self._start(limits)
            except _UnreachableError:
                continue
        raise InfrastructureError("the container engine comes and goes")

    def _start(self, limits: Limits) -> Container:
        number = next(_serial)
        name = f"grader-{self._owner.pid}-{self._owner.started}-{number}"
        self._names.add(name)
        try:
            options = self._hardening(name, number, limits)
            supervisor, layers = self._reached(options, limits.start_seconds)
            self._demand_lock(supervisor)
            layers = {**layers, "container: no capabilities": supervisor.hello["capabilities"] == CAPABILITIES}
            return Container(name, supervisor, limits, layers=layers)
        except UNREACHABLE as error:
            raise _UnreachableError from error
        except ENGINE_ERRORS as error:
            self.remove(name)
            raise InfrastructureError(f"a container could not be started: {excuse(error)}") from error
        except InfrastructureError:
            self.remove(name)
            raise

    def retire(self, container: Container) -> None:
        """Ends a container without waiting for it: its supervisor exits, the engine removes it."""
        container.supervisor.close()

    def close(self, running: list[Container]) -> None:
        """Ends these containers and waits until nothing that was started here is left."""
        for container in running:
            self.retire(container)
        for name in sorted(self._names):
            self._await_end(name)

    def sweep(self) -> list[str]:
        """Remove the containers that dead owners left behind; returns their names."""
        gone = []
        with self._engine:
            for left in self._client.containers.list(all=True, filters={"label": OWNER_LABEL}, ignore_removed=True):
                owner = Owner.read(left.labels.get(OWNER_LABEL, ""))
                if owner is not None and owner.is_dead(self._owner, runs=left.status == "running"):
                    with contextlib.suppress(NotFound):
                        left.remove(force=True)
                    gone.append(left.name)
        return gone

    def remove(self, name: str) -> None:
        """Remove a container by name, whatever state it is in; its absence is no error."""
        with self._engine, contextlib.suppress(*ENGINE_ERRORS):
            self._client.api.remove_container(name, force=True)

    def _reached(
        self, options: dict[str, Any], patience: float
    ) -> tuple[Supervisor | RelayedSupervisor, Mapping[str, bool]]:
        return self._through_a_door(options, patience) if self._by_door else self._over_streams(options, patience)

    def _demand_lock(self, supervisor: Supervisor | RelayedSupervisor) -> None:
        if "failed" in supervisor.hello:
            supervisor.close()
            otherwise = "" if self._spare else f"; {OTHERWISE}"
            why = supervisor.hello["failed"]
            raise InfrastructureError(f"no worker can be locked in a container here: {why}{otherwise}")

    def _through_a_door(self, options: dict[str, Any], patience: float) -> tuple[Supervisor, Mapping[str, bool]]:
        """The supervisor that knocks from a new container, and the container's layers."""
        with _door() as (folder, listener):
            mounted = {"mounts": [Mount(DOOR, str(folder), type="bind", read_only=True)]}
            layers = self._run({**options, **mounted}, lambda container: container.start())
            connection = self._answered(options["name"], listener, patience)
        return _greeted(connection), {**layers, "container: reached by a socket": True}

    def _over_streams(self, options: dict[str, Any], patience: float) -> tuple[RelayedSupervisor, Mapping[str, bool]]:
        """The supervisor behind the standard streams of a new container, and the container's layers."""
        streams: list[Attached] = []

        def begin(container: Any) -> None:
            streams.append(Attached(self._client, container.id))
            container.start()

        try:
            layers = self._run({**options, "stdin_open": True}, begin)
        except BaseException:
            for stream in streams:
                stream.release()
            raise
        supervisor = RelayedSupervisor(streams[0], patience)
        return supervisor, {**layers, "container: reached by its standard streams": True}

    def _run(self, options: dict[str, Any], begin: Callable[[Any], None]) -> Mapping[str, bool]:
        with self._engine:
            container = self._client.containers.create(self._image, **options)
            begin(container)
            container.reload()
            layers = _layers(container.attrs["HostConfig"], self._told.get("SecurityOptions") or (), usual=self._usual)
            return {**layers, "container: limit on the number of files": not self._podman}

    @property
    def _usual(self) -> bool:
        return _is_usual(self._told, self._runtime)

    def _hardening(self, name: str, number: int, limits: Limits) -> dict[str, Any]:
        command = {"users": self._owner.pid + number, "streams": not self._by_door, "spare": self._spare}
        memory = limits.memory_bytes + limits.file_bytes + SUPERVISORS_MEMORY
        options: dict[str, Any] = {
            "name": name,
            # The kernel counts threads per user over all containers: each gets users of its own.
            "command": [json.dumps(command)],
            "hostname": "sandbox",
            "labels": {OWNER_LABEL: str(self._owner)},
            "user": "0:0",
            "network_mode": "none",
            "ipc_mode": "none",
            "read_only": True,
            "cap_drop": ["ALL"],
            "cap_add": ["SETUID", "SETGID", "KILL"],
            "security_opt": ["no-new-privileges:true"],
            "pids_limit": limits.processes + SUPERVISORS_PROCESSES,
            "mem_limit": memory,
            "memswap_limit": memory,
            "ulimits": [Ulimit(name=name, soft=most, hard=most) for name, most in self._rlimits()],
            # One for the workers, and one for what packages want to write when they are imported.
            "tmpfs": {WORK: self._small(limits.file_bytes), "/tmp": self._small(MIB)},  # noqa: S108
            "log_config": LogConfig(type="none"),
            "auto_remove": True,
            "stop_signal": "SIGKILL",  # process 1 heeds no other; an engine that stops need not wait for it
        }
        return options if self._runtime is None else {**options, "runtime": self._runtime}

    def _rlimits(self) -> list[tuple[str, int]]:
        """Podman would raise what is not named here, which takes a capability that the container does not have."""
        return [("core", 0), *([("nofile", 1024), ("nproc", PODMANS_NPROC)] if self._podman else [])]

    def _small(self, size: int) -> str:
        """Options of a file system in memory, of so many bytes and files; podman refuses to count files."""
        files = "" if self._podman else "nr_inodes=1024,"
        return f"size={size},{files}mode=1777,nosuid,nodev,noexec"

    def _answered(self, name: str, listener: socket.socket, patience: float) -> socket.socket:
        """The supervisor's connection; InfrastructureError if its container ends first or takes too long."""
        until = time.monotonic() + patience
        listener.settimeout(GLANCE)
        while time.monotonic() < until:
            with contextlib.suppress(TimeoutError):
                return listener.accept()[0]
            if not self._runs(name):
                raise InfrastructureError("a container ended before its supervisor answered")
        raise InfrastructureError(f"a container's supervisor did not answer in {patience:.0f} seconds")

    def _runs(self, name: str) -> bool:
        with self._engine:
            try:
                return bool(self._client.api.inspect_container(name)["State"]["Running"])
            except NotFound:
                return False

    def _await_end(self, name: str) -> None:
        """Wait a moment for the engine's own removal, then insist."""
        with self._engine, contextlib.suppress(*ENGINE_ERRORS):
            self._client.api.wait(name, timeout=5, condition="removed")
        self.remove(name)
        self._names.discard(name)


def _takes_sockets(client: Client, told: Mapping[str, Any], runtime: str | None) -> bool:
    """Whether a container of this engine can connect to a socket of this process: same machine, same kernel."""
    local = sys.platform == "linux" and client.api.base_url.startswith("http+docker://localhost")
    here = (told.get("Name"), told.get("KernelVersion")) == (os.uname().nodename, os.uname().release)
    return local and here and _is_usual(told, runtime)


def _is_usual(told: Mapping[str, Any], runtime: str | None) -> bool:
    return Path(runtime or str(told.get("DefaultRuntime"))).name in USUAL_RUNTIMES


def _layers(taken: Mapping[str, Any], security: Iterable[str], *, usual: bool) -> Mapping[str, bool]:
    """Which layers the engine has put up: it drops wishes that its machine cannot grant, with a warning at most.

    Of another runtime than the `usual` ones nobody knows whether it sets limits, or filters system calls.
    """
    return {
        "container": True,
        "container: no network": taken["NetworkMode"] == "none",
        "container: read-only root": bool(taken["ReadonlyRootfs"]),
        "container: no shared memory": taken["IpcMode"] == "none",
        "container: memory limit": usual and (taken["Memory"] or 0) > 0,
        "container: process limit": usual and (taken["PidsLimit"] or 0) > 0,
        "container: seccomp": usual and any(option.startswith("name=seccomp") for option in security),
    }


def _greeted(connection: socket.socket) -> Supervisor:
    try:
        return Supervisor(connection)
    except InfrastructureError:
        connection.close()
        raise


@contextmanager
def _door() -> Iterator[tuple[Path, socket.socket]]:
    """A folder to mount with a socket that listens in it; both are gone afterwards, what was accepted stays.

    The outer folder is open to its owner alone. The inner one and the socket are open to everyone, because root in a
    container without capabilities is not its owner; the container sees the inner one only.
    """
    with scratch("door") as outer:
        inner = outer / "door"
        inner.mkdir()
        inner.chmod(0o755)
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            _bind(listener, inner, "socket")
            listener.listen(1)
            yield inner, listener


def _bind(listener: socket.socket, folder: Path, name: str) -> None:
    """Bind below a folder of any length: a socket's address has room for 107 bytes only."""
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        listener.bind(f"/proc/self/fd/{handle}/{name}")
    finally:
        os.close(handle)
    (folder / name).chmod(0o666)
