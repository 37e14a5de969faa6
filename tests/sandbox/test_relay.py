"""One stream instead of sockets: nothing is lost or mixed up, nobody holds up another, and neither side is trusted."""

from __future__ import annotations

import array
import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import InfrastructureError
from grader.sandbox import relayed as host_module
from grader.sandbox.inside import relay as relay_module
from grader.sandbox.inside.relay import (
    CLOSE,
    DATA,
    DATA_ENDS,
    HEADER,
    OWNER,
    PACKET,
    PIECE,
    PING,
    START,
    WINDOW,
    Frame,
    FrameError,
    Frames,
    Relay,
)
from grader.sandbox.limits import Limits
from grader.sandbox.relayed import RelayedSupervisor

PATIENCE = 20.0
ON_ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""However busy it is."""
HELLO = bytes(Frame(OWNER, PACKET, b'{"layers": []}'))
Child = Callable[[socket.socket, socket.socket], None]


class Wire:
    """A stream on a socket."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def receive(self, seconds: float) -> bytes:
        self._end.settimeout(seconds)
        return self._end.recv(PIECE)

    def send(self, data: bytes) -> None:
        self._end.settimeout(PATIENCE)
        self._end.sendall(data)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        self._end.close()


@contextlib.contextmanager
def far_side(*children: Child) -> Iterator[RelayedSupervisor]:
    """A real relay before a supervisor that gives each channel, in turn, one of these children."""
    near, far = socket.socketpair()
    owner, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.settimeout(PATIENCE)
    relay = Relay(far.fileno(), far.fileno(), owner)
    threads = [
        threading.Thread(target=relay.serve),
        threading.Thread(target=supervise, args=(theirs, children)),
    ]
    for thread in threads:
        thread.start()
    supervisor = RelayedSupervisor(Wire(near), PATIENCE)
    try:
        yield supervisor
    finally:
        supervisor.close()
        threads[0].join(PATIENCE)
        ends = [end for child in relay._children.values() for end in (child.data, child.control)]
        for end in (owner, far, relay._selector, *ends):  # as process 1 does by its end
            end.close()
        threads[1].join(PATIENCE)
        theirs.close()
        assert not any(thread.is_alive() for thread in threads)


def supervise(owner: socket.socket, children: tuple[Child, ...]) -> None:
    owner.send(b'{"layers": []}')
    threads = []
    for child in children:
        descriptors = array.array("i")
        packet, rights, _, _ = owner.recvmsg(PIECE, socket.CMSG_SPACE(8))
        assert json.loads(packet)["op"] == "start"
        descriptors.frombytes(rights[0][2])
        data, control = (socket.socket(fileno=number) for number in descriptors)
        threads.append(threading.Thread(target=live, args=(child, data, control)))
        threads[-1].start()
    with contextlib.suppress(OSError):
        owner.recv(1)
    for thread in threads:
        thread.join(PATIENCE)


def live(child: Child, data: socket.socket, control: socket.socket) -> None:
    with data, control, contextlib.suppress(OSError):
        child(data, control)


def echo(data: socket.socket, control: socket.socket) -> None:
    while piece := data.recv(PIECE):
        data.sendall(piece)


def exchange(channel, text: bytes) -> bytes:
    """Sent and read back at the same time."""
    writer = threading.Thread(target=lambda: send_all(channel, text))
    writer.start()
    told = bytearray()
    channel._data.settimeout(PATIENCE)
    while len(told) < len(text):
        piece = channel._data.recv(PIECE)
        assert piece
        told += piece
    writer.join()
    return bytes(told)


