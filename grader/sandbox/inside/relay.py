"""Process 1 of a container that can be passed no socket: carries everything over its standard input and output.

Theory of operation. The supervisor speaks with sockets, as ever; here are their other ends. What comes from them goes
out as frames, what comes in as frames goes to them: a frame is a channel's number, a kind, a length, and so many bytes.
Channel 0 is the supervisor itself; each further one is a child: its data, a stream, and its control, packets. Of what
they carry nothing is read here, least of all what a student's code wrote.

No channel can hold up another: of each channel's data at most WINDOW bytes are on the way, in either direction, until
the receiver has passed them on and says so (CREDIT). So neither side ever has to stop reading, and neither needs more
memory than WINDOW bytes per channel. The host does not trust this side; see `relayed` for what it demands.

The end of the input, or SILENCE seconds without a word, is the end of everything: this process exits, and with the
first process of a container the kernel ends all others.
"""

from __future__ import annotations

import array
import contextlib
import os
import selectors
import signal
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

START, PACKET, DATA, CREDIT, CLOSE, DATA_ENDS, PACKETS_END, PING = range(8)
"""Kinds. START opens a channel with a request to the supervisor; CLOSE ends it, and is answered by CLOSE as its last
frame; the ends of data and packets are told by this side alone; PING keeps the silence from growing too long."""
HEADER = struct.Struct(">IBI")
PIECE = 1 << 16
"""The largest frame's bytes; a packet, or a piece of a stream."""
WINDOW = 1 << 20
"""Bytes of one channel's data on the way in one direction: at 50 ms to the engine and back, 20 MB/s."""
SILENCE = 120.0
"""Seconds; the host is never silent for a third of it. A host that vanished without a word is noticed by this alone."""
OWNER = 0


class FrameError(Exception):
    """What came is no frame."""


@dataclass(frozen=True)
class Frame:
    """One message about one channel."""

    channel: int
    kind: int
    content: bytes

    def __bytes__(self) -> bytes:
        """As it travels."""
        return HEADER.pack(self.channel, self.kind, len(self.content)) + self.content


class Frames:
    """Cuts a stream into frames, holding at most one that is incomplete."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Every frame that these bytes complete; FrameError for an unknown kind or a length above PIECE."""
        self._held += data
        at = 0
        while len(self._held) - at >= HEADER.size:
            channel, kind, length = HEADER.unpack_from(self._held, at)
            if kind > PING or length > PIECE:
                raise FrameError(f"a frame of kind {kind} with {length} bytes")
            end = at + HEADER.size + length
            if len(self._held) < end:
                break
            yield Frame(channel, kind, bytes(self._held[at + HEADER.size : end]))
            at = end
        del self._held[:at]


def credit(count: int) -> bytes:
    """The content of a CREDIT: so many bytes have been passed on."""
    return count.to_bytes(4, "big")


@dataclass
class _Child:
    number: int
    data: socket.socket
    control: socket.socket
    may_send: int = WINDOW
    """Bytes of data that the host still takes."""
    waiting: bytearray = field(default_factory=bytearray)
    """What the host sent and the child has not taken."""
    reads: bool = True
    """The child's end of data is open."""
    watched: int = 0
    """The events that `data` is registered for."""


