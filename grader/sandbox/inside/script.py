"""One submitted file as a lazy module: nothing of it runs until a name is wanted, and then only what the name needs."""

from __future__ import annotations

import ast
import linecache
import random
import types
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import CO_COROUTINE
from typing import Any, Protocol

import numpy as np

from .absent import Absent, Placeholder, sentence_for
from .budget import Budget, OverBudget
from .grammar import quoted
from .plan import Plan, Planner
from .slices import Sheet, Source, Unit, cut, read_source

SEED = 0
"""Global generators start from here whenever a file is run, so that a drawn table is the same every time."""


@dataclass(frozen=True, eq=False)
class Failure:
    """A statement that could not be run."""

    sentence: str
    names: frozenset[str]
    """What it would have bound; empty where that is unknown (a star import)."""
    lacking: str = ""
    """The undefined name that stopped it."""


class Neighbours(Protocol):
    """What a script asks of the other files."""

    @property
    def budget(self) -> Budget:
        """Time that loading may take."""

    def star(self, script: Script, node: ast.ImportFrom) -> Script | None:
        """The submitted file that a star import means, if it is one."""

    def why_not_from(self, module: str, name: str) -> str:
        """Why a submitted module does not have the name; empty if the module is none of the submission."""


class LazyModule(types.ModuleType):
    """What an import of a submitted file or folder gives: attributes are made when they are asked for."""

    def __init__(self, name: str, lookup: Callable[[str], Any]) -> None:
        super().__init__(name)
        self.__dict__["__lookup__"] = lookup

    def __getattr__(self, name: str) -> Any:
        """Runs what the name needs. AttributeError says why it is not there."""
        return self.__dict__["__lookup__"](name)


