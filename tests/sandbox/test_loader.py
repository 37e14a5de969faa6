"""Finding a definition in submitted files and loading what it needs, and nothing else."""

from __future__ import annotations

import random
import textwrap
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.inside import loader
from grader.sandbox.inside.habits import shim
from grader.sandbox.inside.loader import Library, Missing

Texts = Mapping[str, str | Sequence[str]]
Open = Callable[[Texts], Library]


def wired(texts: Texts) -> list[dict[str, object]]:
    """Files as they cross the wire: a string is a module, a list of strings a notebook."""
    return [
        {
            "path": path,
            "cells": [textwrap.dedent(cell) for cell in ([text] if isinstance(text, str) else text)],
            "notebook": not isinstance(text, str),
        }
        for path, text in texts.items()
    ]


@pytest.fixture
def load() -> Iterator[Open]:
    opened: list[Library] = []

    def open_library(texts: Texts) -> Library:
        library = Library(wired(texts))
        library.install()
        opened.append(library)
        return library

    yield open_library
    for library in reversed(opened):
        library.remove()


def raised(library: Library, call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(BaseException) as caught:  # noqa: PT011
        call()
    return library.explain(caught.value)


LAYERS = """
    import numpy as np

    SCALE = 2.0

    def affine_forward(x, w, b):
        return x.reshape(len(x), -1) @ w + b, (x, w, b)

    def relu_forward(x):
        return np.maximum(0, x), x
"""


class TestModules:
    def test_a_function_of_a_single_file_runs(self, load: Open) -> None:
        library = load({"softmax.py": "import numpy as np\ndef f(x):\n    return np.exp(x)\n"})
        assert library.definition("softmax.py", "f")(0.0) == 1.0

    def test_helpers_constants_and_bases_come_along(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                EPS = 1e-3
                def _helper(x): return x + EPS
                class Base:
                    rate = EPS
                    def go(self, x): return _helper(x)
                class Net(Base):
                    pass
                """
            }
        )
        assert library.definition("a.py", "Net")().go(1) == 1.001

    def test_the_last_definition_wins(self, load: Open) -> None:
        library = load({"a.py": "def f(): return 1\ndef f(): return 2\n"})
        assert library.definition("a.py", "f")() == 2

    def test_a_wrapped_definition_uses_the_one_before(self, load: Open) -> None:
        library = load({"a.py": "def f(): return 1\nold = f\ndef f(): return old() + 1\n"})
        assert library.definition("a.py", "f")() == 2

    def test_a_decorated_later_rebinding_counts(self, load: Open) -> None:
        library = load({"a.py": "def twice(g): return lambda: 2 * g()\ndef f(): return 1\nf = twice(f)\n"})
        assert library.definition("a.py", "f")() == 2

    def test_an_earlier_slow_binding_is_not_run(self, load: Open) -> None:
        library = load({"a.py": "f = 1 / 0\ndef f(): return 2\n"})
        assert library.definition("a.py", "f")() == 2
        assert library.explain(ValueError("x"))[0] == "ValueError: x"

    def test_a_name_has_the_value_it_had_where_it_was_used(self, load: Open) -> None:
        library = load({"a.py": "n = 3\ntable = [0] * n\nn = 'done'\ndef f(): return table, n\n"})
        assert library.definition("a.py", "f")() == ([0, 0, 0], "done")

    def test_asking_in_another_order_gives_the_same_values(self, load: Open) -> None:
        texts = {"a.py": "n = 3\ndef a(): return [0] * n\nt = a()\nn = 5\ndef f(): return n\ndef g(): return t, n\n"}
        library = load(texts)
        assert library.definition("a.py", "f")() == 5
        assert library.definition("a.py", "g")() == ([0, 0, 0], 5)
        assert library.definition("a.py", "f")() == 5

    def test_filled_tables_and_patched_classes_are_filled_and_patched(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                table = {}
                layers = []
                class Net: pass
                def loss(self): return table["x"], layers
                table["x"] = 7
                layers.append(1)
                Net.loss = loss
                setattr(Net, "twice", lambda self: 2)
                """
            }
        )
        net = library.definition("a.py", "Net")()
        assert net.loss() == (7, [1])
        assert net.twice() == 2

    def test_definitions_that_are_entered_somewhere_are_made(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                layers, others = {}, []
                def layer(name):
                    def enter(made):
                        layers[name] = made
                        return made
                    return enter
                def other(made): others.append(made)
                @layer("relu")
                class ReLU: pass
                @layer("tanh")
                def tanh(): pass
                other(1)
                def f(): return sorted(layers), others
                1 / 0
                """
            }
        )
        assert library.definition("a.py", "f")() == (["relu", "tanh"], [1])

    def test_a_register_in_another_file_is_filled(self, load: Open) -> None:
        texts = {
            "register.py": "made = []\ndef enter(f):\n    made.append(f.__name__)\n    return f\n",
            "a.py": "from register import enter, made\n@enter\ndef g(): pass\ndef f(): return made\n",
        }
        assert load(texts).definition("a.py", "f")() == ["g"]

    def test_subclasses_that_their_base_hears_of_are_made(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                class Layer:
                    known = []
                    def __init_subclass__(cls): cls.known.append(cls.__name__)
                class Meta(type):
                    known = []
                    def __init__(self, *given): Meta.known.append(self.__name__)
                class ReLU(Layer): pass
                class Leaky(ReLU): pass
                class Plain: pass
                class Net(metaclass=Meta): pass
                class Deep(Net): pass
                def f(): return Layer.known, Meta.known
                """
            }
        )
        assert library.definition("a.py", "f")() == (["ReLU", "Leaky"], ["Net", "Deep"])
        assert "Plain" not in library._scripts["a.py"].namespace

    def test_methods_that_a_decorator_adds_in_later_cells_are_there(self, load: Open) -> None:
        library = load(
            {
                "a.ipynb": [
                    "def add_to(made):\n    return lambda f: setattr(made, f.__name__, f)",
                    "class Net: pass",
                    "import random\ngenerator = random.Random(0)",
                    "@add_to(Net)\ndef loss(self): return generator.random() + scale",
                    "scale = 1.0",
                ]
            }
        )
        assert 1.0 <= library.definition("a.ipynb", "Net")().loss() < 2.0

    def test_what_a_decorated_function_would_do_when_called_is_not_done(self, load: Open) -> None:
        cells = ["def timed(f): return f", "seen = []", "data = seen.append(1)", "@timed\ndef main(): return data"]
        library = load({"a.ipynb": [*cells, "def f(): return seen"]})
        assert library.definition("a.ipynb", "f")() == []

    def test_what_only_a_file_with_the_name_of_a_python_module_has_is_found(self, load: Open) -> None:
        texts = {"code.py": "def one_hot(): return 7\n", "random.py": "def shuffle(): return 8\n"}
        users = {"a.py": "from code import one_hot\nfrom random import shuffle\ndef f(): return one_hot(), shuffle\n"}
        assert load({**texts, **users}).definition("a.py", "f")() == (7, random.shuffle)

    def test_arrays_that_numpy_fills_in_place_are_filled(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                import numpy as np
                eye, ones = np.zeros((2, 2)), np.zeros(2)
                np.fill_diagonal(eye, 1)
                np.add.at(ones, [0, 1], 1)
                def f(): return eye.trace() + ones.sum()
                """
            }
        )
        assert library.definition("a.py", "f")() == 4

    def test_globals_set_by_a_called_function_are_set(self, load: Open) -> None:
        library = load(
            {"a.py": "params = None\ndef init():\n    global params\n    params = 3\ninit()\ndef f(): return params\n"}
        )
        assert library.definition("a.py", "f")() == 3

    def test_local_names_do_not_pull_in_statements_of_the_same_name(self, load: Open) -> None:
        library = load({"a.py": "def f(x):\n    loss = x\n    return loss\nloss = f(1) / 0\n"})
        assert library.definition("a.py", "f")(3) == 3
        assert "loss" not in library._scripts["a.py"].namespace

    def test_the_main_block_never_runs(self, load: Open) -> None:
        library = load({"a.py": "def f(): return x\nx = 1\nif __name__ == '__main__':\n    x = f() / 0\n"})
        assert library.definition("a.py", "f")() == 1

    def test_exits_at_the_top_of_a_file_do_not_end_the_process(self, load: Open) -> None:
        library = load({"a.py": "import sys\nx = sys.exit(0)\ndef f(): return 1\ndef g(): return x\n"})
        assert library.definition("a.py", "f")() == 1
        message, where = raised(library, library.definition("a.py", "g"))
        assert message.startswith(
            "NameError: name 'x' is not defined: a.py, line 2: `x = sys.exit(0)` failed: SystemExit"
        )
        assert where == "a.py, line 4"

    def test_dataclasses_with_postponed_annotations_work(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                from __future__ import annotations
                from dataclasses import dataclass, field
                @dataclass
                class Box:
                    x: Unknown = 1
                    y: list[int] = field(default_factory=list)
                """
            }
        )
        assert library.definition("a.py", "Box")(2).x == 2

    def test_statements_that_share_a_line_stay_together(self, load: Open) -> None:
        library = load({"a.py": "a = 1; b = a + 1\ns = '''x\n'''; c = b + 1\ndef f(): return c\n"})
        assert library.definition("a.py", "f")() == 3

    def test_conditional_definitions_are_found(self, load: Open) -> None:
        library = load(
            {"a.py": "import sys\nif sys.version_info > (3,):\n    def f(): return 3\nelse:\n    def f(): return 2\n"}
        )
        assert library.definition("a.py", "f")() == 3

    @pytest.mark.parametrize("ending", ["\r\n", "\r"])
    def test_other_line_endings_count_lines_alike(self, load: Open, ending: str) -> None:
        library = load({"a.py": ending.join(["x = 1", "def f():", "    return x / 0", ""])})
        assert raised(library, library.definition("a.py", "f"))[1] == "a.py, line 3"

    def test_random_tables_are_the_same_every_time_and_leave_the_generators_alone(self, load: Open) -> None:
        text = {"a.py": "import numpy as np\nT = np.random.randn(3)\ndef f(): return T\n"}
        np.random.seed(5)  # noqa: NPY002
        before = np.random.get_state()[1].tolist()  # noqa: NPY002
        first = load(text).definition("a.py", "f")()
        assert np.random.get_state()[1].tolist() == before  # noqa: NPY002
        np.random.seed(6)  # noqa: NPY002
        assert np.array_equal(first, load(text).definition("a.py", "f")())


