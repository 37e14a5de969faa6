"""Submitted files as lazy modules: finding a definition and running what it depends on, and nothing else.

A hand-in is never imported as a whole. Its files are read (`cells`, `slices`), the wanted name's dependencies are
followed backwards (`plan`), and those statements alone are run, one by one, each under a budget (`script`, `budget`). A
notebook that trains for an hour, a plot, a mounted drive and a missing data set cost only what is made of them.
Imports between submitted files find each other wherever the files ended up (`shelf`); what is missing becomes a
placeholder that explains itself when used (`absent`); old habits still run (`habits`).
"""

from __future__ import annotations

import ast
import builtins
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import MappingProxyType
from typing import Any

from .absent import Placeholder
from .budget import Budget
from .habits import PYTHON_2_BUILTINS, SHIMS, Habits, Shell, shim
from .script import LazyModule, Script, describe
from .shelf import Key, Shelf, is_library
from .slices import Source

STATEMENT_SECONDS, LOADING_SECONDS = 5.0, 15.0
"""Loading is definitions and small tables; what takes longer is training. The host's own load limit is 20 s."""
PACKAGE = "handin"
"""Under this name submitted files stand in `sys.modules`, where they can't shadow anything."""
LONGEST_MESSAGE = 1000

_real_import = builtins.__import__


class Missing(Exception):  # noqa: N818 - a fact about a hand-in, not an error of ours
    """A wanted definition cannot be had; one sentence says why."""


