"""Client of a supervisor that no socket reaches: the same as `supervised`, over one stream of frames.

Theory of operation. `inside.relay` says what the frames are. One thread reads the stream and hands out what comes; it
waits for nobody, because no channel holds more than the window it was granted. Whoever writes waits for credit, and
for his turn.

The other side is a container that submitted code may have taken over. Whatever it should not send ends the connection:
a frame too long or of no kind, data beyond the window, a channel that is not open, more packets than anyone asked for.
A connection that has ended is a container that died: infrastructure, tried again in a fresh one.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections import deque
from typing import Any, Protocol

from grader.errors import InfrastructureError
from grader.sandbox.channel import answer_limits
from grader.sandbox.inside.relay import (
    CLOSE,
    CREDIT,
    DATA,
    DATA_ENDS,
    OWNER,
    PACKET,
    PACKETS_END,
    PIECE,
    PING,
    SILENCE,
    START,
    WINDOW,
    Frame,
    FrameError,
    Frames,
    credit,
)
from grader.sandbox.limits import Limits
from grader.sandbox.supervised import PATIENCE, SupervisedChannel

PACKETS = 8
"""That may wait to be read: an answer to each question, and an ending."""
GRANT = WINDOW // 4
"""Bytes that are read before credit is given for them, so that small answers need no word more."""


class Stream(Protocol):
    """Bytes in both directions; see `attached`."""

    def receive(self, seconds: float) -> bytes:
        """Some bytes; none at the end. TimeoutError after so many seconds."""

    def send(self, data: bytes) -> None:
        """All of them; OSError if nobody takes them."""

    def close(self) -> None:
        """Wakes who waits in `receive`."""

    def release(self) -> None:
        """Frees everything; nobody receives any more."""


class RelayedSupervisor:
    """The host's end of one supervisor behind a relay. `start` may be called from several threads."""

    def __init__(self, stream: Stream, patience: float = PATIENCE) -> None:
        """Takes the stream over and waits for the supervisor's first word; InfrastructureError if none comes."""
        self._stream, self._writing = stream, threading.Lock()
        self._opening = threading.Lock()
        self._channels: dict[int, _Channel] = {}
        self._number = OWNER
        self.gone = threading.Event()
        """Set once a channel or this end finds that it no longer answers."""
        self._owner = _Channel(self, OWNER)
        self._channels[OWNER] = self._owner
        threading.Thread(target=self._read, name="relayed", daemon=True).start()
        try:
            self.hello: dict[str, Any] = self._first_word(patience)
        except InfrastructureError:
            self.close()
            raise

    def start(self, limits: Limits, role: str = "worker") -> SupervisedChannel:
        """See Supervisor."""
        request = json.dumps({"op": "start", "role": role, "limits": limits.as_json()}).encode()
        with self._opening:  # channels are opened in the order of their numbers
            self._number += 1
            channel = self._channels[self._number] = _Channel(self, self._number)
            try:
                self.send(self._number, START, request)
            except OSError as error:
                raise InfrastructureError(f"the sandbox's supervisor is gone: {error}") from error
        return SupervisedChannel(_Data(channel), _Control(channel), answer_limits(limits), self.gone)

    def close(self) -> None:
        """Ends the relay, and with it the supervisor and every child."""
        self._stream.close()

    def send(self, channel: int, kind: int, content: bytes = b"") -> None:
        """One frame; OSError if the other side is gone."""
        if self.gone.is_set():
            raise BrokenPipeError("the connection has ended")
        try:
            with self._writing:
                self._stream.send(bytes(Frame(channel, kind, content)))
        except OSError:
            self.gone.set()
            raise

    # ------------------------------------------------------------ the reading thread

    def _read(self) -> None:
        """Until the other side, or what it may send, is at an end."""
        frames = Frames()
        with contextlib.suppress(EOFError, FrameError, OSError, ValueError):
            while True:
                for frame in frames.feed(self._received()):
                    self._take(frame)
        self.gone.set()
        for channel in list(self._channels.values()):
            channel.break_off()
        with self._writing:
            self._stream.release()

    def _received(self) -> bytes:
        while True:
            try:
                data = self._stream.receive(SILENCE / 4)
            except TimeoutError:
                self.send(OWNER, PING)
                continue
            if not data:
                raise EOFError
            return data

    def _take(self, frame: Frame) -> None:
        channel = self._channels.get(frame.channel)
        if channel is None:
            raise FrameError("a channel that is not open")
        if frame.kind == CLOSE and channel.closed:
            del self._channels[frame.channel]
        else:
            channel.take(frame)

    def _first_word(self, patience: float) -> dict[str, Any]:
        try:
            word = self._owner.packet(patience)
        except TimeoutError as error:
            raise InfrastructureError("the sandbox's supervisor does not answer") from error
        if not word:
            raise InfrastructureError("the sandbox's supervisor ended before it answered")
        hello: dict[str, Any] = json.loads(word)
        return hello


