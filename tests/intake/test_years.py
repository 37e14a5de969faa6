"""Hand-ins as classes of several years made them, from the file on disk to a function that runs."""

from __future__ import annotations

import json
import os
import textwrap
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.intake import read_submission
from grader.sandbox.inside.loader import Library, Missing
from grader.sandbox.inside.slices import read_source
from grader.sandbox.inside.survey import survey

Find = Callable[[Path, str], Any]


@pytest.fixture
def find() -> Iterator[Find]:
    """The definition of a name in a hand-in; where several files have one, the first that is no notebook."""
    opened: list[Library] = []

    def definition(path: Path, name: str) -> Any:
        submission = read_submission(path, "ada")
        assert not submission.refusal
        files = [{"path": file.path, "cells": file.cells, "notebook": file.notebook} for file in submission.files]
        seen = survey(map(read_source, files))["definitions"]
        places = sorted(entry["file"] for entry in seen if entry["name"] == name)
        opened.append(Library(files))
        opened[-1].install()
        return opened[-1].definition(next((place for place in places if place.endswith(".py")), places[0]), name)

    yield definition
    for library in reversed(opened):
        library.remove()


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return folder


def notebook(*cells: str) -> str:
    blank = {"metadata": {}, "outputs": [], "execution_count": None}
    code = [{"cell_type": "code", "source": textwrap.dedent(cell).splitlines(keepends=True), **blank} for cell in cells]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 0, "metadata": {"language_info": {"name": "python"}}, "cells": code}
    )


SOFTMAX_2017 = """
    import numpy as np
    from random import shuffle
    from past.builtins import xrange

    def softmax_loss_naive(W, X, y, reg):
      # Initialize the loss and gradient to zero.
      loss = 0.0
      dW = np.zeros_like(W)
      for i in xrange(X.shape[0]):
        f = X[i].dot(W)
        f -= np.max(f)
        p = np.exp(f) / np.sum(np.exp(f))
        loss += -np.log(p[y[i]])
        for j in xrange(W.shape[1]):
          dW[:, j] += (p[j] - (j == y[i])) * X[i]
      loss /= X.shape[0]
      return loss + reg * np.sum(W * W), dW / X.shape[0] + 2 * reg * W
"""
W, X, Y = np.zeros((3, 4)), np.ones((2, 3)), np.array([0, 3])


def is_log_4(function: Any) -> bool:
    return bool(np.isclose(function(W, X, Y, 0.0)[0], np.log(4)))


def test_2015_python_2_habits_without_python_2_syntax(tmp_path: Path, find: Find) -> None:
    text = SOFTMAX_2017.replace("    from past.builtins import xrange\n", "").replace("0.0\n", "np.float(0)\n")
    assert is_log_4(find(write(tmp_path, {"ada/cs231n/classifiers/softmax.py": text}) / "ada", "softmax_loss_naive"))


def test_2017_a_package_with_its_helpers(tmp_path: Path, find: Find) -> None:
    folder = write(
        tmp_path / "ada",
        {
            "assignment1/cs231n/__init__.py": "",
            "assignment1/cs231n/data_utils.py": "import six.moves.cPickle\nfrom scipy.misc import imread\n",
            "assignment1/cs231n/classifiers/__init__.py": "from cs231n.classifiers.linear_classifier import *\n",
            "assignment1/cs231n/classifiers/softmax.py": SOFTMAX_2017,
            "assignment1/cs231n/classifiers/linear_classifier.py": """
                from __future__ import print_function
                import numpy as np
                from cs231n.classifiers.linear_svm import *
                from cs231n.classifiers.softmax import *

                class LinearClassifier(object):
                  def __init__(self):
                    self.W = None

                class Softmax(LinearClassifier):
                  def loss(self, X_batch, y_batch, reg):
                    return softmax_loss_naive(self.W, X_batch, y_batch, reg)
            """,
        },
    )
    model = find(folder, "Softmax")()
    model.W = W
    assert is_log_4(lambda _, *rest: model.loss(*rest))


def test_2019_a_zip_with_data_pickles_and_compiled_code(tmp_path: Path, find: Find) -> None:
    path = tmp_path / "ada.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cs231n/saved/best.npy", b"\x93NUMPY" + os.urandom(100))
        archive.writestr("cs231n/im2col_cython.cpython-37m-x86_64-linux-gnu.so", b"\x7fELF")
        archive.writestr("cs231n/im2col_cython.pyx", "cimport cython")
        archive.writestr("cs231n/im2col.py", "from builtins import range\ndef im2col(x): return x + 1\n")
        archive.writestr(
            "cs231n/fast_layers.py",
            textwrap.dedent("""
                from __future__ import print_function
                import numpy as np
                try:
                    from cs231n.im2col_cython import col2im_cython, im2col_cython
                    from cs231n.im2col_cython import col2im_6d_cython
                except ImportError:
                    print('run the following from the cs231n directory and try again:')
                from cs231n.im2col import *

                def conv_forward_im2col(x):
                    return im2col(x)
            """),
        )
    assert find(path, "conv_forward_im2col")(1) == 2


