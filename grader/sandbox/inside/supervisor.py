"""The first process behind a wall: imports numpy once, then forks one locked child per job and tells how it ended.

Theory of operation. It listens to its owner (the host's end of a SOCK_SEQPACKET socket; the messages are described in
`supervised`). For each job it gets two descriptors: `data`, which it hands to the child unread, and `control`, on which
it answers questions about that child. It never reads a byte that a student wrote: of a child it sees pid, wait status
and CPU time. When `control` closes it kills the child; when the owner's socket closes, or the owner dies, it kills all
and exits. It has one thread, waits for nothing but its selector, and does nothing slow between events. That a child
has ended it hears by SIGCHLD, which every kernel has (gVisor has no handles of processes).
"""

from __future__ import annotations

import array
import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import platform
import selectors
import signal
import socket
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from . import private, trial
from .habits import Habits
from .lock import SLOTS, Lock, LockError
from .wire import frame, receive, send
from .worker import Worker, serve

PACKET = 1 << 16
DATA = 3
"""The child's end of the connection to the host, beside /dev/null as 0, 1 and 2."""
LOCK_FAILED, WORKER_FAILED = 71, 70

LATE = {
    "matplotlib": ("pyplot",),  # looks for fonts, which takes seconds
    "scipy": ("linalg", "ndimage", "optimize", "signal", "special", "stats"),
}
"""Parts that packages load only when they are wanted, which each child would have to do anew."""


@dataclass
class _Child:
    pid: int
    """Nobody else's until its end has been waited for."""
    control: socket.socket
    slot: int
    deadline: float | None = None
    ours: bool = False
    reaped: bool = False


class Supervisor:
    """Serves one owner until it is gone."""

    def __init__(self, owner: socket.socket, lock: Lock) -> None:
        self._owner, self._lock, self._pid = owner, lock, os.getpid()
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(owner, selectors.EVENT_READ, self._start)
        self._bell, self._ringer = socket.socketpair()
        self._selector.register(self._bell, selectors.EVENT_READ, self._reap_all)

    def watch(self, handle: int) -> None:
        """Ends when the process of this pidfd ends, even if a fork of it keeps the socket open."""
        self._selector.register(handle, selectors.EVENT_READ, self._leave)

    def serve(self) -> NoReturn:
        """Handles events for ever; leaves through `_leave`."""
        _ring_for_ends(self._ringer)
        while True:
            for key, _ in self._selector.select(self._patience()):
                key.data()
            self._enforce_deadlines()

    def _leave(self) -> NoReturn:
        for child in self._children.values():
            if not child.reaped:
                _kill(child)
        if self._lock.folder is not None:
            private.remove(self._lock.folder)  # the owner may be past tidying up
        atexit._run_exitfuncs()  # noqa: SLF001 - packages remove their temporary files: matplotlib has some
        os._exit(0)

    # ------------------------------------------------------------ jobs

    def _start(self) -> None:
        packet, descriptors = _packet_with_descriptors(self._owner)
        if not packet:
            self._leave()
        request = json.loads(packet)
        data, control = descriptors
        connection = socket.socket(fileno=control)
        try:
            slot = self._free_slot()
            pid = os.fork()
            if pid == 0:
                self._become_child(request, data, slot)
            self._adopt(_Child(pid, connection, slot))
        except OSError as error:
            _tell(connection, {"failed": str(error)})
            connection.close()
        os.close(data)

    def _free_slot(self) -> int:
        taken = {child.slot for child in self._children.values() if not child.reaped}
        for slot in range(SLOTS):
            if slot not in taken:
                return slot
        raise OSError(f"more than {SLOTS} children at once")

    def _adopt(self, child: _Child) -> None:
        self._children[child.pid] = child
        self._selector.register(child.control, selectors.EVENT_READ, lambda: self._answer(child))

    def _become_child(self, request: dict[str, Any], data: int, slot: int) -> NoReturn:
        """In the forked child; never returns to the loop."""
        code = WORKER_FAILED
        try:
            _ring_for_ends(None)
            rules = _keep_only(data, self._lock.rules)
            code = _run_child(self._lock, rules, request, slot, self._pid)
        finally:
            os._exit(code)

    # ------------------------------------------------------------ children

    def _answer(self, child: _Child) -> None:
        """Answers the host's question about one child; its silence for good means that the child may go."""
        try:
            packet = child.control.recv(PACKET)
        except OSError:
            packet = b""
        if not packet:
            self._forget(child)
        elif not child.reaped:
            self._obey(child, json.loads(packet))

    def _obey(self, child: _Child, request: dict[str, Any]) -> None:
        if request["op"] == "cpu":
            # A child that ended just now has no clock any more: its end, which follows, tells the same.
            with contextlib.suppress(OSError):
                _tell(child.control, {"cpu": time.clock_gettime(_clock(child.pid))})
        elif request["grace"] > 0:
            child.deadline = time.monotonic() + request["grace"]
        else:
            self._end(child)

    def _end(self, child: _Child) -> None:
        child.deadline = None
        if not child.reaped and not self._reap(child):
            child.ours = True
            _kill(child)

    def _reap_all(self) -> None:
        """One ring may stand for several ends, and may come after an end was seen already."""
        self._bell.recv(PACKET)
        for child in list(self._children.values()):
            if not child.reaped:
                self._reap(child)

    def _reap(self, child: _Child) -> bool:
        """Tells the host how the child ended; False if it still runs."""
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid == 0 or os.WIFSTOPPED(status):
            return False
        child.reaped, child.deadline = True, None
        ours = child.ours and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        _tell(child.control, {"exit": status, "cpu": usage.ru_utime + usage.ru_stime, "ours": ours})
        if child.control.fileno() < 0:
            del self._children[child.pid]
        return True

    def _forget(self, child: _Child) -> None:
        """The host has closed its end: nobody will ask again."""
        self._selector.unregister(child.control)
        child.control.close()
        if child.reaped:
            del self._children[child.pid]
        else:
            self._end(child)

    # ------------------------------------------------------------ time

    def _patience(self) -> float | None:
        deadlines = [child.deadline for child in self._children.values() if child.deadline is not None]
        return max(min(deadlines) - time.monotonic(), 0) if deadlines else None

    def _enforce_deadlines(self) -> None:
        now = time.monotonic()
        for child in list(self._children.values()):
            if child.deadline is not None and child.deadline <= now:
                self._end(child)


