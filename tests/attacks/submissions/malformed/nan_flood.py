# Hands over nothing but NaN, infinities and numbers too small to be numbers.
# Must earn nothing, and the report must stay readable JSON.
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    flood = np.resize(np.array([np.nan, np.inf, -np.inf, 5e-324, -0.0, 1.8e308]), W.shape)
    return np.float64("nan"), flood
