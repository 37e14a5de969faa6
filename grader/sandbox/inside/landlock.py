"""Landlock: which files a process may open from now on. Needs no privilege; cannot be undone.

A ruleset is made once by the supervisor; each child only enters it. Rules are for what is read while code runs:
the standard library, the packages that were imported beforehand, shared libraries, /dev/null. Everything else,
/proc included, cannot be opened, listed, made or removed. What Landlock does not govern (stat, chdir, chmod, times) is
the business of the seccomp filter or harmless.
"""

from __future__ import annotations

import ctypes
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from .kernel_calls import system_call

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_VERSION_FLAG = 1
_PATH_BENEATH = 1

OLDEST = 3
"""The first version that governs truncation."""
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG, _TRUNCATE = 1 << 4, 1 << 5, 1 << 7, 1 << 8, 1 << 14
WORK = WRITE_FILE | READ_FILE | READ_DIR | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _TRUNCATE
"""What a private folder allows: files and folders, but no links, sockets, pipes or devices."""
_NETWORK = 0b11
"""Bind and connect TCP."""
_SCOPES = 0b11
"""Abstract Unix sockets and signals stay within."""


def version() -> int:
    """The kernel's Landlock version; 0 if there is none or it is switched off."""
    try:
        return system_call(CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def ruleset(abi: int, readable: Iterable[Path], writable: Iterable[Path] = ()) -> int:
    """A descriptor of a ruleset that denies everything that this version can deny, but reading beneath these paths."""
    handled = (1 << 16) - 1 if abi >= 5 else (1 << 15) - 1  # 5 adds device ioctls, 3 has 15 rights
    fields = (handled, _NETWORK if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    known = 1 + (abi >= 4) + (abi >= 6)  # an older kernel refuses a longer structure
    attributes = (ctypes.c_uint64 * known)(*fields[:known])
    rules = system_call(CREATE_RULESET, attributes, ctypes.sizeof(attributes), 0)
    for path in readable:
        _allow(rules, path, READ_FILE | READ_DIR)
    for path in writable:
        _allow(rules, path, WORK)
    _allow(rules, Path(os.devnull), READ_FILE | WRITE_FILE)
    return rules


def list_only(rules: int, folder: Path) -> None:
    """Names beneath this folder may be listed; nothing more is opened by it."""
    _allow(rules, folder, READ_DIR)


def enter(rules: int) -> None:
    """Confines the calling thread and what it starts; needs no_new_privs."""
    system_call(RESTRICT_SELF, rules, 0)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there on this system
    try:
        if not path.is_dir():
            rights &= READ_FILE | WRITE_FILE
        packed = rights.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
        rule = ctypes.create_string_buffer(packed, len(packed))
        system_call(ADD_RULE, rules, _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


# ---------------------------------------------------------------- what running code reads


def needed(packages: Iterable[ModuleType]) -> list[Path]:
    """All that the interpreter and these packages read after they were imported."""
    return [*_standard_library(), *_packages(packages), *_libraries(), *_odds_and_ends()]


def standard_library() -> Path:
    """The folder of the standard library; it must be listable for imports to work."""
    return Path(sysconfig.get_path("stdlib"))


def _standard_library() -> Iterator[Path]:
    """One by one, because other packages, and with them a course's solutions, often lie in the same folder."""
    for folder in {standard_library(), Path(sysconfig.get_path("platstdlib"))}:
        if folder.is_dir():
            yield from (entry for entry in folder.iterdir() if entry.name not in ("site-packages", "dist-packages"))
    yield from (Path(entry) for entry in sys.path if entry.endswith(".zip"))


def _packages(packages: Iterable[ModuleType]) -> Iterator[Path]:
    for package in packages:
        for place in getattr(package, "__path__", None) or [package.__file__]:
            folder = Path(str(place))
            yield folder
            # Shared libraries that wheels bring: named after the wheel, not after what one imports (pillow.libs, PIL).
            yield from folder.parent.glob("*.libs")


def _libraries() -> Iterator[Path]:
    """Shared libraries: folders that hold nothing else as a whole, others file by file."""
    triplet = sysconfig.get_config_var("MULTIARCH")
    whole = [Path(root, triplet) for root in ("/lib", "/usr/lib", "/usr/local/lib")] if triplet else []
    yield from whole
    mixed = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", f"{sys.base_prefix}/lib"]
    for folder in {Path(name).resolve() for name in mixed if Path(name).is_dir()}:
        yield from (entry for entry in folder.iterdir() if ".so" in entry.suffixes and entry.is_file())


def _odds_and_ends() -> Iterator[Path]:
    yield from map(Path, ("/etc/ld.so.cache", "/usr/share/zoneinfo", "/dev/urandom", "/dev/zero"))
