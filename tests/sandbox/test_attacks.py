"""Hostile submissions behind the locked walls: what each tries, and what must come of it.

Everything goes through a session, as in grading. `x` is the input; what gets through where it should not returns 1.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from trying import QUICK, USES, ask, job, observe, on_host, session

from grader.model import SourceFile, Status
from grader.sandbox.limits import Limits
from grader.sandbox.session import Job

HONEST = "def answer(x): return x"
SYSTEM_CALL = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"


# ---------------------------------------------------------------- ends of the process


@pytest.mark.parametrize(
    ("deed", "status", "words"),
    [
        ("import os; os._exit(0)", Status.CRASHED, "exit code 0"),
        ("import os; os._exit(71)", Status.CRASHED, "exit code 71"),
        ("import sys; sys.exit(0)", Status.RAISED, "SystemExit"),
        ("quit()", Status.RAISED, ""),
        ("import ctypes; ctypes.string_at(0)", Status.CRASHED, "SIGSEGV"),
        ("import os; os.abort()", Status.CRASHED, "SIGABRT"),
        ("import os; os.close(3)", Status.CRASHED, ""),
        ("import os; os.closerange(0, 64); import time; time.sleep(1000)", Status.CRASHED, "closed the connection"),
        ("import signal; signal.raise_signal(signal.SIGTERM)", Status.CRASHED, "SIGTERM"),
        ("import signal; signal.raise_signal(signal.SIGKILL)", Status.RAISED, "PermissionError"),
        ("import signal; signal.raise_signal(signal.SIGSTOP)", Status.RAISED, "PermissionError"),
        ("while True: pass", Status.TIMEOUT, "did not finish within 1 s"),
        ("import time; time.sleep(10**6)", Status.TIMEOUT, "1 s"),
        ("import threading; threading.Event().wait()", Status.TIMEOUT, "1 s"),
        ("import re; re.match('(a+)+$', 'a' * 40 + 'b')", Status.TIMEOUT, "1 s"),
        ("9 ** 9 ** 9", Status.TIMEOUT, "1 s"),
        ("def f(g): g(g)\nf(f)", Status.RAISED, "RecursionError"),
    ],
)
def test_an_end_of_the_process_is_named_and_costs_one_run(locked, deed, status, words):
    source = f"def answer(x):\n    if x == 2: exec({deed!r})\n    return x\n"
    with session(locked, source, QUICK) as opened:
        seen = ask(opened, 2.0)
        assert seen.status is status
        assert words in seen.message
        assert ask(opened, 1.0).arrays["y"] == 1.0


def test_ignored_signals_do_not_help_an_endless_loop(locked):
    source = """
    import signal
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    def answer(x):
        while True:
            try:
                while True: pass
            except BaseException: pass
    """
    assert observe(locked, source, limits=QUICK).status is Status.TIMEOUT


def test_cpu_time_is_limited_over_all_threads_and_runs(locked):
    source = """
    import threading
    def answer(x):
        while True: pass
    """
    seen = observe(locked, source, limits=Limits(cpu_seconds=1, wall_seconds=60))
    assert seen.status is Status.TIMEOUT
    assert "CPU" in seen.message


def test_a_submission_has_a_time_for_everything_together(locked):
    with session(locked, "def answer(x):\n    while x: pass", Limits(submission_seconds=1.0)) as opened:
        assert ask(opened).status is Status.TIMEOUT
        seen = ask(opened)
        assert seen.status is Status.TIMEOUT
        assert "whole submission" in seen.message


def test_a_file_that_never_loads_is_tried_once(locked):
    source = "import time\ntime.sleep(10**6)\ndef hidden(): pass\nanswer = [time.sleep(10**6)]\n"
    with session(locked, source, Limits(load_seconds=1.0)) as opened:
        first = ask(opened)
        assert first.status is Status.TIMEOUT
        assert "loading" in first.message
        assert opened.load(USES).message == first.message


# ---------------------------------------------------------------- floods and bombs


@pytest.mark.parametrize(
    ("deed", "statuses"),
    [
        ("[bytearray(10**8) for _ in range(100)]", {Status.MEMORY}),
        ("np.ones((10**5, 10**5))", {Status.MEMORY}),
        ("' ' * 10**11", {Status.MEMORY}),
        ("list(itertools.repeat(0))", {Status.MEMORY, Status.TIMEOUT}),
        ("mmap.mmap(-1, 10**10)", {Status.RAISED, Status.MEMORY}),
        ("os.fork()", {Status.RAISED}),
        ("subprocess.run(['true'])", {Status.RAISED}),
        ("multiprocessing.Process(target=int).start()", {Status.RAISED}),
        ("os.posix_spawn('/bin/true', ['true'], {})", {Status.RAISED}),
        ("os.execv('/bin/true', ['true'])", {Status.RAISED}),
        ("os.system('touch /tmp/x') or 1 / 0", {Status.RAISED, Status.OK}),
        ("[open('/dev/null') for _ in range(10**4)]", {Status.RAISED}),
        ("[threading.Thread(target=time.sleep, args=(99,)).start() for _ in range(10**4)]", {Status.RAISED}),
    ],
)
def test_bombs_go_off_in_their_own_process(locked, deed, statuses):
    source = f"""
    import itertools, mmap, multiprocessing, os, subprocess, threading, time
    import numpy as np
    def answer(x):
        if x == 2:
            kept = {deed}
            return 1
        return x
    """
    with session(locked, source, Limits(memory_bytes=QUICK.memory_bytes)) as opened:
        seen = ask(opened, 2.0)
        assert seen.status in statuses
        assert ask(opened, 1.0).arrays["y"] == 1.0


def test_a_thread_bomb_meets_a_count_of_its_own(locked):
    source = """
    import threading
    def answer(x):
        stay = threading.Event()
        count = 0
        try:
            while True:
                threading.Thread(target=stay.wait, daemon=True).start()
                count += 1
        except RuntimeError:
            return count
        finally:
            stay.set()
    """
    limits = Limits(processes=16)
    with session(locked, source, limits) as one, session(locked, source, limits) as other:
        assert 8 <= ask(one).arrays["y"] <= 16
        assert 8 <= ask(other).arrays["y"] <= 16


def test_endless_output_costs_nothing_but_time(locked):
    source = """
    import os, sys
    def answer(x):
        for _ in range(10**4): print("x" * 10**4)
        os.write(1, b"x" * 10**6)
        sys.__stdout__.write("x" * 10**6)
        return x
    """
    seen = observe(locked, source, limits=Limits(printed_bytes=100))
    assert seen.status is Status.OK
    assert seen.printed == "x" * 100


def test_a_disk_bomb_fills_its_own_folder_alone(locked):
    source = """
    import os, tempfile
    def answer(x):
        folder, size = tempfile.mkdtemp(), 0
        try:
            while True:
                with open(os.path.join(folder, str(size)), "wb") as file:
                    size += file.write(bytes(10**6))
        except OSError:
            return size
    """
    seen = observe(locked, source, limits=Limits(file_bytes=4_000_000))
    if "private tmp" in locked.layers:
        assert 0 < seen.arrays["y"] <= 4_000_000
    else:
        assert seen.status is Status.RAISED


def test_too_large_an_answer_is_malformed(locked):
    seen = observe(locked, "import numpy as np\ndef answer(x): return np.zeros(2**21)", limits=QUICK)
    assert seen.status is Status.MALFORMED
    assert "too large" in seen.message


# ---------------------------------------------------------------- reaching out


@pytest.mark.parametrize(
    "place",
    [
        "/etc/passwd",
        "/etc/hostname",
        "/proc/self/environ",
        "/proc/self/maps",
        "/proc/self/mem",
        "/proc/1/cmdline",
        "/proc/meminfo",
        str(Path(__file__)),
        pytest.__file__,
        str(Path(__file__).parents[2] / "pyproject.toml"),
        str(Path(__file__).parents[2] / "grader" / "sandbox" / "session.py"),
    ],
)
def test_files_outside_cannot_be_read(locked, place):
    seen = observe(locked, f"def answer(x): return len(open({place!r}, 'rb').read(1))")
    assert seen.status is Status.RAISED
    assert "Permission" in seen.message or "No such file" in seen.message


def test_the_grader_cannot_be_imported_or_found_in_memory(locked):
    source = """
    import gc, sys
    def answer(x):
        try:
            import grader
        except ImportError:
            pass
        else:
            return 1
        frames, frame = [], sys._getframe()
        while frame:
            frames.append(str(frame.f_globals.get("__name__")) + repr(sorted(frame.f_locals)))
            frame = frame.f_back
        words = " ".join(frames) + " ".join(map(str, sys.modules)) + " ".join(map(str, sys.argv))
        found = [name for name in ("reference", "rubric", "tolerance", "expected", "model") if name in words]
        held = [thing for thing in gc.get_objects() if type(thing).__name__ in ("Case", "Exercise", "Check", "Rubric")]
        return len(found) + len(held)
    """
    assert observe(locked, source).arrays["y"] == 0


def test_the_environment_of_the_grader_is_not_handed_on(locked, monkeypatch):
    monkeypatch.setenv("GRADER_SECRET", "xyzzy")
    seen = observe(
        locked, "import os\ndef answer(x): return int('GRADER_SECRET' in os.environ or 'xyzzy' in str(os.environ))"
    )
    assert seen.arrays["y"] == 0


@pytest.mark.parametrize(
    "deed",
    [
        "open('results.json', 'w')",
        "open('/tmp/results.json', 'w')",
        "open('/dev/shm/x', 'w')",
        "open('/autograder/results/results.json', 'w')",
        "os.listdir('/')",
        "os.listdir('/proc')",
        "os.listdir(os.path.expanduser('~'))",
        "os.mkdir('/tmp/folder')",
        "os.symlink('/etc/passwd', 'link')",
        "os.link('/etc/passwd', 'link')",
        "os.mkfifo('pipe')",
        "os.chmod('/dev/null', 0)",
        "os.utime('/dev/null')",
        "os.truncate('/etc/passwd', 0)",
        "os.setxattr('/dev/null', 'user.x', b'')",
        "os.kill(-1, 9)",
        "os.kill(os.getppid(), 9)",
        "os.killpg(0, 9)",
        "os.setuid(0)",
        "os.nice(-5)",
        "os.sched_setaffinity(0, {0})",
        "os.memfd_create('x')",
        "os.chroot('/')",
        "os.openpty()",
        "os.eventfd(0)",
        "os.unshare(0) if hasattr(os, 'unshare') else os.fork()",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (10**4, 10**4))",
        "resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1))",
        "socket.socket()",
        "socket.socketpair()",
        "socket.create_connection(('1.1.1.1', 53))",
        "socket.getaddrinfo('example.org', 80) and socket.socket()",
        "socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "multiprocessing.shared_memory.SharedMemory(create=True, size=10)",
        "__import__('asyncio').new_event_loop()",
    ],
)
def test_nothing_outside_can_be_touched(locked, deed):
    source = f"import multiprocessing.shared_memory, os, resource, socket\ndef answer(x):\n    {deed}\n    return 1\n"
    seen = observe(locked, source)
    writes_at_home = deed == "open('results.json', 'w')" and "private tmp" in locked.layers
    assert seen.status is (Status.OK if writes_at_home else Status.RAISED), seen.message


@pytest.mark.parametrize(
    "call",
    [
        "ptrace(16, os.getppid(), 0, 0)",
        "process_vm_readv(os.getppid(), 0, 0, 0, 0, 0)",
        "unshare(0x10000000)",
        "setns(0, 0)",
        "mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "syscall(250, 0, 0)",  # keyctl
        "syscall(321, 0, 0, 0)",  # bpf
        "syscall(425, 1, None)",  # io_uring_setup
        "syscall(298, 0, 0, 0, 0, 0)",  # perf_event_open
        "syscall(323, 0)",  # userfaultfd
        "syscall(304, 0, 0, 0)",  # open_by_handle_at
        "syscall(434, os.getppid(), 0)",  # pidfd_open
        "syscall(438, 0, 0, 0)",  # pidfd_getfd
        "syscall(0x40000000 + 39)",  # getpid by the other calling convention
        "prctl(4, 1, 0, 0, 0)",  # dumpable again
        "personality(0x0040000)",
        "shmget(0, 4096, 0o1000)",
        "clone(None, None, 17, None)",
    ],
)
def test_system_calls_off_the_list_are_refused(locked, call):
    source = SYSTEM_CALL + f"def answer(x): return int(libc.{call} != -1)"
    seen = observe(locked, source, limits=QUICK)
    assert seen.status in (Status.OK, Status.RAISED)
    assert seen.status is Status.RAISED or seen.arrays["y"] == 0


def test_the_lock_holds_in_threads_that_code_starts(locked):
    source = """
    import threading
    def answer(x):
        got = []
        def read():
            try:
                got.append(open("/etc/passwd").read())
            except PermissionError:
                pass
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        return len(got)
    """
    assert observe(locked, source).arrays["y"] == 0


def test_two_submissions_cannot_reach_each_other(locked):
    with session(locked, "import os\ndef answer(x): return os.getpid()") as victim:
        pid = int(ask(victim).arrays["y"])
        for deed in (f"os.kill({pid}, 9)", f"open('/proc/{pid}/mem', 'rb')", f"open('/proc/{pid}/fd/3', 'rb')"):
            assert observe(locked, f"import os\ndef answer(x): return {deed}").status is Status.RAISED
        assert ask(victim).arrays["y"] == pid


# ---------------------------------------------------------------- forging


def test_an_object_that_equals_everything_is_malformed(locked):
    source = """
    import numpy as np
    class Always(np.ndarray):
        def __eq__(self, other): return True
        def __array_ufunc__(self, *rest, **named): return True
        __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __eq__
        __hash__ = None
    def answer(x): return np.zeros(3).view(Always)
    """
    assert observe(locked, source).status is Status.MALFORMED


def test_patched_libraries_harm_nobody_but_their_author(locked):
    source = """
    import builtins, json, random, numpy as np
    for place, names in (
        (np, "array frombuffer allclose"), (np.random, "seed"), (np.testing, "assert_allclose"),
        (json, "dumps loads"), (random, "seed"), (builtins, "sorted abs"),
    ):
        for name in names.split():
            setattr(place, name, lambda *rest, **named: True)
    def answer(x): return x * 2
    """
    assert observe(locked, source, np.ones(2)).arrays["y"].tolist() == [2.0, 2.0]
    assert observe(locked, HONEST, np.ones(2)).arrays["y"].tolist() == [1.0, 1.0]


FORGERY = """
import json, os, time
def frame(message, body=b"", arrays=()):
    header = json.dumps({"arrays": list(arrays), "message": message}).encode()
    return len(header).to_bytes(8, "big") + len(body).to_bytes(8, "big") + header + body
