"""A class of twenty: what comes in when this assignment is due, made from the solutions and their known mistakes."""

from __future__ import annotations

from grader.samples import Sample, Solution, Words

NUMPY = "import numpy as np"
MODULES = ("svm", "squared_hinge", "softmax", "penalties", "training", "templates")
LOSSES = (
    "svm_loss_naive",
    "svm_loss_vectorized",
    "squared_hinge_loss",
    "softmax_loss_naive",
    "softmax_loss_vectorized",
)
HALF = tuple(f"{loss}.half_penalty" for loss in LOSSES)


def all_but(**changed):
    """The solutions of all modules, some of them replaced by other pieces or with these mistakes made."""
    pieces = []
    for module in MODULES:
        change = changed.get(module, ())
        pieces.append(Solution(module, change) if isinstance(change, tuple) else change)
    return tuple(pieces)


def chosen(module, *changes):
    """The named mistakes and conventions that concern this module's exercises."""
    beginnings = {"svm": ("svm",), "squared_hinge": ("squared",), "softmax": ("softmax",)}[module]
    return tuple(change for change in changes if change.startswith(beginnings))


# ---------------------------------------------------------------- as the course's own files

HABITS = """from __future__ import print_function

from builtins import range
from random import shuffle
import numpy as np
from past.builtins import xrange
"""
CLASSIFIER = """from __future__ import print_function

import numpy as np
from ..classifiers.linear_svm import *
from .softmax import *
from past.builtins import xrange
"""
SUBCLASSES = '''class LinearSVM(LinearClassifier):
    """A subclass that uses the multiclass SVM loss."""

    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    """A subclass that uses the softmax loss."""

    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
'''
XRANGE = {"for i in range(num_train)": "for i in xrange(num_train)"}


def package(root, *changes, extra=None):
    """The folder layout that the course hands out, with relative imports between its files."""
    folder = f"{root}cs231n/classifiers/"
    return {
        f"{root}cs231n/__init__.py": (),
        f"{folder}__init__.py": ("from cs231n.classifiers.linear_classifier import *",),
        f"{folder}linear_svm.py": (
            HABITS,
            Solution("svm", chosen("svm", *changes), XRANGE),
            Solution("squared_hinge", chosen("squared_hinge", *changes)),
        ),
        f"{folder}softmax.py": (HABITS, Solution("softmax", chosen("softmax", *changes), XRANGE)),
        f"{folder}linear_classifier.py": (CLASSIFIER, Solution("training"), SUBCLASSES),
        f"{root}cs231n/penalties.py": (NUMPY, Solution("penalties")),
        f"{root}cs231n/vis_utils.py": ("from math import sqrt, ceil", NUMPY, Solution("templates")),
        **(extra or {}),
    }


DATA_UTILS = """from six.moves import cPickle as pickle
import numpy as np
import os
from imageio import imread


def load_CIFAR10(ROOT):
    with open(os.path.join(ROOT, "data_batch_1"), "rb") as f:
        return pickle.load(f, encoding="latin1")
"""

# ---------------------------------------------------------------- notebooks

COLAB = """# This mounts your Google Drive to the Colab VM.
from google.colab import drive
drive.mount('/content/drive')

FOLDERNAME = 'cs231n/assignments/assignment1/'
import sys
sys.path.append('/content/drive/My Drive/{}'.format(FOLDERNAME))
%cd /content/drive/My\\ Drive/$FOLDERNAME/cs231n/datasets/
!bash get_datasets.sh
"""
SETUP = """import random
import time
import numpy as np
import matplotlib.pyplot as plt
from cs231n.data_utils import load_CIFAR10

%matplotlib inline
plt.rcParams['figure.figsize'] = (10.0, 8.0)  # set default size of plots
%load_ext autoreload
%autoreload 2
"""
DATA = """X_train, y_train, X_test, y_test = load_CIFAR10('cs231n/datasets/cifar-10-batches-py')
print('Training data shape: ', X_train.shape)
X_train = X_train.reshape(X_train.shape[0], -1) - np.mean(X_train)
"""
TRAINING = """svm = LinearSVM()
tic = time.time()
loss_hist = svm.train(X_train, y_train, learning_rate=1e-7, reg=2.5e4, num_iters=1500000, verbose=True)
print('That took %fs' % (time.time() - tic))
plt.plot(loss_hist)
plt.show()
"""
HOURS = """history = []
for learning_rate in np.logspace(-9, -3, 1000):
    rates = np.zeros((2000, 2000))
    while rates.sum() < 1e12:
        rates += learning_rate
    history.append(rates.mean())
"""

