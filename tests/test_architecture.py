"""The package's folders are its layers: imports point one way, files stay small, and names say what is inside."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "grader").rglob("*.py"))
    if "course" not in path.relative_to(ROOT).parts
}

ONLY = {
    "grader.model": ("numpy",),
    "grader.errors": (),
    "grader.sandbox.inside": ("grader.sandbox.inside", "numpy"),
    "grader.checks": ("grader.checks", "grader.model", "numpy"),
    "grader.score": ("grader.model", "grader.rubric"),
    "grader.batch.executor": (),
    "grader.batch.local": ("grader.batch.executor",),
    "grader.batch.docket": ("grader.batch.executor",),
    "grader.batch.sealed": ("cryptography",),
    "grader.identity": ("grader.errors",),
    "grader.report.notebook": (
        *("grader.report.notebook", "grader.report.plain", "grader.model"),
        *("markupsafe", "nbconvert", "nbformat", "nh3", "traitlets"),
    ),
    "grader.report": (
        *("grader.report", "grader.model", "grader.errors", "grader.identity"),
        *("jinja2", "markupsafe", "pydantic", "rich"),
    ),
    "grader.overview": (
        *("grader.overview", "grader.report", "grader.model", "grader.errors"),
        *("numpy", "pydantic", "jinja2", "markupsafe", "copydetect"),
    ),
}
"""What these may import beside the standard library."""

WHAT_IS_DONE = (
    *("grader.grade", "grader.report", "grader.ledger", "grader.intake"),
    *("grader.batch.recipe", "grader.batch.register", "grader.batch.output"),
)
"""Executors know that there is work, not which."""

NEVER = {
    "grader.judge": ("grader.sandbox", "grader.catalog", "grader.report", "grader.intake"),
    "grader.diagnose": ("grader.sandbox", "grader.catalog", "grader.report", "grader.intake"),
    "grader.intake": ("grader.sandbox", "grader.catalog", "grader.report", "grader.checks", "grader.grade"),
    "grader.sandbox": ("grader.catalog", "grader.report", "grader.checks", "grader.intake", "grader.grade"),
    "grader.catalog": ("grader.sandbox", "grader.report", "grader.intake", "grader.grade"),
    "grader.grade": ("grader.batch", "grader.report"),
    "grader.batch.cluster": WHAT_IS_DONE,
    "grader.batch.remote": WHAT_IS_DONE,
    "grader.batch": ("grader.autograder",),
    "grader.ledger": ("grader.batch", "grader.catalog", "grader.intake", "grader.bench", "grader.sandbox"),
    "grader": ("grader.commands", "grader.cli"),
}
"""What these may not import. Commands and the command line sit on top: nothing below knows of them."""
ON_TOP = ("grader.commands", "grader.cli", "grader.__main__")

LONGEST = {"grader.model": 530}
"""All nouns stand in one file, to be read at once; every other file keeps to 400 lines."""
DRAWERS = {"utils", "util", "helpers", "common", "misc", "base"}


def test_no_module_imports_what_lies_above_it():
    """Read only the folders' names, and you know who depends on whom."""
    found = [said for name, path in MODULES.items() for said in faults(name, path.read_text(encoding="utf-8"), path)]
    assert not found, "\n".join(found)


def test_files_can_be_read_at_one_sitting():
    """No file of the package is longer than 400 lines."""
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST.get(name, 400)} == {}


def test_no_file_is_a_drawer():
    """A file or folder that could hold anything says nothing."""
    tree = [path for top in ("grader", "reference", "tests", "scripts") for path in (ROOT / top).rglob("*")]
    assert [path for path in tree if path.stem in DRAWERS and "handins" not in path.parts] == []


@pytest.mark.parametrize(
    ("module", "source", "imported"),
    [
        ("grader.model", "from grader.errors import GraderError", "grader.errors"),
        ("grader.checks.new", "import grader.catalog", "grader.catalog"),
        ("grader.checks.new", "from grader import catalog", "grader.catalog"),
        ("grader.checks.new", "def judge():\n    from grader.sandbox.walls import choose", "grader.sandbox.walls"),
        ("grader.judge", "from grader.report.html import write", "grader.report.html"),
        ("grader.sandbox.inside.new", "from grader.model import Run", "grader.model"),
        ("grader.sandbox.inside.new", "from ..limits import Limits", "grader.sandbox.limits"),
        ("grader.sandbox.inside.new", "import pydantic", "pydantic"),
        ("grader.sandbox.new", "from grader.checks import Close", "grader.checks"),
        ("grader.report.new", "from grader.grade import grade", "grader.grade"),
        ("grader.score", "import numpy", "numpy"),
        ("grader.batch.cluster", "from grader.batch.register import Register", "grader.batch.register"),
        ("grader.batch.local", "from grader.report import json", "grader.report"),
        ("grader.ledger.new", "from grader.batch.register import Register", "grader.batch.register"),
        ("grader.bench", "from grader.commands.options import WALLS", "grader.commands.options"),
    ],
)
def test_an_import_that_points_up_is_found(module, source, imported):
    """The test above can fail: each of these is told, with the module that must not be imported."""
    told = faults(module, source, Path(module.replace(".", "/") + ".py"))
    assert told
    assert all(imported in said for said in told)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("grader.sandbox.inside.new", "import os, numpy.linalg\nfrom . import wire\nfrom .lock import lock"),
        ("grader.checks.new", "from grader.model import Run\nfrom grader.checks.verdicts import passed"),
        ("grader.commands.new", "from grader.commands import options\nfrom grader.sandbox.walls import choose"),
        ("grader.grade", "from grader.sandbox.walls import Wall"),
    ],
)
def test_an_import_that_points_down_is_allowed(module, source):
    """And it does not fail on what is right."""
    assert faults(module, source, Path(module.replace(".", "/") + ".py")) == []


def faults(module, source, path):
    """One sentence for each import of this module that its layer does not allow."""
    allowed = next((only for layer, only in ONLY.items() if within(module, layer)), None)
    denied = [name for layer, names in NEVER.items() if within(module, layer) for name in names]
    told = []
    for imported in imports(module, source, is_package=path.name == "__init__.py"):
        standard = imported.split(".")[0] in sys.stdlib_module_names
        strange = allowed is not None and not standard and not any(within(imported, name) for name in allowed)
        above = any(within(imported, name) for name in denied) and not any(within(module, top) for top in ON_TOP)
        if strange or above:
            told.append(f"{path} imports {imported}")
    return told


def imports(module, source, *, is_package):
    """Full names of all modules that are imported anywhere in this source."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            inner = [f"{origin}.{alias.name}" for alias in node.names]
            yield from [name for name in inner if name in MODULES] or [origin]


def within(name, layer):
    return name == layer or name.startswith(f"{layer}.")
