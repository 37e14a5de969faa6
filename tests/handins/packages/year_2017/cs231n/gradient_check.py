from __future__ import print_function

import numpy as np
from random import randrange
from past.builtins import xrange


def grad_check_sparse(f, x, analytic_grad, num_checks=10, h=1e-5):
  """ numeric gradient at a few random places """
  for i in xrange(num_checks):
    ix = tuple([randrange(m) for m in x.shape])
    oldval = x[ix]
    x[ix] = oldval + h
    fxph = f(x)
    x[ix] = oldval - h
    fxmh = f(x)
    x[ix] = oldval
    numeric = (fxph - fxmh) / (2 * h)
    analytic = analytic_grad[ix]
    print('numerical: %f analytic: %f' % (numeric, analytic))
