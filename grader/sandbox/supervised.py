"""Client of a supervisor: asks it over a Unix socket for locked children, one channel each.

Theory of operation. The owner's socket (SOCK_SEQPACKET, one JSON message per packet) lives as long as the wall; when
it closes, the supervisor kills every child and exits. For each child the host makes two socket pairs and passes one
end of each (SCM_RIGHTS): `data`, a stream that carries frames of `wire` and ends up in the child alone, and
`control`, packets between host and supervisor about this child: we ask for its CPU time or its death, the supervisor
tells its end. When the host's end of `control` closes, the supervisor kills the child. So sessions of different threads
share nothing but the owner's socket, and a host that dies leaves nothing behind.

    host -> supervisor, owner's socket:  {"op": "start", "limits": {...}} with the two descriptors
    supervisor -> host, owner's socket:  {"layers": [...], "missing_layers": [...], ...} once, at the beginning
    host -> supervisor, control:         {"op": "cpu"} | {"op": "end", "grace": seconds}
    supervisor -> host, control:         {"cpu": 0.12} | {"exit": status as of waitpid, "cpu": 0.15, "ours": false}
                                         | {"failed": sentence}
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import socket
import threading
import time
from typing import Any, Protocol

from grader.errors import InfrastructureError
from grader.sandbox.channel import Channel, Ending, ExpiredError, answer_limits
from grader.sandbox.inside.wire import WireLimits, receive
from grader.sandbox.limits import Limits

PACKET = 1 << 16
PATIENCE = 30.0
"""Seconds until a supervisor that does not answer counts as broken; it never waits for a child."""


class Data(Protocol):
    """The stream to a child, used as a socket is."""

    def settimeout(self, seconds: float | None, /) -> None:
        """How long the next call may wait before it raises TimeoutError."""

    def recv(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""

    def send(self, data: memoryview | bytes, /) -> int:
        """How many bytes were taken."""

    def close(self) -> None:
        """Frees everything."""


class Control(Protocol):
    """Packets about a child, used as a socket is."""

    def settimeout(self, seconds: float | None, /) -> None:
        """As Data."""

    def recv(self, size: int, /) -> bytes:
        """The next packet; none at the end."""

    def sendall(self, data: bytes, /) -> None:
        """One packet."""

    def close(self) -> None:
        """Ends the child."""


class Supervisor:
    """The host's end of one supervisor. `start` may be called from several threads."""

    def __init__(self, owner: socket.socket, patience: float = PATIENCE) -> None:
        """Takes over a connected SOCK_SEQPACKET socket and waits for the supervisor's first word.

        Raises InfrastructureError if none comes.
        """
        self._owner, self._lock = owner, threading.Lock()
        self.gone = threading.Event()
        """Set once a channel or this end finds that it no longer answers."""
        owner.settimeout(patience)
        self.hello: dict[str, Any] = _packet(owner)
        """What it says of itself: "layers", "missing_layers", "python", "capabilities"; "failed" without a lock."""

    def start(self, limits: Limits, role: str = "worker") -> SupervisedChannel:
        """Asks for a new locked child. Role "check" is a child that tries what must be denied, and answers that."""
        data, child_data = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        control, child_control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with child_data, child_control:
            request = json.dumps({"op": "start", "role": role, "limits": limits.as_json()}).encode()
            rights = array.array("i", [child_data.fileno(), child_control.fileno()])
            try:
                with self._lock:
                    self._owner.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
            except OSError as error:
                data.close()
                control.close()
                self.gone.set()
                raise InfrastructureError(f"the sandbox's supervisor is gone: {error}") from error
        return SupervisedChannel(data, control, answer_limits(limits), self.gone)

    def close(self) -> None:
        """Ends the supervisor and with it every child."""
        self._owner.close()


