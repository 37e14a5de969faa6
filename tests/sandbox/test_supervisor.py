"""The supervisor lives on whatever its children do, and in whatever order it hears of it."""

from __future__ import annotations

import os
import socket

from grader.sandbox.inside.supervisor import Supervisor, _Child


def test_an_end_that_is_heard_of_twice_in_one_round_ends_nobody_else():
    """The host asks for a child's end just when it has ended: the question and the end wait side by side."""
    owner, ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    control, host = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    child = _Child(pid, control, slot=0)
    with owner, ours, control, host:
        supervisor = Supervisor(ours, lock=None)
        supervisor._adopt(child)
        host.send(b'{"op": "end", "grace": 0}')
        supervisor._ringer.send(b"x")  # as the signal would
        events = {key.fileobj: key.data for key, _ in supervisor._selector.select(0)}
        assert set(events) == {control, supervisor._bell}
        events[control]()
        events[supervisor._bell]()
        assert child.reaped
        assert b'"exit": 0' in host.recv(1000)
        supervisor._selector.close()
        supervisor._bell.close()
        supervisor._ringer.close()
