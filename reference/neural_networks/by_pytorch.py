"""The losses by PyTorch, whose automatic differentiation shares nothing with ours: oracles for the gate."""

from __future__ import annotations

import numpy as np


def softmax_loss(x, y):
    """Mean cross-entropy of torch, and its derivative by the scores."""
    import torch

    return by_autograd(torch.nn.functional.cross_entropy, x, y)


def svm_loss(x, y):
    """The sum of the margins over the wrong classes, its derivative only where no margin is exactly met."""
    import torch

    told = by_autograd(lambda s, t: torch.nn.functional.multi_margin_loss(s, t) * s.shape[1], x, y)
    margins = x - x[np.arange(len(y)), y][:, None] + 1
    return {"loss": told["loss"]} if np.any(np.abs(margins) < 1e-9) else told


def by_autograd(loss_of_scores, x, y):
    import torch

    scores = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    loss = loss_of_scores(scores, torch.tensor(np.asarray(y, dtype=np.int64)))
    loss.backward()
    return {"loss": loss.item(), "dx": scores.grad.numpy()}