def _ring_for_ends(ringer: socket.socket | None) -> None:
    """Writes to this socket whenever a child ends; to none, and as it was, in a child."""
    if ringer is not None:
        ringer.settimeout(0)  # a full one rings, too
    signal.set_wakeup_fd(-1 if ringer is None else ringer.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL if ringer is None else lambda *_: None)


def _kill(child: _Child) -> None:
    with contextlib.suppress(OSError):
        os.kill(child.pid, signal.SIGKILL)


def _clock(pid: int) -> int:
    """The number of another process's CPU clock, as clock_getcpuclockid(3) makes it."""
    return (~pid << 3) | 2


def _tell(connection: socket.socket, message: dict[str, Any]) -> None:
    """A packet to the host; one that does not read its packets, or is gone, misses it."""
    with contextlib.suppress(OSError):
        connection.send(json.dumps(message).encode(), socket.MSG_DONTWAIT)


def _packet_with_descriptors(connection: socket.socket) -> tuple[bytes, list[int]]:
    descriptors = array.array("i")
    room = socket.CMSG_SPACE(2 * descriptors.itemsize)
    packet, ancillary, _, _ = connection.recvmsg(PACKET, room, socket.MSG_CMSG_CLOEXEC)
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
    return packet, list(descriptors)


# ---------------------------------------------------------------- in the child