class TestPackages:
    @pytest.mark.parametrize(
        "paths",
        [
            ("cs231n/layers.py", "cs231n/classifiers/fc_net.py"),
            ("assignment2/cs231n/layers.py", "assignment2/cs231n/classifiers/fc_net.py"),
            ("Ada Lovelace v1.2/hw 2/cs231n/layers.py", "Ada Lovelace v1.2/hw 2/cs231n/classifiers/fc_net.py"),
            ("layers.py", "fc_net.py"),
            ("classifiers/layers.py", "classifiers/fc_net.py"),
        ],
    )
    @pytest.mark.parametrize(
        "line",
        [
            "from cs231n.layers import *",
            "from ..layers import *",
            "from cs231n.layers import affine_forward, relu_forward, SCALE",
            "from cs231n.layers import (affine_forward,\n    relu_forward as relu_forward, SCALE)",
        ],
    )
    def test_imports_find_each_other_wherever_the_files_ended_up(
        self, load: Open, paths: tuple[str, str], line: str
    ) -> None:
        layers, net = paths
        use = "def f(x, w, b):\n    return SCALE * relu_forward(affine_forward(x, w, b)[0])[0]\n"
        library = load({layers: LAYERS, net: f"import numpy as np\n{line}\n{use}"})
        out = library.definition(net, "f")(np.ones((1, 2)), np.ones((2, 1)), 1.0)
        assert out.tolist() == [[6.0]]

    @pytest.mark.parametrize("layers", ["cs231n/layers.py", "layers.py", "a1/cs231n/layers.py"])
    @pytest.mark.parametrize(
        ("line", "call"),
        [
            ("import cs231n.layers as L", "L.relu_forward"),
            ("import cs231n.layers", "cs231n.layers.relu_forward"),
            ("from cs231n import layers", "layers.relu_forward"),
            ("from . import layers", "layers.relu_forward"),
            ("import importlib\nlayers = importlib.import_module('layers')", "layers.relu_forward"),
        ],
    )
    def test_modules_are_imported_by_every_form(self, load: Open, layers: str, line: str, call: str) -> None:
        net = layers.replace("layers", "net")
        library = load({layers: LAYERS, net: f"{line}\ndef f(x): return {call}(x)[0]\n"})
        assert library.definition(net, "f")(-1.0) == 0.0

    def test_a_file_is_one_module_whatever_name_it_is_imported_by(self, load: Open) -> None:
        library = load(
            {
                "cs231n/layers.py": "class Layer: pass\n",
                "cs231n/a.py": "from .layers import Layer\nimport cs231n.layers as L\nimport layers as M\n"
                "def f(): return Layer is L.Layer is M.Layer and L is M\n",
            }
        )
        assert library.definition("cs231n/a.py", "f")() is True

    def test_init_files_pass_on_names(self, load: Open) -> None:
        library = load(
            {
                "cs231n/__init__.py": "",
                "cs231n/classifiers/__init__.py": """
                from cs231n.classifiers.softmax import *
                from .svm import svm_loss
                """,
                "cs231n/classifiers/softmax.py": "def softmax_loss(): return 1\n_hidden = 2\n",
                "cs231n/classifiers/svm.py": "def svm_loss(): return 2\n",
                "main.py": "from cs231n.classifiers import *\nfrom cs231n.classifiers import softmax\n"
                "def f(): return softmax_loss(), svm_loss(), softmax._hidden\n",
            }
        )
        assert library.definition("main.py", "f")() == (1, 2, 2)

    def test_circular_imports_work(self, load: Open) -> None:
        library = load(
            {
                "a.py": "from b import g\ndef f(n): return n if n < 1 else g(n - 1)\n",
                "b.py": "import a\ndef g(n): return a.f(n)\n",
            }
        )
        assert library.definition("a.py", "f")(3) == 0
        assert library.definition("b.py", "g")(3) == 0

    def test_two_copies_of_a_package_keep_to_themselves(self, load: Open) -> None:
        library = load(
            {
                f"{copy}/cs231n/{name}.py": text
                for copy, value in (("old", 1), ("new", 2))
                for name, text in (
                    ("layers", f"V = {value}\n"),
                    ("net", "from cs231n.layers import V\ndef f(): return V\n"),
                )
            }
        )
        assert library.definition("old/cs231n/net.py", "f")() == 1
        assert library.definition("new/cs231n/net.py", "f")() == 2

    def test_submitted_files_never_shadow_python_or_numpy(self, load: Open) -> None:
        library = load(
            {
                "random.py": "def seed(x): return 'mine'\n",
                "numpy.py": "pi = 3\n",
                "code/layers.py": "V = 4\n",
                "a.py": "import random, numpy\nfrom code.layers import V\ndef f(): return random.random, numpy.pi, V\n",
            }
        )
        function, pi, v = library.definition("a.py", "f")()
        assert function.__self__.__class__.__name__ == "Random"
        assert (pi, v) == (np.pi, 4)

    def test_imported_scripts_that_train_do_not_train(self, load: Open) -> None:
        library = load(
            {
                "train.py": "def helper(): return 1\nwhile True: pass\nresult = helper() / 0\n",
                "a.py": "from train import *\nfrom train import helper as h\ndef f(): return helper() + h()\n",
            }
        )
        assert library.definition("a.py", "f")() == 2

    def test_a_star_import_in_a_try_block_takes_definitions_only(self, load: Open) -> None:
        library = load(
            {
                "slow.py": "def g(): return 1\nhistory = g() / 0\n",
                "a.py": "try:\n    from slow import *\nexcept ImportError:\n    pass\ndef f(): return g()\n",
            }
        )
        assert library.definition("a.py", "f")() == 1

    def test_star_imports_of_libraries_bring_their_names(self, load: Open) -> None:
        library = load({"b.py": "from math import *\n", "a.py": "from b import *\ndef f(): return sqrt(4)\n"})
        assert library.definition("a.py", "f")() == 2

    def test_imports_inside_functions_work(self, load: Open) -> None:
        library = load(
            {
                "p/layers.py": LAYERS,
                "p/a.py": "def f(x):\n    from .layers import relu_forward as r\n    return r(x)[0]\n",
            }
        )
        assert library.definition("p/a.py", "f")(-2.0) == 0.0


