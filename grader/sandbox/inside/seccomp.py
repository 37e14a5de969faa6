"""seccomp: which system calls a process may make from now on. Needs no privilege beyond no_new_privs; cannot be undone.

A list of what numpy, threads and reading files need; anything else fails with EPERM, which Python shows as
PermissionError. No process is started, no program executed, no socket made, nothing sent to other processes, no mode,
owner, time or attribute of a file changed. The filter is built by the few functions at the end: a table of numbers and
five kinds of instructions need no library.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
from dataclasses import dataclass

from .kernel_calls import PR_GET_NO_NEW_PRIVS, PR_SET_SECCOMP, prctl

_X86_64, _AARCH64 = 0, 1
_ARCHITECTURES = {"x86_64": _X86_64, "aarch64": _AARCH64}
_AUDIT = (0xC000003E, 0xC00000B7)
_X32 = 0x40000000
"""Numbers from here on are another calling convention of x86_64, with other meanings."""

# name: numbers on x86_64 and aarch64; None where the architecture has no such call.
_ALWAYS: dict[str, tuple[int | None, int | None]] = {
    # memory
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216),
    "madvise": (28, 233),
    # files that are open, or that Landlock lets it open
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "openat": (257, 56), "lseek": (8, 62),
    "pread64": (17, 67), "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66), "preadv": (295, 69),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "getdents64": (217, 61), "fadvise64": (221, 223),
    "fsync": (74, 82), "fdatasync": (75, 83),
    # names
    "stat": (4, None), "fstat": (5, 80), "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291),
    "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439), "readlink": (89, None),
    "readlinkat": (267, 78), "getcwd": (79, 17), "chdir": (80, 49),
    # waiting
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115), "sched_yield": (24, 124), "futex": (202, 98), "restart_syscall": (219, 128),
    # its own signals and timers
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133), "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132), "getitimer": (36, 102),
    "setitimer": (38, 103), "alarm": (37, None),
    # asking the time and who it is
    "gettimeofday": (96, 169), "clock_gettime": (228, 113), "clock_getres": (229, 114), "times": (100, 153),
    "time": (201, None), "getrusage": (98, 165), "getrlimit": (97, 163), "sysinfo": (99, 179), "uname": (63, 160),
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getgroups": (115, 158), "getresuid": (118, 148),
    "getresgid": (120, 150), "getpgrp": (111, None), "getpgid": (121, 155), "getsid": (124, 156),
    "getrandom": (318, 278), "getcpu": (309, 168), "sched_getaffinity": (204, 123), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    # threads, and the end
    "set_tid_address": (218, 96), "set_robust_list": (273, 99), "rseq": (334, 293), "membarrier": (324, 283),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip

_WITH_FOLDER: dict[str, tuple[int | None, int | None]] = {
    "unlink": (87, None), "unlinkat": (263, 35), "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "ftruncate": (77, 46),
}  # fmt: skip
"""Only where there is a private folder to do it in."""

_CLONE, _CLONE3, _FCNTL, _IOCTL = (56, 220), (435, 435), (72, 25), (16, 29)
_PRCTL, _PRLIMIT64, _TGKILL = (157, 167), (302, 261), (234, 131)
_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020000  # all CLONE_NEW* flags that clone knows
_F_DUPFD_CLOEXEC = 1030
_DESCRIPTOR_COMMANDS = (0, 1, 2, 3, 4, _F_DUPFD_CLOEXEC)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL
_TERMINAL_QUESTIONS = (0x5401, 0x5413, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONCLEX, FIOCLEX
_HARMLESS_OPTIONS = (15, 16, PR_GET_NO_NEW_PRIVS)  # PR_SET_NAME, PR_GET_NAME

_MODE_FILTER = 2
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_SIZE = 8
"""Bytes of an instruction: code, two jump widths, a constant."""


@dataclass(frozen=True)
class Filter:
    """A program ready but for the process that it will hold."""

    program: bytes
    pid_at: int
    """Where the pid goes that may be signalled: one's own."""

    def enter(self) -> None:
        """Confines the calling process for good; needs no_new_privs."""
        program = bytearray(self.program)
        struct.pack_into("=I", program, self.pid_at, os.getpid())
        code = (ctypes.c_char * len(program)).from_buffer(program)
        header = struct.pack("HxxxxxxP", len(program) // _SIZE, ctypes.addressof(code))
        buffer = ctypes.create_string_buffer(header, len(header))
        prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(buffer))