def _keep_only(data: int, rules: int | None) -> int | None:
    """Closes everything but the connection (as DATA) and the ruleset, whose new number is returned."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # a container's lead to its engine
        os.dup2(nothing, standard)
    if rules is None:
        os.dup2(data, DATA, inheritable=False)
        os.closerange(DATA + 1, os.sysconf("SC_OPEN_MAX"))
        return None
    spare = os.dup(rules)
    while spare <= DATA + 1:
        spare = os.dup(rules)
    os.dup2(data, DATA, inheritable=False)
    os.dup2(spare, DATA + 1, inheritable=False)
    os.closerange(DATA + 2, os.sysconf("SC_OPEN_MAX"))
    return DATA + 1


def _run_child(lock: Lock, rules: int | None, request: dict[str, Any], slot: int, parent: int) -> int:
    """Locks itself, then works; the exit code."""
    limits = request["limits"]
    stream = io.FileIO(DATA, "r+b", closefd=False)
    try:
        lock.shut(limits, slot, parent, rules)
    except (OSError, RecursionError) as error:
        send(stream, {"op": "failed", "message": f"a layer of the lock was refused: {error}"})
        return LOCK_FAILED
    if request["role"] == "check":
        send(stream, {"op": "checked", "open": trial.open_doors(parent, limits, lock.layers)})
        return 0
    serve(stream, limits["printed_bytes"], limits["answer_bytes"])
    return 0


# ---------------------------------------------------------------- as a program


def main() -> None:
    """Takes settings as JSON.

    {"fd": n | "listen": path, "preload": [names], "beside": [names], "owner": pidfd?}, and for the lock what
    `Lock.prepare` takes: "folder", "users", "lasting", "spare".
    """
    settings = json.loads(sys.argv[2])
    owner = _owner(settings)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner's terminal speaks to the owner
    try:
        packages = [importlib.import_module(name) for name in settings["preload"]]
        packages += _importable(settings.get("beside", ()))
        packages += _importable(f"{name}.{part}" for name in LATE if name in sys.modules for part in LATE[name])
        users = settings.get("users", os.getpid())
        spare = settings.get("spare", ())
        lock = Lock.prepare(packages, settings.get("folder"), users, settings.get("lasting"), spare)
    except (LockError, ImportError, OSError) as error:
        _tell(owner, {"failed": str(error)})
        return
    hello = {"layers": lock.layers, "missing_layers": lock.missing_layers, "python": platform.python_version()}
    _tell(owner, {**hello, "capabilities": _capabilities()})
    _settle()
    supervisor = Supervisor(owner, lock)
    if "owner" in settings:
        supervisor.watch(settings["owner"])
    supervisor.serve()


def _importable(names: Iterable[str]) -> list[ModuleType]:
    """Those that can be imported: what needs a display or a compiler that is not here is not offered."""
    found = []
    for name in names:
        with contextlib.suppress(Exception):
            found.append(importlib.import_module(name))
    return found


def _capabilities() -> int:
    """The mask of those that any process here can ever have."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line for line in status.splitlines() if line.startswith("CapBnd:")).split()[1], 16)


def _owner(settings: dict[str, Any]) -> socket.socket:
    """The connection to the owner: a descriptor that was passed, or the first that calls."""
    if "fd" in settings:
        return socket.socket(fileno=settings["fd"])
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(settings["listen"])
        listener.listen(1)
        return listener.accept()[0]


def _settle() -> None:
    """Imports that fail in children should fail as missing, not as forbidden; and children should share memory."""
    sys.path[:] = [entry for entry in sys.path if "site-packages" not in entry and "dist-packages" not in entry]
    sys.path_importer_cache.clear()
    sys.argv[:] = [""]
    Habits.settle()
    _warm_up()
    gc.collect()
    gc.freeze()


def _warm_up() -> None:
    """A first hand-in, of ours: what the interpreter prepares when code runs for the first time, children then have."""
    worker = Worker(printed_bytes=0, answer_bytes=0)
    job = {"op": "job", "files": [{"path": "warm.py", "cells": [_FIRST], "notebook": False}], "probes": _FIRST_PROBE}
    uses = {"uses": {"f": "warm.py"}, "probe": "probe"}
    run = {"inputs": {"x": 1.0}, "seed": 0, "sweep": None}
    for request in (job, {"op": "survey"}, {"op": "load", **uses}, {"op": "runs", **uses, "runs": [run] * 8}):
        stream = io.BytesIO(frame({**request, "id": 0, "runs": None}))
        for answer in worker.answers({**receive(stream), "runs": request.get("runs", [])}):
            frame(answer)
    worker.leave()


_FIRST = "import numpy as np\n\ndef f(x):\n    return np.sum(x * np.ones(2))\n"
_FIRST_PROBE = "def probe(student, x):\n    return {'y': student.f(x)}\n"
