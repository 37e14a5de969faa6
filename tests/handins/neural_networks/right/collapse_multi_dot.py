import numpy as np


def collapse_linear_layers(weights):
    """np.linalg.multi_dot picks the cheapest order."""
    if len(weights) == 1:
        return weights[0].copy()
    return np.linalg.multi_dot(weights)
