from __future__ import print_function, division
from builtins import range
from builtins import object
import os
import pickle as pickle
import numpy as np
from cs231n import optim


class Solver(object):
    def __init__(self, model, data, **kwargs):
        self.update_rule = kwargs.pop("update_rule", "sgd")
        if not hasattr(optim, self.update_rule):
            raise ValueError('Invalid update_rule "%s"' % self.update_rule)
        self.update_rule = getattr(optim, self.update_rule)