class TestMissing:
    def test_what_is_missing_costs_only_what_uses_it(self, load: Open) -> None:
        library = load(
            {
                "softmax.py": """
                import numpy as np
                import seaborn.pyplot as plt
                import h5py, json
                from cs231n.data_utils import load_CIFAR10, get_CIFAR10_data
                from google.colab import drive
                from .layer_utils import *
                drive.mount('/content/drive')
                plt.rcParams['image.cmap'] = 'gray'
                X_train, y_train = load_CIFAR10('cs231n/datasets')
                mean = X_train.mean()
                def good(x): return np.sum(x), json
                def plots(): plt.plot([1])
                def needs(): return mean
                def helped(): return affine_relu_forward()
                """
            }
        )
        assert library.definition("softmax.py", "good")(np.ones(2))[0] == 2
        assert raised(library, library.definition("softmax.py", "plots")) == (
            "seaborn is not installed here (softmax.py, line 3)",
            "softmax.py, line 13",
        )
        message, _ = raised(library, library.definition("softmax.py", "needs"))
        assert message == (
            "NameError: name 'mean' is not defined: softmax.py, line 10: `X_train, y_train ="
            " load_CIFAR10('cs231n/datasets')` failed: cs231n.data_utils was not handed in and is not installed here"
            " (softmax.py, line 5)"
        )
        message, _ = raised(library, library.definition("softmax.py", "helped"))
        assert "layer_utils was not handed in" in message

    def test_a_missing_extension_in_a_try_block_is_an_import_error(self, load: Open) -> None:
        library = load(
            {
                "fast_layers.py": """
                try:
                    from cs231n.im2col_cython import col2im_cython, im2col_cython
                except ImportError:
                    print('run the following: python setup.py build_ext --inplace')
                    im2col_cython = None
                def f(): return im2col_cython
                """
            }
        )
        assert library.definition("fast_layers.py", "f")() is None

    def test_a_missing_name_says_where_it_was_lost(self, load: Open) -> None:
        library = load({"a.py": "import numpy as np\nf = np.load('weights.npy')\n"})
        with pytest.raises(Missing, match=r"a.py, line 2: `f = np.load\('weights.npy'\)` failed: FileNotFoundError"):
            library.definition("a.py", "f")
        with pytest.raises(Missing, match=r"g is not defined in a\.py"):
            library.definition("a.py", "g")
        with pytest.raises(Missing, match=r"no file b\.py"):
            library.definition("b.py", "g")

    def test_a_name_lost_in_another_file_is_traced_back(self, load: Open) -> None:
        library = load({"b.py": "g = 1 / 0\n", "a.py": "from b import g\ndef f(): return g\n"})
        assert library.definition("a.py", "f")
        with pytest.raises(Missing, match=r"b.py, line 1: `g = 1 / 0` failed: ZeroDivisionError: division by zero"):
            library.definition("a.py", "g")

    def test_a_file_that_cannot_be_read_is_named(self, load: Open) -> None:
        library = load({"b.py": "def g(:\n", "a.py": "from b import g\ndef f(): return g()\n"})
        with pytest.raises(Missing, match=r"b.py, line 1: `def g\(:` cannot be read"):
            library.definition("b.py", "g")
        message, where = raised(library, library.definition("a.py", "f"))
        assert message.startswith("b.py, line 1:")
        assert where == "a.py, line 2"

    def test_a_statement_over_budget_is_stopped_and_named(self, load: Open, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loader, "STATEMENT_SECONDS", 0.05)
        library = load({"a.py": "def g():\n    while True:\n        pass\nx = g()\ndef f(): return 1\n"})
        with pytest.raises(Missing, match=r"a.py, line 4: `x = g\(\)` took too long"):
            library.definition("a.py", "x")
        assert library.definition("a.py", "f")() == 1

    def test_explanations_survive_hostile_exceptions(self, load: Open) -> None:
        library = load(
            {
                "a.py": """
                class Bad(BaseException):
                    def __str__(self): raise SystemExit
                class Long(Exception): pass
                def f(): raise Bad
                def g(): raise Long("x" * 10**6)
                def h(): h()
                def k(): assert False
                def d(): return {}.iteritems()
                """
            }
        )
        assert raised(library, library.definition("a.py", "f")) == ("an exception that cannot be shown", "a.py, line 5")
        assert len(raised(library, library.definition("a.py", "g"))[0]) < 2000
        assert raised(library, library.definition("a.py", "h"))[0].startswith("RecursionError")
        assert raised(library, library.definition("a.py", "k"))[0] == "AssertionError"
        assert "write items()" in raised(library, library.definition("a.py", "d"))[0]