class Library(MetaPathFinder, Loader):
    """All files of one submission. `files` as on the wire: {"path", "cells", "notebook"}; some are parsed already."""

    def __init__(
        self, files: Sequence[Mapping[str, Any]], sources: Mapping[str, Source] = MappingProxyType({})
    ) -> None:
        self.budget = Budget(STATEMENT_SECONDS, LOADING_SECONDS)
        self._shelf = Shelf(file["path"] for file in files if not file["notebook"])
        self._packages: dict[Key, LazyModule] = {}
        self._synthetic: dict[Key, LazyModule] = {}
        self._stars: dict[tuple[str, int, str], Script | None] = {}
        self._habits = Habits()
        plain = {**vars(builtins), **PYTHON_2_BUILTINS, "__import__": self._import, "get_ipython": Shell}
        interactive = {**plain, "display": print}
        self._scripts: dict[str, Script] = {}
        for file, name in zip(files, _module_names([file["path"] for file in files]), strict=True):
            names = interactive if file["notebook"] else plain
            self._scripts[file["path"]] = Script(dict(file), name, names, self, sources.get(file["path"]))
        self._by_module = {script.module.__name__: script for script in self._scripts.values()}

    def install(self) -> None:
        """Puts the import finder and the old names in place, in this process."""
        self._habits.install()
        sys.meta_path.append(self)
        sys.modules.update({script.module.__name__: script.module for script in self._scripts.values()})

    def remove(self) -> None:
        """Takes away what `install` put in place; modules that were imported stay with who holds them."""
        self._habits.remove()
        sys.meta_path.remove(self)
        ours = {id(script.module) for script in self._scripts.values()}
        ours |= {id(module) for module in [*self._packages.values(), *self._synthetic.values()]}
        for name in [name for name, module in sys.modules.items() if id(module) in ours]:
            del sys.modules[name]

    def definition(self, path: str, name: str) -> object:
        """The last value that the file gives this name, with everything it needs loaded; raises Missing."""
        script = self._scripts.get(path)
        if script is None:
            raise Missing(f"no file {path} was handed in")
        try:
            value = script.value(name)
        except KeyError:
            raise Missing(script.why_missing(name)) from None
        if isinstance(value, Placeholder):
            raise Missing(script.why_missing(name))
        return value

    @property
    def namespaces(self) -> list[dict[str, Any]]:
        """Where the names of all files are bound."""
        return [script.namespace for script in self._scripts.values()]

    def explain(self, error: BaseException) -> tuple[str, str]:
        """What was raised, and where in the student's files: ("KeyError: 'W1'", "softmax.py, line 3")."""
        if isinstance(error, Missing):
            return str(error)[:LONGEST_MESSAGE], ""
        where, script = self._innermost(error)
        message = describe(error)
        if isinstance(error, NameError) and error.name and script and script.failure_of(error.name):
            message = f"{message}: {script.why_missing(error.name)}"
        return message[:LONGEST_MESSAGE] + _python_2_hint(error), where

    def _innermost(self, error: BaseException) -> tuple[str, Script | None]:
        places = {place: script for script in self._scripts.values() for place in script.places}
        where, found, step = "", None, error.__traceback__
        while step is not None:
            place = step.tb_frame.f_code.co_filename
            if place in places:
                where, found = f"{place}, line {step.tb_lineno}", places[place]
            step = step.tb_next
        return where, found

    # ------------------------------------------------------------ what the scripts ask

    def star(self, script: Script, node: ast.ImportFrom) -> Script | None:
        """The submitted file that `from x import *` means, if it is one."""
        question = (script.path, node.level, node.module or "")
        if question not in self._stars:
            key = self._resolve(node.module or "", node.level, script.folder)
            path = None if key is None else self._shelf.modules.get(key)
            target = None if path is None else self._scripts[path]
            self._stars[question] = None if target is None or target.broken else target
        return self._stars[question]

    def why_not_from(self, module: str, name: str) -> str:
        """Why a submitted module does not have the name; empty if the module is none of the submission."""
        script = self._by_module.get(module)
        return "" if script is None else script.why_missing(name)

    # ------------------------------------------------------------ imports as submitted code sees them

    def _import(
        self,
        name: str,
        namespace: Mapping[str, Any] | None = None,
        local: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        """`__import__` for submitted code."""
        importer = self._by_module.get((namespace or {}).get("__name__", ""))
        here = importer.folder if importer else ()
        parts = tuple(name.split(".")) if name else ()
        key = self._resolve(name, level, here, tuple(fromlist or ()))
        if key is not None:
            return self._module(key) if fromlist else self._head(parts, key)
        if level:
            raise ModuleNotFoundError(f"No module named {name!r}", name="." * level + name)
        if not is_library(parts[0]) and any(self._shelf.absolute((child,), here) for child in fromlist or ()):
            return self._synthetic_package(parts)
        try:
            return _real_import(name, namespace, local, fromlist or (), 0)
        except ModuleNotFoundError as error:
            if error.name and name.startswith(error.name):  # not of something that this module imports in turn
                raise ModuleNotFoundError(f"No module named {name!r}", name=name) from None
            raise

    def _resolve(self, name: str, level: int, here: Key, wanted: Key = ()) -> Key | None:
        parts = tuple(name.split(".")) if name else ()
        if level:
            return self._shelf.relative(level, parts, here)
        if is_library(parts[0]):
            return self._only_here(parts, here, wanted)
        return self._shelf.absolute(parts, here)

    def _only_here(self, parts: Key, here: Key, wanted: Key) -> Key | None:
        """A submitted `random.py` never shadows Python's; `code/layers.py`, or what only `code.py` has, is found."""
        key = self._shelf.exact(parts, here)
        if key is None:
            return None
        try:
            module = _real_import(".".join(parts), None, None, ("*",))
        except ImportError:
            return key
        path = self._shelf.modules.get(key)
        own = path is not None and all(name in self._scripts[path].sheet.binders for name in wanted)
        return key if own and wanted and not any(hasattr(module, name) for name in wanted) else None

    # ------------------------------------------------------------ module objects

    def _module(self, key: Key) -> LazyModule:
        """The one object for a submitted file or folder."""
        path = self._shelf.modules.get(key)
        if path is not None and self._scripts[path].broken:
            raise ImportError(self._scripts[path].broken)
        if path is not None and key not in self._shelf.folders:
            return self._scripts[path].module
        if key not in self._packages:
            script = None if path is None else self._scripts[path]
            self._packages[key] = self._package(key, script)
        return self._packages[key]

    def _package(self, key: Key, script: Script | None) -> LazyModule:
        def lookup(name: str) -> Any:
            if script is not None and (name in script.sheet.binders or name.startswith("__") or script.offers(name)):
                return script.attribute(name)
            return self._child(key, name)

        if script is None:
            module = LazyModule(".".join((PACKAGE, *key)), lookup)
        else:
            module = script.module
            module.__dict__["__lookup__"] = lookup
        module.__dict__["__path__"] = []
        return module

    def _child(self, key: Key, name: str) -> LazyModule:
        found: Key | None = (*key, name)
        if (*key, name) not in self._shelf:
            found = None if name.startswith("__") else self._shelf.absolute((name,), key)
        if found is None:
            raise AttributeError(f"{'/'.join(key) or 'the submission'} holds no {name}", name=name)
        return self._module(found)

    def _head(self, parts: Key, key: Key) -> LazyModule:
        """What `import a.b.c` binds: `a`, from which `.b.c` leads to the file."""
        if len(parts) == 1 or key[-len(parts) :] == parts:
            return self._module(key[: len(key) - len(parts) + 1])
        head = self._synthetic_package(parts[:1])
        package = head
        for depth in range(2, len(parts)):
            inner = self._synthetic_package(parts[:depth])
            package.__dict__[parts[depth - 1]] = inner
            package = inner
        package.__dict__[parts[-1]] = self._module(key)
        return head

    def _synthetic_package(self, parts: Key) -> LazyModule:
        """A package that only imports speak of: `cs231n` where `layers.py` was handed in alone."""
        if parts not in self._synthetic:
            module = LazyModule(".".join((PACKAGE, *parts)), lambda name: self._child((), name))
            module.__dict__["__path__"] = []
            self._synthetic[parts] = module
        return self._synthetic[parts]

    # ------------------------------------------------------------ imports by everyone else: importlib, pickle

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Asked last of all finders: shims of old packages, then submitted files."""
        del path, target
        if fullname in SHIMS or self._resolve_for_finder(fullname) is not None:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        """The same object that submitted code gets."""
        key = None if spec.name in SHIMS else self._resolve_for_finder(spec.name)
        return shim(spec.name) if key is None else self._module(key)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing: files run when their names are wanted."""

    def _resolve_for_finder(self, fullname: str) -> Key | None:
        return self._shelf.exact(tuple(fullname.split(".")), ())


def _module_names(paths: Sequence[str]) -> Iterator[str]:
    """Unique dotted names, as near to the paths as names in `sys.modules` can be."""
    taken: set[str] = set()
    for path in paths:
        parts = [part.replace(".", "_") for part in path.removesuffix(".py").split("/")]
        name = ".".join((PACKAGE, *parts))
        while name in taken:
            name += "_"
        taken.add(name)
        yield name


def _python_2_hint(error: BaseException) -> str:
    old = getattr(error, "name", None) if isinstance(error, AttributeError) else None
    modern = {"iteritems": "items()", "itervalues": "values()", "iterkeys": "keys()", "has_key": "`key in`"}
    return f" (Python 2; in Python 3 write {modern[old]})" if isinstance(old, str) and old in modern else ""
