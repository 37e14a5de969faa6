"""How the driver reaches a scheduler: over TLS with certificates of both sides, or openly if that is said by name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from distributed import Client
from distributed.security import Security
from pydantic import BaseModel, ConfigDict, Field

from grader.batch.settings import read_settings
from grader.errors import UsageError

ANSWER = 10.0
"""Seconds until a scheduler that has not answered counts as not being there."""
Minutes = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ClusterSettings(BaseModel):
    """`--cluster FILE.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: str
    """As the scheduler prints it: tls://host:port."""
    ca: Path | None = None
    """The certificate that has signed all others, PEM; relative to the file's folder, as the next two."""
    cert: Path | None = None
    key: Path | None = None
    patience: Minutes = 10.0
    """Minutes without any worker after which the rest is left open."""


def cluster_settings(given: str, ca: Path | None, cert: Path | None, key: Path | None) -> ClusterSettings:
    """What `--cluster` and `--tls-…` say: a file's settings, or an address with certificates beside it."""
    if given.endswith(".toml"):
        file = Path(given)
        found = read_settings(file, ClusterSettings)
        paths = {name: file.parent / path for name in ("ca", "cert", "key") if (path := getattr(found, name))}
        found = found.model_copy(update=paths)
    else:
        found = ClusterSettings(address=given)
    told = {name: path for name, path in (("ca", ca), ("cert", cert), ("key", key)) if path}
    return found.model_copy(update=told)


def connector(settings: ClusterSettings, *, insecure: bool) -> Callable[[], Client]:
    """What opens a connection. UsageError for what is not encrypted, but with `insecure`, and for missing files."""
    security = security_of(settings, insecure=insecure)
    return lambda: connect(settings.address, security)


def security_of(settings: ClusterSettings, *, insecure: bool) -> Security | None:
    """The certificates, or None for a connection that lies open."""
    kind, _, rest = settings.address.partition("://")
    if kind not in ("tls", "tcp") or not rest.rpartition(":")[2].isdecimal():
        raise UsageError(f"{settings.address!r} is no scheduler's address: it looks like tls://host:8786")
    if kind == "tcp":
        if not insecure:
            raise UsageError(
                f"{settings.address} is not encrypted: whoever can reach it can run programs on the workers and read "
                "the class; start scheduler and workers with certificates (docs/cluster.md shows how) and name "
                "tls://…, or say --insecure-cluster"
            )
        return None
    for name in ("ca", "cert", "key"):
        path: Path | None = getattr(settings, name)
        if path is None or not path.is_file():
            said = f"{path} is no file" if path else "none is given"
            raise UsageError(f"tls://… needs --tls-{name} FILE, and {said}; docs/cluster.md shows how to make it")
    files = {"tls_ca_file": settings.ca, "tls_client_cert": settings.cert, "tls_client_key": settings.key}
    return Security(require_encryption=True, **{name: str(path) for name, path in files.items()})


def connect(address: str, security: Security | None) -> Client:
    """A client of the scheduler at this address; UsageError if it does not answer."""
    quiet()
    try:
        return Client(address, security=security, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        said = " ".join(str(error.__cause__ or error).split())
        raise UsageError(
            f"no scheduler answers at {address} ({said}); is it running, and are all certificates of one CA?"
        ) from error


def quiet() -> None:
    """What happens to workers is told by us, in sentences; Dask's own words for it are silenced."""
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
