from __future__ import print_function

from builtins import range
from six.moves import cPickle as pickle
import numpy as np
import os
from imageio import imread
import platform


def load_CIFAR10(ROOT):
    with open(os.path.join(ROOT, "data_batch_1"), "rb") as f:
        d = pickle.load(f, encoding="latin1")
    return d["data"], np.array(d["labels"])
