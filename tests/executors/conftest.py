"""Certificates, a cluster that tests share, and clusters of one's own to be broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from machines import Cluster, make_certificates


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one authority."""
    return make_certificates(tmp_path_factory.mktemp("tls") / "certificates")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, certificates: Path) -> Iterator[Cluster]:
    """Two workers that live through the tests of a module."""
    with Cluster(tmp_path_factory.mktemp("cluster"), certificates) as made:
        made.worker(threads=2)
        made.worker(threads=2)
        yield made


@pytest.fixture
def fresh(tmp_path: Path, certificates: Path) -> Iterator[Callable[..., Cluster]]:
    """Makes a cluster without workers, for this test alone."""
    with ExitStack() as stack:

        def make(**environment: str) -> Cluster:
            folder = tmp_path / "cluster"
            folder.mkdir()
            return stack.enter_context(Cluster(folder, certificates, environment))

        yield make
