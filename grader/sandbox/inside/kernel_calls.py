"""The few system calls that Python does not offer, by way of the C library."""

from __future__ import annotations

import ctypes
import os
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39
CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION_3 = 0x20080522


def call(name: str, *arguments: Any) -> int:
    """Calls a function of the C library; OSError with its errno if it answers below zero."""
    result: int = getattr(_libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def prctl(option: int, *arguments: int | None) -> int:
    """One prctl call, every argument as wide as the kernel reads it."""
    values = [ctypes.c_ulong(argument or 0) for argument in (*arguments, *(0, 0, 0, 0))[:4]]
    return call("prctl", ctypes.c_int(option), *values)


def system_call(number: int, *arguments: Any) -> int:
    """A system call without a wrapper, by number; pointers as ctypes objects or None."""
    wide = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    return call("syscall", ctypes.c_long(number), *wide)


def set_capabilities(*kept: int) -> None:
    """Keeps these capabilities as permitted and effective, and drops all others; none can be inherited."""
    mask = sum(1 << number for number in kept)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    low, high = mask & 0xFFFFFFFF, mask >> 32
    data = (ctypes.c_uint32 * 6)(low, low, 0, high, high, 0)
    call("capset", header, data)


def drop_bounding_set() -> None:
    """No capability can come back through an executed file."""
    for number in range(64):
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError:
            return  # past the last capability, or not allowed to: the set matters for exec alone, which is denied