def send_all(channel, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[channel._data.send(rest) :]


frames = st.builds(Frame, st.integers(0, 2**32 - 1), st.integers(0, PING), st.binary(max_size=100))


@ON_ANY_MACHINE
@given(st.lists(frames, max_size=8), st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_frames_arrive_however_the_stream_is_cut(sent, cuts):
    stream, got, decoder = b"".join(map(bytes, sent)), [], Frames()
    for size in [*cuts, len(stream)]:
        got += decoder.feed(stream[:size])
        stream = stream[size:]
    assert got == sent


@ON_ANY_MACHINE
@given(st.lists(st.binary(max_size=200), max_size=20))
def test_a_stream_that_is_none_is_refused_and_never_hoarded(pieces):
    """Whatever comes: frames, or the one error; and no more is held than one frame."""
    decoder = Frames()
    with contextlib.suppress(FrameError):
        for piece in pieces:
            for frame in decoder.feed(piece):
                assert frame.kind <= PING
                assert len(frame.content) <= PIECE
            assert len(decoder._held) < HEADER.size + PIECE


def test_many_children_at_once_get_what_is_theirs():
    """More bytes than fit on the way, in both directions at the same time, on each of three channels."""
    texts = [os.urandom(3 * WINDOW + number) for number in range(3)]
    with far_side(echo, echo, echo) as supervisor:
        channels = [supervisor.start(Limits()) for _ in texts]
        told: dict[int, bytes] = {}
        threads = [
            threading.Thread(target=lambda place=place: told.update({place: exchange(channels[place], texts[place])}))
            for place in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [told[place] for place in range(3)] == texts


def test_a_child_that_floods_holds_up_nobody_and_fills_no_memory():
    """Its flood waits where it is until somebody reads it; then every byte comes."""
    flood = os.urandom(WINDOW) * 8

    def flooding(data, control):
        data.sendall(flood)
        control.send(b'{"cpu": 1.5}')
        control.recv(1)

    with far_side(flooding, echo) as supervisor:
        wild, tame = supervisor.start(Limits()), supervisor.start(Limits())
        for _ in range(50):
            assert exchange(tame, b"x" * PIECE) == b"x" * PIECE
            assert len(supervisor._channels[1]._data) <= WINDOW
        wild._data.settimeout(PATIENCE)
        told = bytearray()
        while len(told) < len(flood):
            told += wild._data.recv(PIECE)
        assert told == flood
        assert wild.cpu() == 1.5


def test_a_child_that_does_not_read_makes_its_own_host_wait_and_no_other():
    """Sending to it runs into the time limit; the other channel works on."""

    def deaf(data, control):
        control.recv(1)

    with far_side(deaf, echo) as supervisor:
        silent, tame = supervisor.start(Limits()), supervisor.start(Limits())
        silent._data.settimeout(0.2)
        with pytest.raises(TimeoutError):
            send_all(silent, bytes(8 * WINDOW))
        assert exchange(tame, b"still there") == b"still there"


def test_a_child_that_is_gone_is_seen_after_its_last_words():
    """The stream ends behind them, and its packets behind the packet that tells how it ended."""

    def brief(data, control):
        data.sendall(b"bye")
        data.close()
        control.send(b'{"exit": 256, "cpu": 0.5, "ours": false}')

    with far_side(brief) as supervisor:
        channel = supervisor.start(Limits())
        channel._data.settimeout(PATIENCE)
        assert [channel._data.recv(100), channel._data.recv(100)] == [b"bye", b""]
        with pytest.raises(BrokenPipeError):
            channel._data.send(b"anybody?")
        ending = channel.end()
        assert (ending.code, ending.cpu) == (1, 0.5)
        assert not supervisor.gone.is_set()


def test_a_channel_that_is_closed_ends_its_child_and_frees_its_place():
    """The supervisor learns of it as if it had the socket; what the child still says is dropped."""
    heard = []

    def chatty(data, control):
        with contextlib.suppress(OSError):
            while True:
                data.sendall(bytes(PIECE))
        heard.append(control.recv(1))

    with far_side(chatty, echo) as supervisor:
        supervisor.start(Limits())._control.close()
        tame = supervisor.start(Limits())
        assert exchange(tame, b"x") == b"x"
        assert list(supervisor._channels) == [OWNER, 2]
    assert heard == [b""]


@pytest.mark.parametrize(
    "word",
    [
        b"\0\0\0\1\2\xff\xff\xff\xff",
        HEADER.pack(1, DATA, PIECE + 1),
        HEADER.pack(1, PING + 1, 0),
        bytes(Frame(7, DATA, b"x")),
        bytes(Frame(1, DATA, bytes(PIECE))) * (WINDOW // PIECE + 1),
        bytes(Frame(1, DATA, b"")),
        bytes(Frame(1, START, b"")),
        bytes(Frame(1, CLOSE, b"")),
        bytes(Frame(OWNER, CLOSE, b"")),
        bytes(Frame(1, PACKET, b"{}")) * (host_module.PACKETS + 1),
        bytes(Frame(1, PACKET, b"\xff")),
    ],
    ids=["huge", "long", "kind", "stranger", "flood", "empty", "start", "close", "owner", "packets", "nonsense"],
)
def test_a_container_taken_over_can_only_end_its_own_connection(word):
    """Whatever it should not send, its host takes for a container that died: ours to try again, nobody's zero."""
    near, far = socket.socketpair()
    far.sendall(HELLO)
    supervisor = RelayedSupervisor(Wire(near), PATIENCE)
    channel = supervisor.start(Limits())
    with far:
        far.sendall(word)
        with pytest.raises(InfrastructureError):
            channel.cpu()
        assert supervisor.gone.is_set()
        assert len(supervisor._channels[1]._data) <= WINDOW
        supervisor.close()


def test_credit_that_was_never_taken_does_not_open_the_window_further():
    """A far side cannot make the host keep more than one window on the way."""
    near, far = socket.socketpair()
    far.sendall(HELLO)
    supervisor = RelayedSupervisor(Wire(near), PATIENCE)
    supervisor.start(Limits())
    with far:
        far.sendall(bytes(Frame(1, relay_module.CREDIT, b"\xff\xff\xff\xff")) + bytes(Frame(1, DATA_ENDS, b"")))
        assert supervisor._channels[1].data(1, PATIENCE) == b""
        assert supervisor._channels[1]._may_send == WINDOW
        supervisor.close()


@pytest.mark.parametrize("spoken", [b"", HELLO[:5]])
def test_a_container_that_ends_before_its_first_word_is_our_fault(spoken):
    near, far = socket.socketpair()
    far.sendall(spoken)
    far.close()
    with pytest.raises(InfrastructureError, match="ended before it answered"):
        RelayedSupervisor(Wire(near), PATIENCE)


def test_a_connection_that_breaks_is_noticed_by_everyone_who_waits():
    """No answer, and no new child."""
    near, far = socket.socketpair()
    far.sendall(HELLO)
    supervisor = RelayedSupervisor(Wire(near), PATIENCE)
    channel = supervisor.start(Limits())
    far.close()
    channel._data.settimeout(PATIENCE)
    assert channel._data.recv(1) == b""
    with pytest.raises(InfrastructureError):
        channel.end()
    with pytest.raises(InfrastructureError, match="gone"):
        supervisor.start(Limits())


def test_a_host_that_fell_silent_is_given_up(monkeypatch):
    """As when its machine lost power: no word of it ever comes, and the container ends by itself."""
    monkeypatch.setattr(relay_module, "SILENCE", 0.05)
    near, far = socket.socketpair()
    owner, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with near, far, owner, theirs:
        relay = Relay(far.fileno(), far.fileno(), owner)
        relay.serve()  # returns
        relay._selector.close()


def test_a_host_with_nothing_to_say_says_that_it_is_there(monkeypatch):
    """While a student's function runs for minutes, say."""
    monkeypatch.setattr(host_module, "SILENCE", 0.05)
    near, far = socket.socketpair()
    far.sendall(HELLO)
    supervisor = RelayedSupervisor(Wire(near), PATIENCE)
    with far:
        assert far.recv(HEADER.size) == bytes(Frame(OWNER, PING, b""))
        supervisor.close()