class Relay:
    """Carries between a pair of streams and one supervisor until either is gone."""

    def __init__(self, incoming: int, outgoing: int, owner: socket.socket) -> None:
        self._incoming, self._outgoing, self._owner = incoming, outgoing, owner
        self._frames = Frames()
        self._children: dict[int, _Child] = {}
        self._heard = time.monotonic()
        self._selector = selectors.DefaultSelector()
        self._selector.register(incoming, selectors.EVENT_READ, lambda _: self._listen())
        self._selector.register(owner, selectors.EVENT_READ, lambda _: self._tell_owner())

    def serve(self) -> None:
        """Returns when there is nobody left to carry for."""
        with contextlib.suppress(EOFError, FrameError, OSError):
            while time.monotonic() - self._heard < SILENCE:
                for key, events in self._selector.select(SILENCE / 4):
                    if self._selector.get_map().get(key.fd) == key:  # an earlier event may have ended it
                        key.data(events)

    # ------------------------------------------------------------ from the host

    def _listen(self) -> None:
        data = os.read(self._incoming, PIECE)
        if not data:
            raise EOFError
        self._heard = time.monotonic()
        for frame in self._frames.feed(data):
            if frame.kind == START:
                self._start(frame)
            elif frame.kind != PING:
                self._obey(self._children[frame.channel], frame)

    def _start(self, frame: Frame) -> None:
        """Both ends of both sockets: the supervisor's go to it with the request, as from an owner next door."""
        data, childs_data = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        control, childs_control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with childs_data, childs_control:
            rights = array.array("i", [childs_data.fileno(), childs_control.fileno()])
            self._owner.sendmsg([frame.content], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        data.settimeout(0)
        child = self._children[frame.channel] = _Child(frame.channel, data, control)
        self._selector.register(control, selectors.EVENT_READ, lambda _: self._tell_packet(child))
        self._watch(child)

    def _obey(self, child: _Child, frame: Frame) -> None:
        if frame.kind == DATA:
            child.waiting += frame.content
            self._pass_on(child)
        elif frame.kind == CREDIT:
            child.may_send += int.from_bytes(frame.content, "big")
            self._watch(child)
        elif frame.kind == PACKET:
            with contextlib.suppress(OSError):  # the supervisor has closed its end: that is told already
                child.control.send(frame.content)
        elif frame.kind == CLOSE:
            self._close(child)

    def _pass_on(self, child: _Child) -> None:
        """As much to the child as it takes now. What is sent to one that is gone is lost, as with any socket."""
        count = len(child.waiting)
        with contextlib.suppress(OSError):
            count = self._sent(child)
        del child.waiting[:count]
        if count:
            self._send(child.number, CREDIT, credit(count))
        self._watch(child)

    def _sent(self, child: _Child) -> int:
        try:
            return child.data.send(child.waiting)
        except BlockingIOError:
            return 0

    def _close(self, child: _Child) -> None:
        """The supervisor hears of it by the end of its socket, and ends the child."""
        del self._children[child.number]
        if child.watched:
            self._selector.unregister(child.data)
        with contextlib.suppress(KeyError):
            self._selector.unregister(child.control)
        child.data.close()
        child.control.close()
        self._send(child.number, CLOSE)

    # ------------------------------------------------------------ to the host

    def _tell_owner(self) -> None:
        packet = self._owner.recv(PIECE)
        if not packet:
            raise EOFError
        self._send(OWNER, PACKET, packet)

    def _tell_packet(self, child: _Child) -> None:
        packet = b""
        with contextlib.suppress(OSError):
            packet = child.control.recv(PIECE)
        if not packet:
            self._selector.unregister(child.control)
        self._send(child.number, PACKET if packet else PACKETS_END, packet)

    def _ready(self, child: _Child, events: int) -> None:
        if events & selectors.EVENT_WRITE:
            self._pass_on(child)
        if events & selectors.EVENT_READ:
            self._tell_data(child)

    def _tell_data(self, child: _Child) -> None:
        """A piece of what the child wrote, no more than the host has room for."""
        try:
            piece = child.data.recv(min(PIECE, child.may_send))
        except BlockingIOError:
            return
        except OSError:  # a child that ended without reading all: its answers came before
            piece = b""
        child.may_send -= len(piece)
        child.reads = bool(piece)
        self._send(child.number, DATA if piece else DATA_ENDS, piece)
        self._watch(child)

    def _watch(self, child: _Child) -> None:
        """Looks for what can be carried now, and for nothing else."""
        wanted = selectors.EVENT_READ if child.reads and child.may_send else 0
        wanted |= selectors.EVENT_WRITE if child.waiting else 0
        if wanted == child.watched:
            return
        if wanted and child.watched:
            self._selector.modify(child.data, wanted, lambda events: self._ready(child, events))
        elif wanted:
            self._selector.register(child.data, wanted, lambda events: self._ready(child, events))
        elif child.watched:
            self._selector.unregister(child.data)
        child.watched = wanted

    def _send(self, channel: int, kind: int, content: bytes = b"") -> None:
        """Waits for the host if it must, which reads whatever we do."""
        rest = memoryview(bytes(Frame(channel, kind, content)))
        while rest:
            rest = rest[os.write(self._outgoing, rest) :]


def stand_between() -> socket.socket:
    """The owner's socket for a supervisor, in a process of its own; this one carries, and ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() != 0:
        theirs.close()
        _carry(ours)
    ours.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):  # a package that prints must not break into the frames
        os.dup2(nothing, standard)
    os.close(nothing)
    return theirs


def _carry(owner: socket.socket) -> NoReturn:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # processes whose parent has ended fall to process 1
        Relay(0, 1, owner).serve()
    finally:
        os._exit(0)