class TestNotebooks:
    def test_only_what_is_wanted_runs(self, load: Open) -> None:
        library = load(
            {
                "hw1.ipynb": [
                    """
                    # This mounts your Google Drive
                    from google.colab import drive
                    drive.mount('/content/drive')
                    FOLDERNAME = None
                    assert FOLDERNAME is not None
                    %cd /content/drive
                    !bash get.sh
                    """,
                    "import numpy as np\nimport matplotlib.pyplot as plt\n%matplotlib inline\n%load_ext autoreload",
                    "X = np.load('missing.npy')\nN = 3",
                    "def f(x):\n    loss = x * N\n    return loss",
                    "while True:\n    loss = f(1)",
                    "loss, grad = f(2), 3\nprint(loss)",
                ]
            }
        )
        assert library.definition("hw1.ipynb", "f")(2) == 6

    def test_a_broken_cell_costs_only_itself(self, load: Open) -> None:
        library = load({"a.ipynb": ["def f(): return 1", "print 'x'", "def g(:\n", "def h(): return f() + 1"]})
        assert library.definition("a.ipynb", "h")() == 2

    def test_cells_that_were_run_in_another_order_still_work(self, load: Open) -> None:
        library = load(
            {"a.ipynb": ["net = Net(width)", "class Net:\n    def __init__(self, n): self.n = n", "width = 3"]}
        )
        assert library.definition("a.ipynb", "net").n == 3

    def test_the_last_of_competing_cells_wins(self, load: Open) -> None:
        library = load({"a.ipynb": ["def f(): return 1", "def f(): return 2"]})
        assert library.definition("a.ipynb", "f")() == 2

    def test_places_name_cell_and_line(self, load: Open) -> None:
        library = load({"hw.ipynb": ["x = 0", "%%time\n!ls\ndef f():\n    return 1 / x"]})
        assert raised(library, library.definition("hw.ipynb", "f")) == (
            "ZeroDivisionError: division by zero",
            "hw.ipynb, cell 2, line 4",
        )

    @pytest.mark.parametrize(
        "cell",
        [
            "%%time\ndef f(): return 1",
            "%%timeit -n 1\ndef f(): return 1",
            "%%capture out\n%%time\ndef f(): return 1",
            "%%writefile cs231n/layers.py\ndef f(): return 1",
            "!pip install numpy \\\n   scipy\ndef f(): return 1",
            "files = !ls *.py\nx = %timeit -o g()\ndef f(): return 1",
            "np.dot?\n?np.dot\nnp.dot??\ndef f(): return 1",
            "if True:\n    %matplotlib inline\n    !ls\ndef f(): return 1",
            "  %cd ..\n  def f(): return 1",
            "%time x = 1\ndef f(): return x",
            "pip install numpy\ncd /content\ndef f(): return 1",
            "s = '''\n%not a magic\n'''\n%magic\nassert 'magic' in s\ndef f(): return 1",
            "x = (7\n% 3)\n%magic\ndef f(): return x",
            "get_ipython().run_line_magic('matplotlib', 'inline')\ndisplay(1)\ndef f(): return 1",
            "import asyncio\nasync def g(): return 1\nx = await g()\ndef f(): return x",
            "def f(): return 1\nif __name__ == '__main__':\n    def f(): return 1.0\n",
        ],
    )
    def test_magics_are_harmless(self, load: Open, cell: str) -> None:
        assert load({"a.ipynb": [cell]}).definition("a.ipynb", "f")() == 1

    @pytest.mark.parametrize("magic", ["bash", "html", "javascript", "svg", "unknown"])
    def test_cells_in_other_languages_are_dropped(self, load: Open, magic: str) -> None:
        library = load({"a.ipynb": [f"%%{magic}\n<b> f() {{ ;; }} </b>", "def f(): return 1"]})
        assert library.definition("a.ipynb", "f")() == 1

    def test_pylab_brings_numpy(self, load: Open) -> None:
        library = load({"a.ipynb": ["%pylab inline", "def f(): return np.pi + zeros(1)"]})
        assert library.definition("a.ipynb", "f")()[0] == np.pi

    def test_without_matplotlib_pylab_is_numpy_and_pictures_nobody_sees(self) -> None:
        pylab = shim("pylab")
        assert (pylab.np, pylab.exp, pylab.randn) == (np, np.exp, np.random.randn)
        assert pylab.plot([1, 2]) is None

    def test_a_notebook_uses_files_handed_in_beside_it(self, load: Open) -> None:
        library = load(
            {
                "a1/hw.ipynb": ["from cs231n.layers import *", "def f(x): return relu_forward(x)[0]"],
                "a1/cs231n/layers.py": LAYERS,
            }
        )
        assert library.definition("a1/hw.ipynb", "f")(-1.0) == 0


