"""Which submitted file an import means.

Hand-ins rarely keep the folders that their imports speak of: `cs231n/layers.py` may stand below `assignment1/`, or
flat as `layers.py`. The longest matching end of the dotted name wins; among equals, the file nearest to the importer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeAlias

Key: TypeAlias = tuple[str, ...]
"""Folders and name of a module, or of a package: ("assignment1", "cs231n", "layers")."""

LIBRARIES = frozenset(
    # a text, because a list of a hundred quoted words is read by nobody
    """
    numpy scipy matplotlib mpl_toolkits pylab torch torchvision torchaudio tensorflow tensorboard tensorboardX
    keras jax jaxlib flax optax sklearn skimage pandas PIL cv2 imageio h5py seaborn plotly tqdm IPython
    ipywidgets jupyter notebook google past future six numba cupy cython Cython pytest hypothesis networkx sympy
    statsmodels xgboost lightgbm requests yaml nltk gym gymnasium transformers datasets einops wandb psutil
    joblib dask autograd theano caffe mxnet pycocotools nbformat setuptools pkg_resources __builtin__ cPickle
    cStringIO StringIO Queue
    """.split()  # noqa: SIM905
)
"""Names of packages that an import means even if a file of that name was handed in and the package is missing."""


def is_library(top: str) -> bool:
    """Whether the first part of a dotted name belongs to Python or to a known package."""
    return top in sys.stdlib_module_names or top in LIBRARIES


class Shelf:
    """The modules and packages that a submission holds, by key."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.modules: dict[Key, str] = {}
        """Path of the file of each module, and of each package with an `__init__.py`."""
        self.folders: set[Key] = {()}
        for path in paths:
            *folders, name = path.removesuffix(".py").split("/")
            self.folders.update(tuple(folders[:depth]) for depth in range(len(folders) + 1))
            self.modules[tuple(folders) if name == "__init__" else (*folders, name)] = path
        self._by_last: dict[str, list[Key]] = {}
        for key in sorted({*self.modules, *self.folders} - {()}):
            self._by_last.setdefault(key[-1], []).append(key)

    def absolute(self, parts: Key, here: Key) -> Key | None:
        """What `import a.b.c` means for an importer in folder `here`."""
        return self._nearest(parts, here, at_least=len(parts)) or (
            None if is_library(parts[0]) else self._nearest(parts, here, at_least=1)
        )

    def exact(self, parts: Key, here: Key) -> Key | None:
        """The same, where every part of the dotted name has its folder or file."""
        return self._nearest(parts, here, at_least=len(parts))

    def relative(self, level: int, parts: Key, here: Key) -> Key | None:
        """What `from ..a.b import` (level 2) means for an importer in folder `here`."""
        folder = here[: max(0, len(here) - level + 1)]
        if not parts or (*folder, *parts) in self:
            return (*folder, *parts)
        return self._nearest(parts, folder, at_least=1)

    def __contains__(self, key: Key) -> bool:
        return key in self.modules or key in self.folders

    def _nearest(self, parts: Key, here: Key, *, at_least: int) -> Key | None:
        best, best_rank = None, (0, 0, 0, 0)
        for key in self._by_last.get(parts[-1], []):
            matching = _shared(reversed(parts), reversed(key))
            modules_first = key in self.modules
            rank = (matching, int(modules_first), _shared(here, key), -len(key))
            if matching >= at_least and (best is None or rank > best_rank):
                best, best_rank = key, rank
        if best is not None and best_rank[0] < len(parts) and best not in self.modules:
            return None  # a folder that shares only its last name with the import is no evidence
        return best


def _shared(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