class SupervisedChannel(Channel):
    """One locked child: frames go to it directly, its life is the supervisor's business."""

    def __init__(self, data: Data, control: Control, limits: WireLimits, gone: threading.Event) -> None:
        self._data, self._control, self._limits, self._gone = data, control, limits, gone
        self._stream = _Timed(data)
        self._ending: Ending | None = None
        control.settimeout(PATIENCE)

    def tell(self, frames: bytes, seconds: float) -> None:
        """See Channel."""
        self._stream.until(seconds)
        self._stream.write(frames)

    def hear(self, seconds: float) -> dict[str, Any]:
        """See Channel."""
        self._stream.until(seconds)
        return receive(self._stream, self._limits)

    def cpu(self) -> float | None:
        """See Channel."""
        if self._ending is not None:
            return self._ending.cpu
        return self._told({"op": "cpu"})

    def end(self, grace: float = 0.0) -> Ending:
        """See Channel."""
        try:
            while self._ending is None:
                self._told({"op": "end", "grace": grace})
            return self._ending
        finally:
            self._data.close()
            self._control.close()

    def _told(self, request: dict[str, Any]) -> float:
        """Sends one control packet and reads one; an ending that arrives instead of the answer is kept."""
        with contextlib.suppress(BrokenPipeError):  # the child has ended: its ending waits to be read
            self._control.sendall(json.dumps(request).encode())
        try:
            answer = _packet(self._control)
        except InfrastructureError:
            self._gone.set()
            raise
        try:
            return self._learned(answer)
        except (KeyError, TypeError, ValueError) as error:
            self._gone.set()
            raise InfrastructureError("the sandbox's supervisor talks nonsense") from error

    def _learned(self, answer: dict[str, Any]) -> float:
        """The CPU seconds of an answer."""
        if "failed" in answer:
            raise InfrastructureError(f"the sandbox's supervisor could not start a worker: {answer['failed']}")
        if "exit" in answer:
            self._ending = ending(answer["exit"], answer["cpu"], ours=answer["ours"])
        return float(answer["cpu"])


def ending(status: int, cpu: float, *, ours: bool) -> Ending:
    """An Ending from a status as of waitpid."""
    code = os.waitstatus_to_exitcode(status)
    return Ending(code=code, cpu=cpu, ours=ours) if code >= 0 else Ending(signal=-code, cpu=cpu, ours=ours)


def _packet(connection: Control) -> dict[str, Any]:
    """One message of the supervisor, which is ours and trusted; its silence or its end is an infrastructure fault."""
    try:
        data = connection.recv(PACKET)
    except OSError as error:
        raise InfrastructureError(f"the sandbox's supervisor does not answer: {error}") from error
    if not data:
        raise InfrastructureError("the sandbox's supervisor is gone")
    try:
        answer: dict[str, Any] = json.loads(data)
    except ValueError as error:
        raise InfrastructureError("the sandbox's supervisor talks nonsense") from error
    return answer


class _Timed:
    """A socket as a stream of frames that must be through by a certain time, however slowly bytes trickle."""

    def __init__(self, connection: Data) -> None:
        self._socket, self._until = connection, 0.0
        self._waiting = b""
        """Came with what was wanted before: small frames take one system call, not three."""

    def until(self, seconds: float) -> None:
        """What follows must be done in so many seconds from now."""
        self._until = time.monotonic() + seconds

    def read(self, size: int, /) -> bytes:
        if not self._waiting:
            self._arm()
            try:
                self._waiting = self._socket.recv(max(size, PACKET))
            except TimeoutError:
                raise ExpiredError from None
            except OSError:
                return b""
        part, self._waiting = self._waiting[:size], self._waiting[size:]
        return part

    def write(self, data: memoryview | bytes, /) -> None:
        rest = memoryview(data)
        while rest:
            self._arm()
            try:
                rest = rest[self._socket.send(rest) :]
            except TimeoutError:
                raise ExpiredError from None
            except OSError:
                raise EOFError from None

    def _arm(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise ExpiredError
        self._socket.settimeout(left)