class Script:
    """A file's units, the namespace they run in, and what came of each."""

    def __init__(
        self,
        file: dict[str, Any],
        module_name: str,
        builtins: dict[str, Any],
        others: Neighbours,
        source: Source | None = None,
    ) -> None:
        self.path: str = file["path"]
        self.folder: tuple[str, ...] = tuple(self.path.split("/")[:-1])
        self.failures: list[Failure] = []
        self.module = LazyModule(module_name, self.attribute)
        self.namespace: dict[str, Any] = self.module.__dict__
        self.namespace.update(__file__=self.path, __builtins__=builtins)
        self.namespace["__package__"] = module_name.rpartition(".")[0]
        self._file, self._others = file, others
        self._parsed = source
        self._source: Source | None = None
        self._sheet: Sheet | None = None
        self._planner: Planner | None = None
        self._begun: set[int] = set()
        self._made: dict[int, dict[str, Any]] = {}
        self._settled: set[str] = set()

    # ------------------------------------------------------------ what it holds

    @property
    def source(self) -> Source:
        """The parsed text."""
        if self._source is None:
            self._source = self._parsed or read_source(self._file)
            for piece in self._source.pieces:
                lines = [line + "\n" for line in piece.text.split("\n")]
                linecache.cache[piece.place] = (len(piece.text), None, lines, piece.place)
        return self._source

    @property
    def sheet(self) -> Sheet:
        """The units."""
        if self._sheet is None:
            self._sheet = cut(self.source)
        return self._sheet

    @property
    def places(self) -> set[str]:
        """The file names that its code has in tracebacks; none before anything of it ran."""
        return set() if self._sheet is None else {piece.place for piece in self.source.pieces}

    @property
    def broken(self) -> str:
        """Why the whole file cannot be read; empty if some of it can."""
        return self.source.problems[0] if self.source.problems and not self.source.pieces else ""

    def offers(self, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether `from this import *` brings the name, as far as can be told without running it."""
        if self.path in seen:
            return False
        listed = self._listed()
        if listed is not None and name not in listed:
            return False
        if listed is None and name.startswith("_"):
            return False
        if name in self.sheet.binders:
            return True
        seen |= {self.path}
        if any(script.offers(name, seen) for script in self._star_scripts().values() if script):
            return True
        return bool(self._wild()) and self._brought_by_library(name)

    def public_names(self, seen: frozenset[str] = frozenset()) -> set[str]:
        """The names that a star import takes: definitions, imports and constants that no call makes."""
        listed = self._listed()
        if listed is not None or self.path in seen:
            return set(listed or ())
        units = self.sheet.units
        names = {name for unit in units if unit.call_free and unit.star is None for name in unit.scope.binds}
        for script in self._star_scripts().values():
            names |= script.public_names(seen | {self.path}) if script else set()
        return {name for name in names if not name.startswith("_")}

    # ------------------------------------------------------------ running it

    def value(self, name: str) -> Any:
        """The last value of a name; KeyError if it has none."""
        if name not in self._settled:
            self._settled.add(name)
            self._run(self._planned(name))
        return self.namespace[name]

    def attribute(self, name: str) -> Any:
        """The same for whoever imports this file; AttributeError says why the name is not there."""
        if name == "__all__":
            return sorted(public for public in self.public_names() if self._has(public))
        if name.startswith("__") and name.endswith("__") and name not in self.sheet.binders:
            raise AttributeError(name)
        try:
            return self.value(name)
        except KeyError:
            raise AttributeError(self.why_missing(name), name=name, obj=self.module) from None

    def why_missing(self, name: str, depth: int = 5) -> str:
        """One sentence why a name has no value."""
        if self.broken:
            return self.broken
        failure = self.failure_of(name)
        if failure is None:
            problem = self.source.problems[0] if self.source.problems else ""
            return f"{name} is not defined in {self.path}" + (f" ({problem})" if problem else "")
        if failure.lacking and failure.lacking != name and depth and self.failure_of(failure.lacking):
            return self.why_missing(failure.lacking, depth - 1)
        if not failure.names:
            return f"{name} is not defined in {self.path}; it may come from an import that failed: {failure.sentence}"
        return failure.sentence

    def failure_of(self, name: str) -> Failure | None:
        """The failed statement that should have bound a name; else a failed star import, which might have."""
        named = [failure for failure in self.failures if name in failure.names]
        unknown = [failure for failure in self.failures if not failure.names]
        return named[-1] if named else unknown[-1] if unknown else None

    def _has(self, name: str) -> bool:
        try:
            self.value(name)
        except KeyError:
            return False
        return True

    def _planned(self, name: str) -> Plan:
        if self._planner is None:
            self._planner = Planner(self.sheet, self._star_gives, self._wild())
        return self._planner.plan(name)

    def _run(self, plan: Plan) -> None:
        fresh = sorted(plan.units - self._begun)
        if not fresh and not plan.picks:
            return
        self._begun.update(fresh)
        steps = sorted({*fresh, *plan.picks})
        rebound = self._rebound(fresh)
        late: list[Unit] = []
        replayed = -1
        with _same_random_numbers():
            for index in steps:
                self._replay(replayed + 1, index, rebound)
                replayed = index
                unit = self.sheet.units[index]
                if index in plan.picks:
                    self._pick(unit, plan.picks[index])
                elif not self._attempt(unit, final=not self.source.notebook):
                    late.append(unit)
            for unit in late:  # cells that were run in another order than they stand in
                self._attempt(unit, final=True)
            self._replay(replayed + 1, len(self.sheet.units), rebound)

    def _rebound(self, fresh: list[int]) -> set[str]:
        """Names with several values, if a unit is about to run that stands above one that has run already."""
        if not fresh or not self._made or max(self._made) < fresh[0]:
            return set()
        bound = Counter(name for index in {*self._made, *fresh} for name in self.sheet.units[index].scope.binds)
        return {name for name, count in bound.items() if count > 1}

    def _replay(self, start: int, end: int, names: set[str]) -> None:
        if names:
            for index in sorted(index for index in self._made if start <= index < end):
                made = self._made[index]
                self.namespace.update({name: made[name] for name in names & made.keys()})

    # ------------------------------------------------------------ one unit

    def _pick(self, unit: Unit, names: set[str]) -> None:
        assert unit.star is not None
        script = self._others.star(self, unit.star)
        assert script is not None
        for name in sorted(names):
            try:
                self.namespace[name] = script.value(name)
            except KeyError:
                self.failures.append(Failure(script.why_missing(name), frozenset({name})))
            else:
                self._made.setdefault(unit.index, {})[name] = self.namespace[name]

    def _attempt(self, unit: Unit, *, final: bool) -> bool:
        """Run a unit; False if it failed for want of a name and may be tried once more."""
        if unit.imports or unit.star is not None:
            for node in _single_imports(unit.nodes):
                self._import(unit, node)
            self._remember(unit)
            return True
        error = self._execute(unit, unit.nodes)
        if isinstance(error, Absent) and unit.defines:  # perhaps only in an annotation, whose value nobody needs
            error = self._execute(unit, unit.nodes, annotations.compiler_flag)
        self._remember(unit)
        if isinstance(error, NameError) and error.name and not final:
            return False
        if error is not None:
            self._record(unit, error)
        return True

    def _remember(self, unit: Unit) -> None:
        self._made[unit.index] = {name: self.namespace[name] for name in unit.scope.binds if name in self.namespace}

    def _execute(self, unit: Unit, nodes: list[ast.stmt], flags: int = 0) -> BaseException | None:
        flags |= annotations.compiler_flag if self.sheet.annotations else 0
        try:
            with self._others.budget.spend():
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    module = ast.Module(nodes, [])
                    code = compile(
                        module, unit.place, "exec", flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True
                    )
                self._run_code(code)
        except BaseException as error:  # noqa: BLE001 - exits, interrupts and our own alarm end this statement only
            return error
        return None

    def _run_code(self, code: types.CodeType) -> None:
        if not code.co_flags & CO_COROUTINE:
            exec(code, self.namespace)  # noqa: S102 - running submitted code is what this process is locked up for
            return
        waiting = eval(code, self.namespace)  # noqa: S307 - the same
        try:
            waiting.send(None)
        except StopIteration:
            return
        waiting.close()
        raise RuntimeError("top-level await that really waits is not run here")

    def _import(self, unit: Unit, node: ast.Import | ast.ImportFrom) -> None:
        """One imported name at a time: what is missing becomes a placeholder, what is there is there."""
        error = self._execute(unit, [node])
        if error is None:
            return
        alias = node.names[0]
        name = alias.asname or alias.name.partition(".")[0]
        if isinstance(error, Absent) or not isinstance(error, ImportError):
            self._record(unit, error, name)
            return
        place = f"{unit.place}, line {node.lineno}"
        why = self._others.why_not_from(error.name or "", alias.name)
        sentence = f"{why} (wanted by {place})" if why else sentence_for(error, place)
        self.failures.append(Failure(sentence, frozenset() if name == "*" else frozenset({name})))
        if name != "*" and (alias.asname or isinstance(node, ast.ImportFrom) or name not in self.namespace):
            self.namespace[name] = Placeholder(sentence)

    def _record(self, unit: Unit, error: BaseException, name: str | None = None) -> None:
        what = quoted(unit.first_line)
        names = unit.scope.binds if name is None else frozenset({name} - {"*"})
        sentence = f"{unit.place}, line {unit.line}: {what} failed: {describe(error)}"
        if isinstance(error, OverBudget):
            sentence = f"{unit.place}, line {unit.line}: {what} took too long and was stopped"
        lacking = error.name if isinstance(error, NameError) else ""
        self.failures.append(Failure(sentence, names or unit.stores | unit.pokes, lacking or ""))

    # ------------------------------------------------------------ star imports

    def _star_scripts(self) -> dict[int, Script | None]:
        return {index: self._star_script(index) for index in self.sheet.stars}

    def _star_script(self, index: int) -> Script | None:
        star = self.sheet.units[index].star
        assert star is not None
        return self._others.star(self, star)

    def _wild(self) -> set[int]:
        """Star imports of libraries, and of what is missing: their names are unknown until they run."""
        return {index for index, script in self._star_scripts().items() if script is None}

    def _star_gives(self, index: int, name: str) -> bool:
        script = self._star_script(index)
        return script is not None and script.offers(name)

    def _brought_by_library(self, name: str) -> bool:
        self._run(Plan(self._wild()))
        return name in self.namespace

    def _listed(self) -> set[str] | None:
        """What `__all__` lists, where it is a plain list."""
        for index in reversed(self.sheet.binders.get("__all__", [])):
            node = self.sheet.units[index].nodes[-1]
            if isinstance(node, ast.Assign):
                try:
                    return {str(name) for name in ast.literal_eval(node.value)}
                except (ValueError, TypeError):
                    return None
        return None


def describe(error: BaseException) -> str:
    """`ZeroDivisionError: division by zero`, whatever the exception does when it is asked."""
    if isinstance(error, Absent):
        return str(error)
    try:
        kind, text = str(type(error).__name__), str(error)
    except BaseException:  # noqa: BLE001 - submitted exceptions run submitted code
        return "an exception that cannot be shown"
    return f"{kind}: {text}" if text else kind


def _single_imports(nodes: list[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in nodes:
        assert isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names:
            single: ast.Import | ast.ImportFrom
            if isinstance(node, ast.Import):
                single = ast.Import([alias])
            else:
                single = ast.ImportFrom(node.module, [alias], node.level)
            yield ast.copy_location(single, node)


@contextmanager
def _same_random_numbers() -> Iterator[None]:
    """Files run with freshly seeded global generators and leave those of a running probe as they were."""
    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002 - the global one is what files use
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002
