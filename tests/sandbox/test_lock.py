"""The seccomp filter, read instruction by instruction as a kernel would, for machines that are not at hand too.

And what becomes of a lock where the kernel has not all of it.
"""

from __future__ import annotations

import errno
import os
import platform
import struct

import numpy as np
import pytest

from grader.sandbox.inside import landlock, seccomp
from grader.sandbox.inside.lock import SPARABLE, Lock, LockError

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL = 0x7FFF0000, 0x80000000
PID = 4242


def refused(number: int) -> int:
    return 0x00050000 | number


def decide(machine: str, number: int, *arguments: int, folder: bool = False, audit: int | None = None) -> int:
    """The action for one system call: a loop over the five kinds of instructions."""
    program = seccomp.build(machine, folder=folder)
    code = bytearray(program.program)
    struct.pack_into("=I", code, program.pid_at, PID)
    padded = (*arguments, *(0,) * 6)[:6]
    data = struct.pack("=IIQ6Q", number, AUDIT[machine] if audit is None else audit, 0, *padded)
    word, at = 0, 0
    while True:
        kind, yes, no, constant = struct.unpack_from("=HBBI", code, at * 8)
        at += 1
        if kind == 0x06:
            return constant
        if kind == 0x20:
            word = struct.unpack_from("=I", data, constant)[0]
            continue
        holds = {0x15: word == constant, 0x35: word >= constant, 0x45: bool(word & constant)}[kind]
        at += yes if holds else no


MACHINES = pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
COLUMN = {"x86_64": 0, "aarch64": 1}


@MACHINES
def test_the_list_is_allowed_and_everything_else_is_not(machine):
    listed = {pair[COLUMN[machine]] for pair in seccomp._ALWAYS.values()} - {None}
    with_folder = {pair[COLUMN[machine]] for pair in seccomp._WITH_FOLDER.values()} - {None}
    some = {pair[COLUMN[machine]] for pair in (seccomp._CLONE, seccomp._CLONE3, seccomp._FCNTL, seccomp._IOCTL)}
    some |= {pair[COLUMN[machine]] for pair in (seccomp._PRCTL, seccomp._PRLIMIT64, seccomp._TGKILL)}
    assert len(listed) < 100
    for number in range(600):
        if number in some:
            continue
        assert decide(machine, number) == (ALLOW if number in listed else refused(errno.EPERM))
        assert decide(machine, number, folder=True) == (
            ALLOW if number in listed | with_folder else refused(errno.EPERM)
        )


@MACHINES
def test_another_machines_calls_kill(machine):
    assert decide(machine, 0, audit=0x40000003) == KILL


def test_the_other_calling_convention_of_x86_64_is_refused():
    assert decide("x86_64", 0x40000000 + 39) == refused(errno.EPERM)


@MACHINES
def test_threads_are_allowed_and_processes_and_namespaces_are_not(machine):
    clone, clone3 = seccomp._CLONE[COLUMN[machine]], seccomp._CLONE3[COLUMN[machine]]
    assert decide(machine, clone, 0x3D0F00) == ALLOW  # what the C library asks for a thread
    assert decide(machine, clone, 0x01200011) == refused(errno.EPERM)  # fork
    assert decide(machine, clone, 0x4111) == refused(errno.EPERM)  # vfork
    assert decide(machine, clone, 0x3D0F00 | 0x10000000) == refused(errno.EPERM)
    assert decide(machine, clone3) == refused(errno.ENOSYS)


@MACHINES
def test_signals_go_to_oneself_alone_and_never_kill_or_stop(machine):
    tgkill = seccomp._TGKILL[COLUMN[machine]]
    assert decide(machine, tgkill, PID, PID, 6) == ALLOW
    assert decide(machine, tgkill, PID + 1, PID, 6) == refused(errno.EPERM)
    assert decide(machine, tgkill, PID, PID, 9) == refused(errno.EPERM)
    assert decide(machine, tgkill, PID, PID, 19) == refused(errno.EPERM)


@MACHINES
def test_limits_may_be_read_and_not_set(machine):
    prlimit = seccomp._PRLIMIT64[COLUMN[machine]]
    assert decide(machine, prlimit, 0, 7, 0, 1) == ALLOW
    assert decide(machine, prlimit, 0, 7, 1, 0) == refused(errno.EPERM)
    assert decide(machine, prlimit, 0, 7, 1 << 32, 0) == refused(errno.EPERM)


@MACHINES
@pytest.mark.parametrize(
    ("call", "place", "good", "bad"),
    [
        (
            seccomp._FCNTL,
            1,
            (0, 1, 2, 3, 4, 1030),
            (8, 10, 1024, 1033),
        ),  # not F_SETOWN, F_SETSIG, F_SETLEASE, F_ADD_SEALS
        (seccomp._IOCTL, 1, (0x5401, 0x5413), (0x5412, 0x541C, 0x80045430)),  # not TIOCSTI, TIOCLINUX
        (seccomp._PRCTL, 0, (15, 16, 39), (4, 8, 22, 23, 24, 36, 38, 47)),
    ],
)
def test_calls_of_many_uses_are_allowed_for_harmless_ones(machine, call, place, good, bad):
    number = call[COLUMN[machine]]
    for value in good:
        assert decide(machine, number, *(0,) * place, value) == ALLOW
    for value in bad:
        assert decide(machine, number, *(0,) * place, value) == refused(errno.EPERM)


def test_there_is_a_filter_for_this_machine():
    assert seccomp.supported() == (platform.machine() in AUDIT)


# ---------------------------------------------------------------- where a layer is missing


@pytest.fixture(params=SPARABLE)
def absent(request, monkeypatch):
    """A layer that this kernel does not have."""
    if request.param == "landlock":
        monkeypatch.setattr(landlock, "version", lambda: 0)
    else:
        monkeypatch.setattr(seccomp, "supported", lambda: False)
    return request.param


def test_a_lock_without_a_layer_is_refused_unless_it_was_asked_for(absent):
    """In one sentence that names it; sparing another layer does not help."""
    (other,) = {*SPARABLE} - {absent}
    for spare in ((), (other,)):
        with pytest.raises(LockError, match=absent if absent == "seccomp" else "no Landlock") as caught:
            Lock.prepare([np], None, 0, spare=spare)
        assert "\n" not in str(caught.value)


def test_a_layer_that_is_spared_is_named_as_missing_and_needs_users_of_their_own(absent, monkeypatch):
    """What holds and what does not is said; without other users there is no lock at all."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(LockError, match="no child can have a user of its own"):
        Lock.prepare([np], None, 0, spare=SPARABLE)
    monkeypatch.undo()
    if os.geteuid() != 0:
        return
    monkeypatch.setattr(landlock, "version", (lambda: 0) if absent == "landlock" else landlock.version)
    monkeypatch.setattr(seccomp, "supported", (lambda: False) if absent == "seccomp" else seccomp.supported)
    lock = Lock.prepare([np], None, 0, spare=SPARABLE)
    try:
        assert absent in lock.missing_layers
        assert not any(layer.startswith(absent) for layer in lock.layers)
        assert "own uid" in lock.layers
    finally:
        if lock.rules is not None:
            os.close(lock.rules)
