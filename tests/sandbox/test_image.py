"""The container image: what goes in, how it is named, and that it holds nothing else of the project."""

import io
import json
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

from grader.errors import UsageError
from grader.sandbox.image.archive import Archive
from grader.sandbox.image.build import build, missing
from grader.sandbox.image.contents import contents
from grader.sandbox.image.offline import closure, installed


def course_asking_for(folder: Path, text: str) -> Path:
    (folder / "requirements.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_name_follows_from_the_contents(tmp_path):
    """Asking for one more package gives another image; comments, order and a numpy line do not."""
    plain = contents(None).tag
    assert plain == contents(tmp_path).tag
    extended = contents(course_asking_for(tmp_path, "scipy>=1.11\nmatplotlib\n")).tag
    assert extended != plain
    reordered = contents(
        course_asking_for(tmp_path, "# for the plots\nmatplotlib\nnumpy<3\n\nscipy>=1.11 # convolutions\n")
    )
    assert reordered.tag == extended
    assert reordered.requirements[0] == f"numpy=={np.__version__}"


@pytest.mark.parametrize("line", ["-r other.txt", "--index-url=x", "./folder", "pkg @ https://example.org/pkg.whl"])
def test_a_course_names_packages_and_nothing_else(tmp_path, line):
    """Options, paths and addresses in requirements.txt are refused with the file's name."""
    with pytest.raises(UsageError, match=r"requirements\.txt: "):
        contents(course_asking_for(tmp_path, line))


def test_no_secret_of_the_course_goes_in():
    """Of the project, the image gets the modules of `inside` alone."""
    names = {name for name, _ in contents().sources}
    assert {Path(name).parent.as_posix() for name in names - {"boot.py"}} == {"inside"}


def test_offline_packages_bring_what_they_need_and_no_more():
    """Packages are followed through their requirements, extras and foreign platforms left out."""
    assert [package.name for package in closure(["numpy"])] == ["numpy"]
    assert {"jinja2", "markupsafe"} <= {package.name.lower() for package in closure(["Jinja2>=3"])}


def test_offline_packages_leave_their_tests_and_scripts_behind():
    """What is copied lies below the packages' folder."""
    names = [name for name, _ in installed(closure(["numpy"])[0])]
    assert "numpy/__init__.py" in names
    assert not [name for name in names if ".." in name or "/tests/" in name]


@pytest.mark.parametrize("wanted", ["no-such-package-here", "numpy<1"])
def test_offline_an_absent_package_is_a_sentence(wanted):
    """What is not installed here, or in another version, cannot be copied."""
    with pytest.raises(UsageError, match="here"):
        closure([wanted])


def test_base_and_offline_exclude_each_other():
    """Offline there is nothing to choose."""
    with pytest.raises(UsageError, match="exclude"):
        build("python:3.12-slim", offline=True)


def test_an_archive_has_each_member_once_with_its_folders():
    """Folders come before what lies in them, owned by root and open to every uid."""
    stream = io.BytesIO()
    with Archive(stream) as archive:
        archive.text("/a/b/c.txt", b"once")
        archive.text("a/b/c.txt", b"twice")
        archive.copy("a/this.py", Path(__file__))
        archive.link("a/link", "b/c.txt")
    stream.seek(0)
    with tarfile.open(fileobj=stream) as tar:
        members = tar.getmembers()
        assert [member.name for member in members] == ["a", "a/b", "a/b/c.txt", "a/this.py", "a/link"]
        assert {member.uid for member in members} == {0}
        assert all(member.mode & 0o444 == 0o444 for member in members)
        assert tar.extractfile("a/b/c.txt").read() == b"once"


@pytest.mark.engine
def test_an_offline_image_runs_this_python_and_numpy(engine, image):
    """The interpreter, numpy and the program inside the wall work; the rest of the project is not there."""
    program = """
import sys; sys.path.insert(0, "/opt/site-packages")
import json, pathlib, numpy, ctypes, lzma, sqlite3, ssl
ours = [str(p.relative_to("/opt/program")) for p in pathlib.Path("/opt/program").rglob("*.py")]
print(json.dumps([sys.version, numpy.__version__, float((numpy.eye(3) @ numpy.ones(3)).sum()), ours]))
"""
    command = ["python3", "-I", "-c", program]
    told = engine.containers.run(image, entrypoint=command, network_mode="none", read_only=True, remove=True)
    version, numpy_version, total, ours = json.loads(told)
    assert (version, numpy_version, total) == (sys.version, np.__version__, 3.0)
    assert sorted(ours) == sorted(name for name, _ in contents().sources)


@pytest.mark.engine
def test_an_image_that_is_there_is_found_again(engine, image):
    """The second build takes no time and says so."""
    lines = []
    assert build(offline=True, progress=lines.append) == image
    assert lines == [f"{image} is there already, on offline"]
    assert missing(engine) is None


@pytest.mark.engine
def test_a_missing_image_is_said_with_the_command_that_builds_it(engine, tmp_path):
    """One line, with the course that asks for more packages."""
    course = course_asking_for(tmp_path, "scipy>=1.11")
    sentence = missing(engine, course)
    assert f"`grader image build --course {course}`" in sentence