def answer(x):
    os.write(3, %s)
    time.sleep(1000)
"""


@pytest.mark.parametrize(
    "forged",
    [
        "b'PASSED'* 100",
        "b'\\xff' * 1000",
        "(2**62).to_bytes(8, 'big') * 2",
        "frame({'$dict': {'op': 'ran', 'status': 'ok'}})",
        "frame({'$dict': {'op': 'ran', 'status': 'ok', 'id': 10**6, 'arrays': {'$dict': {}}}})",
        "frame({'$dict': {'op': 'ready'}})",
        "frame({'$dict': {'op': 'failed', 'status': 'infrastructure'}})",
        "frame({'$dict': {}}, b'x', [{'dtype': 'bool', 'shape': [2**40]}])",
        "frame({'$dict': {}}, b'', [{'dtype': 'float64', 'shape': [0, 2**60]}])",
        "frame({'$dict': {}}, b'x' * 8, [{'dtype': 'object', 'shape': [1]}])",
        "b'\\x00' * 7 + b'\\x03' + b'\\x00' * 8 + b'[[['",
    ],
)
def test_forged_answers_are_malformed(locked, forged):
    with session(locked, FORGERY % forged, QUICK) as opened:
        seen = ask(opened)
        assert seen.status is Status.MALFORMED
        assert seen.message.startswith("the answer cannot be read")


@pytest.mark.parametrize(
    "fields",
    [
        "'status': 'infrastructure'",
        "'status': 'timeout'",
        "'status': 'perfect'",
        "'status': ['ok']",
        "'status': 'ok', 'arrays': {'$dict': {'y': 1}}",
        "'status': 'ok', 'arrays': {'$dict': {'<script>': {'$array': 0}}}",
        "'status': 'ok', 'arrays': {'$dict': {'y': {'$dict': {'y': {'$array': 0}}}}}",
        "'status': 'ok', 'arrays': [], 'message': 3",
        "'status': 'ok', 'arrays': {'$dict': {}}, 'changed': 'x'",
        "'status': 'ok', 'arrays': {'$dict': {}}, 'changed': [{'$array': 0}]",
        "'status': 'ok', 'arrays': {'$dict': {'a%d' % n: {'$array': 0} for n in range(1000)}}",
    ],
)
def test_answers_with_forged_fields_are_malformed(locked, fields):
    forged = "frame({'$dict': {'op': 'ran', 'id': 2, " + fields + "}}, bytes(8), [{'dtype': 'float64', 'shape': []}])"
    assert observe(locked, FORGERY % forged, limits=QUICK).status is Status.MALFORMED


def test_answers_given_before_the_question_are_not_taken(locked):
    """Who answers the next run in advance answers without its inputs, and is out of step from then on."""
    forged = "frame({'$dict': {'op': 'ran', 'id': 2, 'status': 'ok', 'arrays': {'$dict': {}}, 'changed': []}}) * 3"
    with session(locked, FORGERY % forged, QUICK) as opened:
        assert ask(opened).arrays == {}
        assert ask(opened).status is Status.MALFORMED


def test_an_answer_that_trickles_is_stopped_in_time(locked):
    source = """
    import os, time
    def answer(x):
        os.write(3, (100).to_bytes(8, "big") + bytes(8))
        while True:
            os.write(3, b" ")
            time.sleep(0.1)
    """
    assert observe(locked, source, limits=QUICK).status is not Status.OK


@pytest.mark.parametrize("hook", ["__str__", "__repr__", "__class__"])
def test_exceptions_that_raise_when_they_are_told_are_still_told(locked, hook):
    source = f"""
    class Nasty(Exception):
        def {hook}(self): raise SystemExit
        if {hook!r} == "__class__": {hook} = property({hook})
    def answer(x): raise Nasty
    """
    assert observe(locked, source).status is Status.RAISED


def test_exits_of_threads_and_at_exit_hooks_change_no_answer(locked):
    source = """
    import atexit, os, sys, threading
    atexit.register(os._exit, 9)
    def answer(x):
        threading.Thread(target=sys.exit).start()
        return x
    """
    with session(locked, source) as opened:
        assert [ask(opened, 1.0).status for _ in range(3)] == [Status.OK] * 3


def test_nothing_of_one_submission_is_left_for_the_next(locked):
    source = """
    import builtins, sys, tempfile, threading, os
    import numpy as np
    def answer(x):
        marks = [hasattr(builtins, "mark"), hasattr(np, "mark"), "mark" in sys.modules]
        marks += ["MARK" in os.environ, os.path.exists("mark")]
        builtins.mark = np.mark = sys.modules["mark"] = 1
        os.environ["MARK"] = "1"
        try:
            open("mark", "w").close()
        except OSError:
            pass
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        return sum(marks)
    """
    assert [int(observe(locked, source).arrays["y"]) for _ in range(3)] == [0, 0, 0]


# ---------------------------------------------------------------- hostile source


@pytest.mark.parametrize(
    "bomb",
    [
        "x = " + "-" * 10**6 + "1",
        "x = " + "(" * 10**4 + ")" * 10**4,
        "x = [" + "1," * 3 * 10**6 + "]",
        "\0",
        "x = '\\ud800'",
    ],
    ids=["minus", "brackets", "literal", "null", "surrogate"],
)
def test_a_bomb_for_the_parser_hurts_its_own_submission_alone(locked, bomb):
    limits = Limits(load_seconds=20.0, memory_bytes=QUICK.memory_bytes)
    both = Job((SourceFile("bomb.py", (bomb,)), *job(HONEST).files), job(HONEST).probes)
    with locked.open(both, limits) as opened:
        survey = opened.survey()
        assert survey.problems.keys() <= {"bomb.py", "hand_in.py"}
        opened.survey()
    assert observe(locked, HONEST).arrays["y"] == 1.0


# ---------------------------------------------------------------- what is left


def test_no_process_outlives_its_session(locked):
    with session(locked, "import os\ndef answer(x): return os.getpid()") as opened:
        pid = on_host(locked, int(ask(opened).arrays["y"]))
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_worker_killed_from_outside_is_told_as_memory_since_nobody_else_kills(locked):
    source = "import os, time\ndef answer(x):\n    if x == 2: time.sleep(1000)\n    return os.getpid()"
    with session(locked, source) as opened:
        os.kill(on_host(locked, int(ask(opened).arrays["y"])), signal.SIGKILL)
        assert ask(opened).status is Status.MEMORY
        assert ask(opened).status is Status.OK