class _Channel:
    """What came for one child and is not read yet, and how much may be sent to it."""

    def __init__(self, supervisor: RelayedSupervisor, number: int) -> None:
        self._supervisor, self._number = supervisor, number
        self._news = threading.Condition()
        self._data, self._packets = bytearray(), deque[bytes]()
        self._may_send, self._granted, self._read = WINDOW, WINDOW, 0
        self._data_ended, self._packets_ended = False, False
        self.closed = False

    # ------------------------------------------------------------ what comes; in the reading thread

    def take(self, frame: Frame) -> None:
        """FrameError for what may not come."""
        with self._news:
            if frame.kind == DATA:
                self._take_data(frame.content)
            elif frame.kind == PACKET and len(self._packets) < PACKETS:
                self._packets.append(frame.content)
            elif frame.kind == CREDIT:
                self._may_send = min(self._may_send + int.from_bytes(frame.content, "big"), WINDOW)
            elif frame.kind == DATA_ENDS:
                self._data_ended = True
            elif frame.kind == PACKETS_END:
                self._packets_ended = True
            else:
                raise FrameError("a frame that nobody asked for")
            self._news.notify_all()

    def _take_data(self, content: bytes) -> None:
        self._granted -= len(content)
        if self._granted < 0 or not content:
            raise FrameError("more data than there is room for")
        if not self.closed:
            self._data += content

    def break_off(self) -> None:
        """Nothing more will come."""
        with self._news:
            self._data_ended = self._packets_ended = True
            self._news.notify_all()

    # ------------------------------------------------------------ for its user; TimeoutError as sockets raise it

    def data(self, size: int, seconds: float | None) -> bytes:
        """Some bytes of the stream; none at its end."""
        with self._news:
            if not self._news.wait_for(lambda: self._data or self._data_ended, seconds):
                raise TimeoutError
            piece = bytes(self._data[:size])
            del self._data[:size]
            self._read += len(piece)
            grant = self._read if self._read >= GRANT else 0
            self._read -= grant
            self._granted += grant
        if grant:
            self._supervisor.send(self._number, CREDIT, credit(grant))
        return piece

    def send_data(self, data: memoryview | bytes, seconds: float | None) -> int:
        """How many bytes were sent; BrokenPipeError if nobody reads them."""
        with self._news:
            if not self._news.wait_for(lambda: self._may_send or self._data_ended, seconds):
                raise TimeoutError
            if self._data_ended:
                raise BrokenPipeError
            piece = bytes(data[: min(PIECE, self._may_send)])
            self._may_send -= len(piece)
        self._supervisor.send(self._number, DATA, piece)
        return len(piece)

    def packet(self, seconds: float | None) -> bytes:
        """The next packet; empty after the last."""
        with self._news:
            if not self._news.wait_for(lambda: self._packets or self._packets_ended, seconds):
                raise TimeoutError
            return self._packets.popleft() if self._packets else b""

    def send_packet(self, packet: bytes) -> None:
        """BrokenPipeError if nobody is there."""
        self._supervisor.send(self._number, PACKET, packet)

    def close(self) -> None:
        """Tells the other side; what is on the way from there is dropped."""
        with self._news:
            told, self.closed = self.closed, True
            self._data.clear()
            self._data_ended = self._packets_ended = True
        if not told:
            with contextlib.suppress(OSError):
                self._supervisor.send(self._number, CLOSE)


class _Data:
    """A channel's stream, used like a socket."""

    def __init__(self, channel: _Channel) -> None:
        self._channel = channel
        self._seconds: float | None = None

    def settimeout(self, seconds: float | None) -> None:
        self._seconds = seconds

    def recv(self, size: int) -> bytes:
        return self._channel.data(size, self._seconds)

    def send(self, data: memoryview | bytes) -> int:
        return self._channel.send_data(data, self._seconds)

    def close(self) -> None:
        self._channel.close()


class _Control:
    """A channel's packets, used like a socket."""

    def __init__(self, channel: _Channel) -> None:
        self._channel = channel
        self._seconds: float | None = None

    def settimeout(self, seconds: float | None) -> None:
        self._seconds = seconds

    def recv(self, _size: int) -> bytes:
        return self._channel.packet(self._seconds)

    def sendall(self, packet: bytes) -> None:
        self._channel.send_packet(packet)

    def close(self) -> None:
        self._channel.close()
