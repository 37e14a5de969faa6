"""Workers, schedulers and drivers die: neighbours are graded, the guilty is left for a person, and nothing hangs."""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from machines import Cluster, until
from trades import Shout

from grader.batch import cluster as cluster_module
from grader.batch.docket import QUARANTINED
from grader.batch.executor import Lost
from grader.errors import UsageError
from grader.model import Submission

Maker = Callable[..., Cluster]


def test_a_submission_that_kills_workers_is_given_up_after_two_and_its_neighbours_are_right(
    fresh: Maker, tmp_path: Path
) -> None:
    """Two workers of three die; the third does all the rest, and every neighbour that was there is cleared."""
    cluster, notes = fresh(), tmp_path / "notes"
    for _ in range(3):
        cluster.worker(threads=2)
    told = mapped(cluster, Shout({"s5": "dies"}, notes), 30)
    assert told.pop("s5") == QUARANTINED
    assert {name: said[0] for name, said in told.items()} == {name: name.upper() for name in told}
    assert len(told) == 29
    assert [worker.wait() for worker in dead(cluster)] == [-signal.SIGKILL] * 2
    assert notes.read_text().split().count("s5") == 2


def test_two_guilty_ones_do_not_hide_behind_each_other(fresh: Maker, tmp_path: Path) -> None:
    """They may die of the same worker's death first; alone each is found."""
    cluster = fresh()
    for _ in range(5):
        cluster.worker(threads=2)
    told = mapped(cluster, Shout({"s1": "dies", "s2": "dies"}), 20)
    assert {name for name, said in told.items() if isinstance(said, Lost)} == {"s1", "s2"}


def test_an_accident_is_no_guilt(fresh: Maker, tmp_path: Path) -> None:
    """Whose worker died once is graded by another."""
    cluster = fresh()
    cluster.worker()
    cluster.worker()
    told = mapped(cluster, Shout({"s2": "dies_once"}, tmp_path / "notes"), 8)
    assert not any(isinstance(said, Lost) for said in told.values())
    assert len(told) == 8


def test_a_worker_that_is_started_anew_at_the_same_address_is_another(fresh: Maker, tmp_path: Path) -> None:
    """A nanny puts it there at once, and Dask gives it what the dead one had; it must not do that again."""
    cluster, notes = fresh(), tmp_path / "notes"
    cluster.worker(threads=2, nanny=True, options=["--worker-port", str(free_port())])
    told = mapped(cluster, Shout({"s3": "dies"}, notes), 10)
    assert {name for name, said in told.items() if isinstance(said, Lost)} == {"s3"}
    assert len(told) == 10
    assert notes.read_text().split().count("s3") == 2


def test_no_worker_for_a_while_is_told_and_waited_for(fresh: Maker) -> None:
    """One that comes late is welcome."""
    cluster = fresh()
    said: list[str] = []

    def tell(sentence: str) -> None:
        said.append(sentence)
        cluster.worker()

    told = by_student(cluster.executor(patience=60.0, tell=tell).map(Shout(), students(3)))
    assert said == ["cluster: no worker is there; waiting up to 1 minutes"]
    assert not any(isinstance(each, Lost) for each in told.values())


def test_in_the_end_what_nobody_came_for_is_left(fresh: Maker) -> None:
    """All of it, in one sentence each."""
    told = by_student(fresh().executor(patience=1.0, tell=lambda _: None).map(Shout(), students(3)))
    assert set(told) == {"s0", "s1", "s2"}
    assert {each.why for each in told.values()} == {"no worker was there for 0.0167 minutes"}


@pytest.mark.filterwarnings("ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning")
def test_a_scheduler_that_goes_away_for_good_ends_in_the_same_sentence(fresh: Maker) -> None:
    """And not in a traceback, or never. (A connection that is refused in mid-handshake leaves Dask's socket open.)"""
    cluster = fresh()
    cluster.worker()
    until(lambda: "Registered to" in cluster.said(), cluster.said)
    results = cluster.executor(patience=9.0, tell=lambda _: None).map(Shout(seconds=0.02), students(300))
    first = next(results)
    assert not isinstance(first[1], Lost)
    cluster.scheduler.kill()
    told = by_student(itertools.chain([first], results))
    assert len(told) == 300
    assert told["s299"] == Lost("the scheduler did not answer for 0.15 minutes")


