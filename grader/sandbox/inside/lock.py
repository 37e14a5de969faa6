"""The lock that a child puts on itself before it reads anything of a student's.

Theory of operation. `Lock.prepare` runs once, in the supervisor, when all packages are imported: it finds out what this
kernel and user allow, makes the Landlock ruleset and the seccomp filter, and says in words which layers there are.
`Lock.shut` runs in each forked child and takes them one after the other, in the order in which each still permits the
next. If any step fails the child says so and dies; there is no weaker lock.

Landlock and seccomp are demanded. Only where a container is used once, so that its walls part submissions from each
other, may one of them be spared; then each child needs a user of its own. Elsewhere that needs root, a private folder
needs namespaces, and where these are not to be had, `missing_layers` names them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from . import landlock, private, rlimits, seccomp
from .kernel_calls import (
    CAP_DAC_READ_SEARCH,
    PR_SET_DUMPABLE,
    PR_SET_KEEPCAPS,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    drop_bounding_set,
    prctl,
    set_capabilities,
)

FIRST_UIDS = (700_000_000, 60_000)
"""Users that nobody else is likely to be; the second where a container maps only 65,536. A number of
the supervisor's and the child's slot are added, since the kernel counts processes per user over the whole machine."""
SLOTS = 256
LANDLOCK, SECCOMP = "landlock", "seccomp"
SPARABLE = (LANDLOCK, SECCOMP)
"""Layers that may be missing where a container holds one submission alone."""


class LockError(Exception):
    """No lock is to be had from this kernel: one sentence says what is missing."""


@dataclass(frozen=True)
class Lock:
    """What each child will do to itself."""

    rules: int | None
    """Descriptor of the Landlock ruleset; None where the layer is spared."""
    filter: seccomp.Filter | None
    """None where the layer is spared."""
    abi: int
    first_uid: int | None
    """The user of slot 0; None where children keep the supervisor's."""
    keeps_search: bool
    """The interpreter lies where that user may not look: the child keeps CAP_DAC_READ_SEARCH, and Landlock decides."""
    folder: Path | None
    """Where each child mounts its private temporary folder; the folder above holds nothing else and is read-only."""
    lasting: bool
    """The folder is a small file system that outlasts the child, for one child at a time: each empties it first."""
    mapped: int
    """Bytes of address space that are in use before any student's code."""

    @staticmethod
    def prepare(
        packages: Iterable[ModuleType],
        folder: str | None,
        users: int,
        lasting: str | None = None,
        spare: Collection[str] = (),
    ) -> Lock:
        """Raises LockError if Landlock or seccomp is not to be had. `users` numbers the range of users to take.

        `folder` has one in it to mount on; `lasting` is a mounted one, for where nothing can be mounted. `spare` names
        the layers of SPARABLE that may be missing.
        """
        packages = list(packages)
        first_uid = _first_uid(users)
        abi = landlock.version()
        absent = _absent(abi)
        if absent.keys() - {*spare}:
            raise LockError("; ".join(sentence for layer, sentence in absent.items() if layer not in spare))
        if absent and first_uid is None:
            raise LockError(f"{'; '.join(absent.values())}; and no child can have a user of its own")
        place = Path(folder, "tmp") if folder else None
        if place is not None and not _works(partial(private.mount, place, 1 << 20)):
            place = None
        # Landlock looks for rules above a mount, not at the folder that the mount covers.
        writable = [] if place is None else [place.parent]
        if place is None and lasting:
            place = Path(lasting)
            writable = [place]
        rules = None if LANDLOCK in absent else _rules(abi, packages, writable)
        search = first_uid is not None and rules is not None and not _readable_by_all(packages)
        program = None if SECCOMP in absent else seccomp.build(os.uname().machine, folder=place is not None)
        return Lock(rules, program, abi, first_uid, search, place, writable == [place], rlimits.mapped())

    @property
    def layers(self) -> list[str]:
        """The layers that a child will have, in words."""
        return [
            *(["own uid"] if self.first_uid is not None else []),
            *(["capability to read, confined by landlock"] if self.keeps_search else []),
            "rlimits",
            "no_new_privs",
            *([f"landlock abi {self.abi}"] if self.rules is not None else []),
            *([SECCOMP] if self.filter is not None else []),
            *(["private tmp"] if self.folder else []),
        ]

    @property
    def missing_layers(self) -> list[str]:
        """What a stronger wall, or a newer kernel, would add."""
        return [
            *(["own uid"] if self.first_uid is None else []),
            *(["process count"] if not self._own_count else []),
            *(["private tmp"] if not self.folder else []),
            *([LANDLOCK] if self.rules is None else []),
            # The version with both.
            *(["landlock network and signal scopes"] if self.rules is not None and self.abi < 6 else []),
            *([SECCOMP] if self.filter is None else []),
        ]

    @property
    def _own_count(self) -> bool:
        """Whether the kernel counts this child's threads by themselves: by its own user, or its own user namespace."""
        return self.first_uid is not None or (self.folder is not None and not self.lasting and os.geteuid() != 0)

    def shut(self, limits: dict[str, Any], slot: int, parent: int, rules: int | None) -> None:
        """Takes every layer; raises OSError if one is refused. `rules` is the ruleset's descriptor in this process."""
        with contextlib.suppress(OSError):  # a container may forbid it; then the kernel picks by size, as for all
            Path("/proc/self/oom_score_adj").write_text("1000")
        uid = None if self.first_uid is None else self.first_uid + slot
        if self.folder is not None and not self.lasting:
            private.mount(self.folder, limits["file_bytes"], uid)
        if uid is not None:
            self._become(uid)
        rlimits.apply(limits, limits["processes"] if self._own_count else None, self.mapped)
        if self.folder is not None:
            _use(self.folder, empty=self.lasting)
        _drop_privileges(keep_search=self.keeps_search)
        _die_with(parent)
        prctl(PR_SET_DUMPABLE, 0)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        if rules is not None:
            landlock.enter(rules)
            os.close(rules)
        if self.filter is not None:
            self.filter.enter()

    def _become(self, uid: int) -> None:
        """Another user without groups; what root could do is left behind, but for what `keeps_search` says."""
        drop_bounding_set()
        prctl(PR_SET_KEEPCAPS, int(self.keeps_search))
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def _drop_privileges(*, keep_search: bool) -> None:
    set_capabilities(*([CAP_DAC_READ_SEARCH] if keep_search else []))