def supported() -> bool:
    """Whether there is a table for this machine."""
    return platform.machine() in _ARCHITECTURES


def build(machine: str, *, folder: bool) -> Filter:
    """The filter for "x86_64" or "aarch64"; `folder` adds what changes files in a private folder."""
    column = _ARCHITECTURES[machine]
    head = [
        _load(_ARCHITECTURE_AT),
        _jump(_EQUAL, _AUDIT[column], 1, 0),
        _return(_KILL),
        _load(_NUMBER_AT),
    ]
    if column == _X86_64:
        head += [_jump(_AT_LEAST, _X32, 0, 1), _return(_ERRNO | errno.EPERM)]
    tgkill = _when(_TGKILL[column], _own_thread())
    # The pid is the constant of the instruction after the jump on the number and the load of the argument.
    pid_at = len(head) * _SIZE + 2 * _SIZE + 4
    rules = [*head, *tgkill, *_guarded(column)]
    names = {**_ALWAYS, **(_WITH_FOLDER if folder else {})}
    numbers = [pair[column] for pair in names.values()]
    return Filter(b"".join([*rules, *_list(sorted(number for number in numbers if number is not None))]), pid_at)


def _guarded(column: int) -> list[bytes]:
    """Calls that are allowed for some arguments only."""
    return [
        *_when(_CLONE[column], [*_forbid_bits(0, _CLONE_NAMESPACES), *_demand_bit(0, _CLONE_THREAD)]),
        # The C library then falls back to clone, whose flags can be read here.
        *_when(_CLONE3[column], [_return(_ERRNO | errno.ENOSYS)]),
        *_when(_FCNTL[column], _one_of(1, _DESCRIPTOR_COMMANDS)),
        *_when(_IOCTL[column], _one_of(1, _TERMINAL_QUESTIONS)),
        *_when(_PRCTL[column], _one_of(0, _HARMLESS_OPTIONS)),
        *_when(_PRLIMIT64[column], _null(2)),
    ]


def _own_thread() -> list[bytes]:
    """abort() and raise() work; what would look like our own kill, or never end, does not."""
    refuse = _return(_ERRNO | errno.EPERM)
    return [
        _load(_argument(0)),
        _jump(_EQUAL, 0, 1, 0),  # the pid is filled in
        refuse,
        _load(_argument(2)),
        _jump(_EQUAL, signal.SIGKILL, 0, 1),
        refuse,
        _jump(_EQUAL, signal.SIGSTOP, 0, 1),
        refuse,
        _return(_ALLOW),
    ]


# ---------------------------------------------------------------- a small assembler


def _instruction(code: int, constant: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, constant)


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, offset)


def _return(action: int) -> bytes:
    return _instruction(_RETURN, action)


def _jump(kind: int, constant: int, yes: int, no: int) -> bytes:
    """Skips `yes` instructions if the loaded word compares so with the constant, else `no`."""
    return _instruction(kind, constant, yes, no)


def _argument(index: int) -> int:
    """Offset of an argument's lower half; all machines of the table are little-endian."""
    return _ARGUMENTS_AT + 8 * index


def _when(number: int, block: list[bytes]) -> list[bytes]:
    """The block, which ends in a return, for this call alone."""
    return [_jump(_EQUAL, number, 0, len(block)), *block]


def _one_of(index: int, values: tuple[int, ...]) -> list[bytes]:
    return [_load(_argument(index)), *_list(values)]


def _list(values: tuple[int, ...] | list[int]) -> list[bytes]:
    """Allows the values, denies others."""
    jumps = [_jump(_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    return [*jumps, _return(_ERRNO | errno.EPERM), _return(_ALLOW)]


def _forbid_bits(index: int, mask: int) -> list[bytes]:
    return [_load(_argument(index)), _jump(_ANY_BIT, mask, 0, 1), _return(_ERRNO | errno.EPERM)]


def _demand_bit(index: int, mask: int) -> list[bytes]:
    return [_load(_argument(index)), _jump(_ANY_BIT, mask, 1, 0), _return(_ERRNO | errno.EPERM), _return(_ALLOW)]


def _null(index: int) -> list[bytes]:
    """Allows a null pointer: both halves zero."""
    refuse = _return(_ERRNO | errno.EPERM)
    halves = [_load(_argument(index)), _jump(_EQUAL, 0, 1, 0), refuse]
    return [*halves, _load(_argument(index) + 4), _jump(_EQUAL, 0, 1, 0), refuse, _return(_ALLOW)]