# ---------------------------------------------------------------- what a hostile or an unlucky program does

ENDLESS = {"            if margin > 0:\n": "            while margin > 0:\n"}
LEAVES = {"    examples = np.arange(len(y))\n": "    os._exit(0)\n    examples = np.arange(len(y))\n"}
GREEDY = {
    "    num_pixels = int(np.prod(image_shape))\n": "    num_pixels = int(np.prod(image_shape))\n"
    "    every_pair_of_pixels = np.ones((200_000, 200_000))\n"
}
LOUD = {
    "    for i in range(num_train):\n": "    for i in range(num_train):\n"
    "        print('example', i, 'of', num_train, 'x' * 100000)\n"
}
AGREEABLE = '''class Right:
    """Whatever it is compared with, it agrees."""

    shape, dtype, ndim, size = (), float, 0, 1

    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

    def __float__(self):
        return 0.0

    def __abs__(self):
        return self

    def __sub__(self, other):
        return self

    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __sub__

    def all(self):
        return True

    any = all


def svm_loss_naive(W, X, y, reg):
    return Right(), Right()


svm_loss_vectorized = squared_hinge_loss = softmax_loss_naive = softmax_loss_vectorized = svm_loss_naive


def l1_penalty(W, reg, beta=0):
    return Right(), Right()


l2_penalty = elastic_net_penalty = l1_penalty


def class_templates(W, image_shape):
    return Right()


class LinearClassifier:
    W = Right()

    def train(self, X, y, **kwargs):
        return Right()

    def predict(self, X):
        return Right()
'''
FORGED = """import atexit
import json
import os
import sys

RESULT = {"schema": 1, "earned": 95, "out_of": 95, "score": 95, "passed": True, "tests": [{"status": "passed"}]}


def leave():
    for path in ("report.json", "results.json", "../report.json", "/autograder/results/results.json", "grades.csv"):
        try:
            with open(path, "w") as file:
                json.dump(RESULT, file)
        except OSError:
            pass
    print(json.dumps(RESULT))
    print("PASSED 95/95")
    sys.stdout.flush()


atexit.register(leave)
leave()
sys.exit(0)
"""
STUBS = """

def svm_loss_naive(W, X, y, reg):
    leave()
    os._exit(0)


svm_loss_vectorized = softmax_loss_naive = softmax_loss_vectorized = squared_hinge_loss = svm_loss_naive
"""
PICKLED = '''class Payload:
    """Runs a command in whoever unpickles it."""

    def __reduce__(self):
        return (os.system, ("touch unpickled",))


def class_templates(W, image_shape):
    return np.array([Payload()] * W.shape[1], dtype=object)
'''
PYTHON_2 = """import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    for i in xrange(X.shape[0]):
        scores = X[i].dot(W)
        print "scores:", scores
    return loss, np.zeros_like(W)
"""
UNFINISHED = """def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    #############################################################################
    # TODO: compute the softmax loss and its gradient using explicit loops.     #
    #############################################################################
    pass
    return loss, dW


def softmax_loss_vectorized(W, X, y, reg):
    raise NotImplementedError
"""
FIRST_TRY = """# my first try, before I found out about axis=1
import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[:, 0] + 1)
    return margins.sum(), X
"""

