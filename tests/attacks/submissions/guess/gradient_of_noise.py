# Returns a loss that is linear in the weights and its true gradient: consistent, and wrong.
# Must not earn more than the consistency is worth.
# outcome: nothing
import numpy as np


def l2_penalty(W, reg):
    slope = np.cos(np.arange(W.size)).reshape(W.shape)
    return np.sum(slope * W), slope
