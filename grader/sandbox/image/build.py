"""`grader image build`: lays out a context, has the engine build it, and finds it again by what it holds."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution
from pathlib import Path
from typing import IO, Any

from grader.errors import UsageError, WallError
from grader.sandbox.engine import ENGINE_ERRORS, Client, ImageNotFound, connect, excuse
from grader.sandbox.image.archive import Archive
from grader.sandbox.image.contents import PROGRAM_LABEL, REPOSITORY, Contents, contents
from grader.sandbox.image.offline import base_digest, closure, installed, write_base
from grader.sandbox.image.prune import leftovers

OFFLINE = "offline"
DEFAULT_BASE = f"python:{sys.version_info.major}.{sys.version_info.minor}-slim"
"""The interpreter's own minor version: what runs behind the wall should not differ from what runs here."""
BASE_LABEL = "grader.base"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Stage:
    """Which target of the Dockerfile is built on what, and the packages that are copied instead of fetched."""

    target: str
    base: str
    name: str
    """What people call the base."""
    packages: tuple[Distribution, ...] = ()


def build(
    base: str | None = None,
    *,
    offline: bool = False,
    course: Path | None = None,
    progress: Progress = lambda _line: None,
    again: bool = False,
) -> str:
    """Build the image if it is not there, and return its tag.

    `base` is any image with a `python3` and pip (by default the official one of the running Python); `offline`
    makes one from the running interpreter and the packages installed beside it, where no registry can be reached.
    `course` is the folder whose `requirements.txt` asks for more packages. `progress` is told one line at a time.
    `again` builds although an image of the same contents is there.

    Raises UsageError for a request that cannot be met, WallError if the engine is missing or the build fails.
    """
    if offline and base is not None:
        raise UsageError("--base and --offline exclude each other: offline, the base is made from this interpreter")
    wanted = contents(course)
    name = OFFLINE if offline else base or DEFAULT_BASE
    client = connect()
    try:
        if not again and _base_of(client, wanted.tag) == name:
            progress(f"{wanted.tag} is there already, on {name}")
        elif offline:
            _build_offline(client, wanted, progress, again=again)
        else:
            _build(client, wanted, _Stage("complete", name, name), progress)
    except ENGINE_ERRORS as error:
        raise WallError(f"the image could not be built: {excuse(error)}") from error
    finally:
        client.close()
    return wanted.tag


def missing(client: Client, course: Path | None = None) -> str | None:
    """None if the image that `course` needs is built, else one sentence with the way to get it."""
    tag = contents(course).tag
    if _base_of(client, tag) is not None:
        return None
    extra = f" --course {course}" if course is not None and (course / "requirements.txt").is_file() else ""
    return f"the image {tag} is not built: `grader image build{extra}` (where there is no registry, with --offline)"


def _base_of(client: Client, tag: str) -> str | None:
    """The base that an image of ours was built on; None if there is no such image."""
    try:
        labels: Mapping[str, str] = client.images.get(tag).labels
    except ImageNotFound:
        return None
    return labels.get(BASE_LABEL)


def _build_offline(client: Client, wanted: Contents, progress: Progress, *, again: bool) -> None:
    """The base is kept under a name of its own: when only the program inside the wall changes, it is there already."""
    packages = closure(wanted.requirements)
    base = f"{REPOSITORY}-base:{base_digest(packages)}"
    if again or _id_of(client, base) is None:
        progress(f"copying Python {sys.version.split()[0]} and {', '.join(f'{p.name} {p.version}' for p in packages)}")
        with tempfile.TemporaryFile() as stream:
            write_base(stream, packages)
            stream.seek(0)
            _import(client, stream, base)
    # By its number: podman looks for names without a registry in a registry.
    _build(client, wanted, _Stage("bare", _id_of(client, base) or base, OFFLINE, tuple(packages)), progress)


def _id_of(client: Client, name: str) -> str | None:
    try:
        return str(client.images.get(name).id)
    except ImageNotFound:
        return None


def _import(client: Client, stream: IO[bytes], name: str) -> None:
    repository, tag = name.split(":")
    changes = ["ENV PATH=/usr/local/bin:/usr/bin:/bin"]
    pieces = iter(lambda: stream.read(1 << 20), b"")  # an iterator, not a file: the SDK announces a chunked body
    answer = client.api.import_image_from_stream(pieces, changes=changes)
    told = [json.loads(line) for line in answer.splitlines() if line.strip()]
    number = str(told[-1].get("status", "")) if told else ""
    if ":" not in number:
        raise WallError(f"the engine did not take the base: {' '.join(answer.split())[:300]}")
    client.images.get(number).tag(repository, tag)  # in a step of its own: podman imports with the tag `latest` only


def _build(client: Client, wanted: Contents, stage: _Stage, progress: Progress) -> None:
    """Build one target of the Dockerfile; what the engine tells on the way goes to `progress`."""
    progress(f"building {wanted.tag} on {stage.name}")
    before = _id_of(client, wanted.tag)
    with tempfile.TemporaryFile() as stream:
        _write_context(stream, wanted, stage.packages)
        stream.seek(0)
        told = client.api.build(
            fileobj=stream,
            custom_context=True,
            tag=wanted.tag,
            target=stage.target,
            buildargs={"BASE": stage.base},
            labels={BASE_LABEL: stage.name, PROGRAM_LABEL: wanted.program},
            network_mode="none" if stage.target == "bare" else None,
            rm=True,
            forcerm=True,
            decode=True,
        )
        for event in told:
            _relay(event, progress)
    built = _id_of(client, wanted.tag)
    if built is None:
        raise WallError("the engine said nothing of an error, but the image is not there")
    if old := leftovers(client):
        progress(f"{len(old)} images of other versions are there, too: `grader image prune` removes them")
    if before not in (None, built):
        with contextlib.suppress(*ENGINE_ERRORS):  # a container may still use it
            client.images.remove(before)


def _relay(event: Mapping[str, Any], progress: Progress) -> None:
    if "error" in event:
        raise WallError(f"the image could not be built: {' '.join(str(event['error']).split())[:300]}")
    for line in str(event.get("stream", "")).splitlines():
        if line.strip():
            progress(line.rstrip())


def _write_context(stream: IO[bytes], wanted: Contents, packages: Iterable[Distribution]) -> None:
    """The Dockerfile, the requirements, the program inside the wall, and packages to copy."""
    with Archive(stream) as archive:
        archive.text("Dockerfile", wanted.dockerfile)
        archive.text("requirements.txt", "".join(f"{line}\n" for line in wanted.requirements).encode())
        for name, content in wanted.sources:
            archive.text(f"program/{name}", content)
        archive.folder("packages")
        for package in packages:
            for name, path in installed(package):
                archive.copy(f"packages/{name}", path)