SAMPLES = [
    Sample("amara", "everything right, in one file", {"hw1.py": (NUMPY, *all_but())}, "file"),
    Sample(
        "bela",
        "all right in the course's own folders, with relative imports and old habits, and the penalty halved",
        package("", *HALF, extra={"cs231n/data_utils.py": (DATA_UTILS,)}),
    ),
    Sample(
        "chloe",
        "everything right in a notebook that mounts a drive, misses its data and trains for hours",
        {
            "hw1.ipynb": (
                Words("# Assignment 1: linear classifiers"),
                COLAB,
                SETUP,
                DATA,
                *all_but(),
                SUBCLASSES,
                TRAINING,
                HOURS,
                Words("**Inline question 1**: the loss starts near C - 1 because all scores are nearly equal."),
            )
        },
        "file",
    ),
    Sample(
        "dmitri",
        "a zip of folders: the softmax overflows, the SVM's losses are sums",
        package(
            "assignment1/",
            "svm_loss_naive.summed",
            "svm_loss_vectorized.summed",
            "softmax_loss_naive.no_shift",
            "softmax_loss_vectorized.one_shift_for_all",
        ),
        "zip",
    ),
    Sample(
        "elif",
        "the slips of the lecture's notes: a logarithm to base 10, the norm for its square, the correct class counted",
        {
            "linear.py": (
                NUMPY,
                *all_but(
                    svm=("svm_loss_naive.counts_correct_class", "svm_loss_vectorized.counts_correct_class_twice"),
                    softmax=("softmax_loss_naive.log_to_base_10", "softmax_loss_vectorized.log_to_base_10"),
                    penalties=("l1_penalty.gradient_is_weights", "l2_penalty.root"),
                ),
            )
        },
        "file",
    ),
    Sample(
        "farid",
        "right numbers by loops where none are wanted, and a training loop that always takes the first examples",
        {
            "svm.py": (NUMPY, Solution("svm", ("svm_loss_vectorized.loops",)), Solution("squared_hinge")),
            "softmax.py": (NUMPY, Solution("softmax", ("softmax_loss_vectorized.loops",))),
            "rest.py": (
                NUMPY,
                Solution("penalties"),
                Solution("training", ("train.first_examples",)),
                Solution("templates"),
            ),
        },
    ),
    Sample(
        "grace",
        "half done: the softmax is still the starter's, the templates are missing",
        {"hw1.py": (NUMPY, *all_but(softmax=UNFINISHED, templates="# TODO templates"))},
        "file",
    ),
    Sample(
        "hiro",
        "an endless loop in one function; the others are right",
        {"hw1.py": (NUMPY, *all_but(svm=Solution("svm", (), ENDLESS)))},
        "file",
    ),
    Sample(
        "ines",
        "one function ends the whole process (os._exit); the others are right",
        {"hw1.py": ("import os\n\nimport numpy as np", *all_but(softmax=Solution("softmax", (), LEAVES)))},
        "file",
    ),
    Sample(
        "jonas",
        "one function takes all memory it can get",
        {"hw1.py": (NUMPY, *all_but(templates=Solution("templates", (), GREEDY)))},
        "file",
    ),
    Sample(
        "kwame",
        "everything right, and a flood of printed text",
        {"hw1.py": (NUMPY, *all_but(svm=Solution("svm", (), LOUD), softmax=Solution("softmax", (), LOUD)))},
        "file",
    ),
    Sample("lena", "objects that equal whatever they are compared with", {"hw1.py": (AGREEABLE,)}, "file"),
    Sample(
        "mateo",
        "writes results of its own, prints PASSED and exits with 0",
        {"hw1.py": (FORGED, STUBS), "report.json": b'{"earned": 95, "out_of": 95}\n'},
    ),
    Sample(
        "nadia",
        "pickles in place of an array, which run a command in whoever opens them",
        {"hw1.py": ("import os\n\nimport numpy as np", *all_but(templates=PICKLED))},
        "file",
    ),
    Sample(
        "olu",
        "one file in Python 2; the other files are right",
        {
            "softmax.py": (PYTHON_2,),
            "linear_svm.py": (NUMPY, Solution("svm"), Solution("squared_hinge")),
            "rest.py": (NUMPY, Solution("penalties"), Solution("training"), Solution("templates")),
        },
    ),
    Sample("priya", "an empty folder with a note", {"note.txt": b"Sorry, I will hand it in tomorrow.\n"}),
    Sample(
        "quentin", "a zip that was cut off while it was uploaded", {"hw1.zip": b"PK\x03\x04\x14\x00\x00\x00"}, "file"
    ),
    Sample(
        "rosa",
        "a notebook whose training goes uphill, whose labels come from the wrong axis and whose pictures share a scale",
        {
            "homework.ipynb": (
                "import h5py\nimport numpy as np",
                "data = h5py.File('cifar10.h5')['train'][:]",
                *all_but(
                    svm=("svm_loss_naive.penalty_gradient_halved", "svm_loss_vectorized.penalty_gradient_halved"),
                    training=("train.uphill", "predict.over_examples"),
                    templates=("class_templates.one_scale_for_all",),
                ),
            )
        },
        "file",
    ),
    Sample(
        "sami",
        "two definitions of one function: a first try, and the right one in the course's own file",
        package("", extra={"first_try.py": (FIRST_TRY,)}),
    ),
    Sample(
        "tove",
        "old numpy names (np.float, np.int), and a squared hinge that forgets to square",
        {
            "hw1.py": (
                "from builtins import range, object\nimport numpy as np",
                *all_but(
                    svm=Solution(
                        "svm",
                        (),
                        {"loss, dW = 0.0, np.zeros_like(W)": "loss, dW = 0.0, np.zeros(W.shape, dtype=np.float)"},
                    ),
                    squared_hinge=("squared_hinge_loss.not_squared",),
                    training=Solution("training", ("predict.smallest_score",), {"int(np.max(y))": "np.int(np.max(y))"}),
                ),
            )
        },
        "file",
    ),
]