class TestOldHabits:
    @pytest.mark.parametrize(
        "line",
        [
            "from past.builtins import xrange",
            "from builtins import range\nfrom past.builtins import xrange",
            "from six.moves import xrange",
            "import six\nxrange = six.moves.xrange",
            "from __builtin__ import xrange",
            "from __future__ import print_function, division\nfrom builtins import object",
            "import numba\nfrom numba import njit\n@njit\ndef g(): pass\n@numba.jit(nopython=True)\ndef h(): pass",
            "from tqdm import tqdm\nassert sum(tqdm([1, 2], desc='x')) == 3",
            "from future import standard_library\nstandard_library.install_aliases()",
            "try:\n    xrange\nexcept NameError:\n    xrange = range",
            "import cPickle as pickle\npickle.dumps(1)",
            "from six.moves import cPickle as pickle\npickle.dumps(1)",
        ],
    )
    def test_compatibility_imports_run(self, load: Open, line: str) -> None:
        library = load({"a.py": f"{line}\ndef f(): return list(xrange(3))\nx = 1\n"})
        assert library.definition("a.py", "f")() == [0, 1, 2]
        assert library._scripts["a.py"].failures == []

    def test_removed_numpy_names_work_without_warnings(self, load: Open) -> None:
        names = "int float bool object str long float_ NaN Inf infty product cumproduct alltrue sometrue asscalar in1d"
        names += " row_stack trapz round_ complex unicode_ PINF asfarray"
        library = load(
            {"a.py": f"import numpy as np\ndef f(): return [{', '.join('np.' + n for n in names.split())}]\n"}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            values = library.definition("a.py", "f")()
            assert np.in1d([1, 2], [2]).tolist() == [False, True]  # noqa: NPY201
            assert np.trapz([1.0, 1.0]) == 1.0  # noqa: NPY201
        assert values[0] is int
        assert all(value is not None for value in values)

    def test_everything_put_in_place_is_taken_away(self) -> None:
        before = dict(vars(np))
        library = Library(wired({"a.py": "x = 1\n"}))
        library.install()
        library.remove()
        assert dict(vars(np)) == before


class TestOrder:
    """Whatever the statements, a name has the value that running the whole file would give it.

    What is not followed: a list or table that is filled through another name than its own.
    """

    names = st.sampled_from("abcde")
    statements = st.one_of(
        st.builds("{} = {}".format, names, st.integers(0, 9)),
        st.builds("{0} = [str({1}), 1]".format, names, names),
        st.builds("{} = str({}) + str({})".format, names, names, names),
        st.builds("{}, {} = 1, str({})".format, names, names, names),
        st.builds("{0} = [{1}]; {0}.append({1})".format, names, st.integers(0, 9)),
        st.builds("if {0}:\n    {1} = str({2})".format, names, names, names),
        st.builds("for {0} in range(2):\n    {1} = str({0})".format, names, names),
        st.builds("def {0}x(): return str({1}) + str({2})".format, names, names, names),
        st.builds("{0} = {1}x()".format, names, names),
        st.builds("def {0}x(): return {1}x".format, names, names),
        st.builds(
            "class {0}:\n    k = str({1})\n    def m(self): return str({2})\n{0} = {0}.k + {0}().m()".format,
            names,
            names,
            names,
        ),
    )

    changes = st.one_of(
        st.builds("try:\n    {0}.append(str({1}))\nexcept Exception:\n    {0} = [3]".format, names, names),
        st.builds("{0} = []\n{0}.append(str({1}))".format, names, names),
        st.builds("{0} = {{}}\n{0}['k'] = str({1})".format, names, names),
        st.builds("{0} += {1}".format, names, names),
    )

    @settings(max_examples=100, deadline=None)
    @given(st.lists(statements, max_size=12), st.permutations("abcde"))
    def test_names_have_the_values_of_the_whole_file(self, statements: list[str], order: list[str]) -> None:
        text, expected = whole_file(statements)
        library = Library(wired({"a.py": text}))
        for name in order if expected else []:
            assert library.definition("a.py", f"{name}z")() == expected[name]

    @settings(max_examples=100, deadline=None)
    @given(st.lists(statements | changes, max_size=12))
    def test_a_name_has_what_was_put_into_it(self, statements: list[str]) -> None:
        text, expected = whole_file(statements)
        for name in expected:
            assert Library(wired({"a.py": text})).definition("a.py", f"{name}z")() == expected[name]


def whole_file(statements: list[str]) -> tuple[str, dict[str, str]]:
    """A module with functions that show its globals, and what they show when all of it is run; empty if it can't be."""
    head = [f"{name} = '{name}'\ndef {name}x(): return str({name})" for name in "abcde"]
    text = "\n".join([*head, *statements, *(f"def {name}z(): return str({name})" for name in "abcde")])
    names: dict[str, Any] = {"__name__": "handin.a"}
    try:
        exec(text, names)
        shown = {name: names[f"{name}z"]() for name in "abcde"}
    except (TypeError, RecursionError, AttributeError):
        return text, {}
    return text, {} if any(" at 0x" in value for value in shown.values()) else shown