def test_a_scheduler_that_is_slow_to_answer_makes_nobody_suspected(
    fresh: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands still for longer than it is waited for; workers do not die of that."""
    monkeypatch.setattr(cluster_module, "SOON", 0.3)
    cluster, notes = fresh(), tmp_path / "notes"
    cluster.worker()
    results = cluster.executor(tell=lambda _: None).map(Shout(notes=notes, seconds=0.05), students(20))
    first = next(results)
    os.kill(cluster.scheduler.pid, signal.SIGSTOP)
    threading.Timer(3.0, os.kill, (cluster.scheduler.pid, signal.SIGCONT)).start()
    told = by_student(itertools.chain([first], results))
    assert not any(isinstance(said, Lost) for said in told.values())
    assert len(notes.read_text().split()) == len(told) == 20


def test_a_scheduler_that_comes_back_is_gone_on_with(fresh: Maker) -> None:
    """At the same address, with workers of its own; what was on its way is done again."""
    cluster = fresh()
    cluster.worker()
    results = cluster.executor(tell=lambda _: None).map(Shout(seconds=0.05), students(30))
    first = next(results)
    cluster.scheduler.kill()
    cluster.scheduler.wait()
    cluster.begin_scheduler(port=int(cluster.address.rpartition(":")[2]))
    cluster.worker()
    told = by_student(itertools.chain([first], results))
    assert len(told) == 30
    assert not any(isinstance(said, Lost) for said in told.values())


def test_a_scheduler_that_is_not_there_is_told(fresh: Maker) -> None:
    """Before anything is graded."""
    cluster = fresh()
    cluster.scheduler.kill()
    cluster.scheduler.wait()
    with pytest.raises(UsageError, match=f"no scheduler answers at {cluster.address}"):
        list(cluster.executor().map(Shout(), students(3)))


def test_a_worker_with_another_version_is_told_and_not_used(fresh: Maker, tmp_path: Path) -> None:
    """Alone it cannot do the work; beside one that fits, that one does it."""
    (tmp_path / "older.py").write_text("import grader\ngrader.__version__ = '0.0.1'\n")
    cluster = fresh()
    old = cluster.worker(options=["--preload", str(tmp_path / "older.py")])
    with pytest.raises(UsageError, match=r"has grader 0\.0\.1, and the grader that asks has grader \d"):
        mapped(cluster, Shout(), 3)
    cluster.worker()
    until(lambda: cluster.said().count("Registered to") == 2, cluster.said)
    said: list[str] = []
    told = by_student(cluster.executor(tell=said.append).map(Shout(seconds=0.1), students(10)))
    assert len(said) == 1
    assert {pid for _, pid in told.values()} == {worker.pid for worker in cluster.started[1:]} - {old.pid}


def test_workers_stop_what_nobody_waits_for(fresh: Maker, tmp_path: Path) -> None:
    """The next class does not wait for the last one's."""
    cluster, notes = fresh(), tmp_path / "notes"
    cluster.worker()
    waited = cluster.executor().map(Shout(notes=notes, seconds=0.3), students(50))
    next(waited)
    waited.close()
    mapped(cluster, Shout(), 2)
    assert len(notes.read_text().split()) <= 4


def test_several_drivers_share_the_workers(cluster: Cluster) -> None:
    """Each gets its own results."""
    found: dict[int, dict[str, Any]] = {}

    def drive(number: int) -> None:
        found[number] = mapped(cluster, Shout(seconds=0.01), 20 + number)

    threads = [threading.Thread(target=drive, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: len(told) for number, told in found.items()} == {0: 20, 1: 21, 2: 22}
    assert not any(isinstance(said, Lost) for told in found.values() for said in told.values())


def test_the_secret_is_in_no_log_or_state_of_the_scheduler(fresh: Maker) -> None:
    """Not even when everything that passes is logged."""
    cluster = fresh(DASK_LOGGING__DISTRIBUTED="debug", DASK_DISTRIBUTED__LOGGING__DISTRIBUTED="debug")
    cluster.worker()
    executor = cluster.executor()
    needle = b"needle-in-the-haystack"
    results = executor.map(Shout(seconds=0.1), students(10), needle)
    next(results)
    with executor.connect() as client:
        state = client.run_on_scheduler(everything)
    assert b"trades" in state
    assert needle not in state
    list(results)
    assert "grader-" in cluster.said()
    assert needle.decode() not in cluster.said()


def everything(dask_scheduler: Any) -> bytes:
    """What the scheduler knows of tasks, as bytes."""
    return pickle.dumps([(task.key, task.run_spec) for task in dask_scheduler.tasks.values()])


def students(number: int) -> list[Submission]:
    return [Submission(f"s{each}") for each in range(number)]


def mapped(cluster: Cluster, recipe: Shout, number: int) -> dict[str, Any]:
    return by_student(cluster.executor(tell=lambda _: None).map(recipe, students(number)))


def by_student(results: Iterator[tuple[Submission, Any]]) -> dict[str, Any]:
    """Each once."""
    told: dict[str, Any] = {}
    for submission, said in results:
        assert submission.student not in told
        told[submission.student] = said
    return told


def dead(cluster: Cluster) -> list[Any]:
    return [process for process in cluster.started if process.poll() is not None]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