def _use(folder: Path, *, empty: bool) -> None:
    """The private folder is the working folder and where temporary files go."""
    if empty:
        private.empty(folder)
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def _die_with(parent: int) -> None:
    """Asks to be killed when the supervisor ends; after the change of user, which takes such wishes back."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)  # it ended just before


# ---------------------------------------------------------------- what this machine allows


def _absent(abi: int) -> dict[str, str]:
    """Which of the demanded layers this kernel does not have, each with a sentence."""
    absent = {}
    if abi < landlock.OLDEST:
        absent[LANDLOCK] = f"the kernel has no Landlock of version {landlock.OLDEST} or later (has: {abi or 'none'})"
    if not seccomp.supported():
        absent[SECCOMP] = f"there is no seccomp filter for {os.uname().machine}"
    elif not _works(_filtered):
        absent[SECCOMP] = "the kernel takes no seccomp filter"
    return absent


def _filtered() -> None:
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    seccomp.build(os.uname().machine, folder=False).enter()


def _rules(abi: int, packages: Iterable[ModuleType], writable: Iterable[Path]) -> int:
    rules = landlock.ruleset(abi, landlock.needed(packages), writable)
    landlock.list_only(rules, landlock.standard_library())
    return rules


def _first_uid(users: int) -> int | None:
    """The first of a range of users that a child may become; None for an unprivileged supervisor."""
    if os.geteuid() != 0:
        return None
    shift = users % 4096 * SLOTS
    for start in (FIRST_UIDS[0] + shift, FIRST_UIDS[1]):
        if _works(partial(_try_user, start + SLOTS)):
            return start
    return None


def _try_user(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _readable_by_all(packages: Iterable[ModuleType]) -> bool:
    """Whether any user may reach the interpreter's files: every folder above them must let others through."""
    files = [landlock.standard_library() / "os.py"]
    files += [Path(package.__file__) for package in packages if package.__file__]
    return all(
        file.stat().st_mode & 0o004 and all(folder.stat().st_mode & 0o001 for folder in file.resolve().parents)
        for file in files
    )


def _works(attempt: Callable[[], object]) -> bool:
    """Whether this can be done, tried in a process that ends at once."""
    pid = os.fork()
    if pid == 0:
        try:
            attempt()
        except BaseException:  # noqa: BLE001 - any failure is the answer no; the copy must not live on
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