def test_2020_a_colab_notebook_with_its_package(tmp_path: Path, find: Find) -> None:
    folder = write(
        tmp_path / "ada",
        {
            "softmax.ipynb": notebook(
                """
                # this mounts your Google Drive to the Colab VM.
                from google.colab import drive
                drive.mount('/content/drive', force_remount=True)
                FOLDERNAME = None
                assert FOLDERNAME is not None, "[!] Enter the foldername."
                import sys
                sys.path.append('/content/drive/My Drive/{}'.format(FOLDERNAME))
                %cd drive/My\\ Drive/$FOLDERNAME/cs231n/datasets/
                !bash get_datasets.sh
                """,
                """
                import random
                import numpy as np
                from cs231n.data_utils import load_CIFAR10
                import matplotlib.pyplot as plt
                %matplotlib inline
                plt.rcParams['figure.figsize'] = (10.0, 8.0) # set default size of plots
                %load_ext autoreload
                %autoreload 2
                """,
                """
                from cs231n.classifiers.softmax import softmax_loss_naive
                loss, grad = softmax_loss_naive(np.random.randn(3073, 10) * 0.0001, X_dev, y_dev, 0.0)
                """,
                """
                def my_loss(W, X, y, reg):
                    return softmax_loss_naive(W, X, y, reg)
                """,
                """
                best_val = -1
                while best_val < 0.35:
                    best_val = max(best_val, my_loss(W, X_train, y_train, 0)[0])
                """,
            ),
            "cs231n/classifiers/softmax.py": SOFTMAX_2017.replace("from past.builtins import xrange", "xrange = range"),
        },
    )
    assert is_log_4(find(folder, "my_loss"))
    assert is_log_4(find(folder, "softmax_loss_naive"))


def test_2023_everything_in_one_notebook_that_trains_for_an_hour(tmp_path: Path, find: Find) -> None:
    path = tmp_path / "ada.ipynb"
    path.write_text(
        notebook(
            "import numpy as np\nimport torch, torch.nn as nn\nfrom tqdm.auto import tqdm",
            "class Net(nn.Module):\n    pass\nnet = Net()",
            textwrap.dedent(SOFTMAX_2017),
            "W = np.random.randn(3073, 10)\nfor i in tqdm(range(10**12)):\n    loss, dW = softmax_loss_naive(W, X, y)",
            "def softmax_loss_naive(W, X, y, reg):\n    raise NotImplementedError  # first try\n",
            textwrap.dedent(SOFTMAX_2017),
            "plt.plot(loss_history)\nprint 'done'",
        )
    )
    assert is_log_4(find(path, "softmax_loss_naive"))


def test_flat_files_keep_their_imports(tmp_path: Path, find: Find) -> None:
    net = "from ..layers import *\nfrom ..layer_utils import *\nclass Net:\n    def loss(self, x): return affine(x)\n"
    folder = write(tmp_path / "ada", {"fc_net.py": net, "layers.py": "def affine(x): return x + 1\n"})
    assert find(folder, "Net")().loss(1) == 2


def test_mixed_line_endings_encodings_and_marks_run(tmp_path: Path, find: Find) -> None:
    (tmp_path / "softmax.py").write_bytes(b"\xef\xbb\xbf# caf\xc3\xa9\r\nx = 1\r\ndef f():\r\n\treturn x\r\n")
    assert find(tmp_path / "softmax.py", "f")() == 1
    (tmp_path / "wide.py").write_bytes("# ü\ndef g(): return 'ü'\n".encode("utf-16"))
    assert find(tmp_path / "wide.py", "g")() == "ü"


def test_annotations_with_missing_libraries_cost_nothing(tmp_path: Path, find: Find) -> None:
    text = (
        "import torch\ndef f(x: torch.Tensor) -> torch.Tensor:\n    return x\ndef g(x=torch.zeros(3)):\n    return x\n"
    )
    (tmp_path / "a.py").write_text(text)
    assert find(tmp_path / "a.py", "f")(1) == 1
    with pytest.raises(Missing, match="torch is not installed here"):
        find(tmp_path / "a.py", "g")
