"""What a bubblewrap sandbox shows: the interpreter, the packages one by one, shared libraries; nothing else.

Everything keeps its own path, so that the interpreter finds itself. The folders above are empty but for the way down:
neither a home directory nor the repository can be seen, even where the interpreter lies in one of them.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from grader.sandbox.inside import landlock

PROGRAM, INSIDE = Path("/program"), Path(__file__).with_name("inside")
"""Where the program behind the wall appears, and where it is: without the rest of the grader."""
WORK = Path("/work")
"""The folder with one in it that each child covers with its private one."""
DEVICES = tuple(map(Path, ("/dev/null", "/dev/zero", "/dev/urandom")))
SCRATCH = 1 << 20
"""Bytes for what packages want to write when they are imported."""
PASSWORDS = "/etc/passwd"


def mounts(packages: Iterable[str], passwords: int) -> list[str]:
    """Arguments for bwrap that make a read-only file system on which these packages can be imported.

    `passwords` is a descriptor to read a list of users from, which need not be the machine's.
    """
    library = landlock.standard_library()
    others = [library / name for name in ("site-packages", "dist-packages") if (library / name).is_dir()]
    shown = _shown(packages, library)
    return [
        # First, because the interpreter may lie in there.
        *("--size", str(SCRATCH), "--perms", "1777", "--tmpfs", "/tmp"),  # noqa: S108 - inside
        *_ways([library, *shown, *DEVICES, PROGRAM / INSIDE.name, WORK / "tmp", Path(PASSWORDS)]),
        *_words("--symlink", _links().items()),
        *_words("--ro-bind", [(library, library)]),
        *(word for folder in others for word in ("--perms", "0755", "--tmpfs", str(folder))),
        *_words("--ro-bind", [(place, place) for place in shown]),
        *(word for folder in others for word in ("--remount-ro", str(folder))),
        *_words("--ro-bind", [(INSIDE, PROGRAM / INSIDE.name)]),
        *_words("--dev-bind", [(device, device) for device in DEVICES]),
        *("--perms", "0644", "--ro-bind-data", str(passwords), PASSWORDS),
        *("--perms", "0755", "--dir", str(WORK / "tmp"), "--chmod", "0555", str(WORK)),
        *("--proc", "/proc", "--remount-ro", "/"),
    ]


def _shown(packages: Iterable[str], library: Path) -> list[Path]:
    """Files and folders beside the standard library, none of them within another."""
    needed = landlock.needed(module for name in packages for module in _found(name))
    wanted = {place for place in needed if place.parent != library and place not in DEVICES}
    wanted |= {Path(sys.executable), Path(sys.executable).resolve(), Path(sys.prefix, "pyvenv.cfg"), *_loaded()}
    linked = tuple(_links().values())
    there = {place for place in wanted if place.exists() and not any(place.is_relative_to(link) for link in linked)}
    return sorted(place for place in there if there.isdisjoint(place.parents))


def _found(name: str) -> Iterator[ModuleType]:
    """A package with its places and nothing else: it need not be imported here, and what is absent is not shown."""
    spec = importlib.util.find_spec(name)
    if spec is not None:
        module = ModuleType(name)
        module.__file__ = spec.origin
        if spec.submodule_search_locations is not None:
            module.__path__ = list(spec.submodule_search_locations)
        yield module


def _links() -> dict[Path, Path]:
    """Where the system's libraries lie in /usr, their old places are links: {target: link}."""
    return {link.readlink(): link for link in (Path("/lib"), Path("/lib64")) if link.is_symlink()}


def _loaded() -> Iterator[Path]:
    """The libraries that this interpreter has loaded, wherever its makers have put them."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        path = Path(line.split(maxsplit=5)[-1])
        if ".so" in path.suffixes and not {"site-packages", "dist-packages", "lib-dynload"} & set(path.parts):
            yield path


def _ways(places: Iterable[Path]) -> list[str]:
    """The folders above, open to everyone, as those that are made on the way would not be."""
    above = {folder for place in places for folder in place.parents} - {Path("/"), Path("/tmp")}  # noqa: S108
    return [word for folder in sorted(above) for word in ("--perms", "0755", "--dir", str(folder))]


def _words(option: str, pairs: Iterable[tuple[Path, Path]]) -> list[str]:
    return [word for source, place in pairs for word in (option, str(source), str(place))]
