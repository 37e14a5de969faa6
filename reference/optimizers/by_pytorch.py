"""The walks of PyTorch's own optimizers: oracles for the gate.

Nothing is said of single precision, nor of a descent, where every gradient depends on the rule itself.
"""

from __future__ import annotations

import numpy as np


def sgd(config, **walk):
    """Plain steps."""
    return walked("SGD", {"lr": {"learning_rate": 1e-2, **(config or {})}["learning_rate"]}, **walk)


def momentum(config, **walk):
    """Torch keeps the velocity without the learning rate: the same as long as the rate is."""
    given = {"learning_rate": 1e-2, "momentum": 0.9, **(config or {})}
    return {} if lowered(walk) else walked("SGD", {"lr": given["learning_rate"], "momentum": given["momentum"]}, **walk)


def nesterov(config, **walk):
    """The same, looking ahead."""
    given = {"learning_rate": 1e-2, "momentum": 0.9, **(config or {})}
    options = {"lr": given["learning_rate"], "momentum": given["momentum"], "nesterov": True}
    return {} if lowered(walk) else walked("SGD", options, **walk)


def adagrad(config, **walk):
    """The sum of all squares."""
    given = {"learning_rate": 1e-2, "epsilon": 1e-8, **(config or {})}
    return walked("Adagrad", {"lr": given["learning_rate"], "eps": given["epsilon"]}, **walk)


def rmsprop(config, **walk):
    """The fading average of squares."""
    given = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8, **(config or {})}
    options = {"lr": given["learning_rate"], "alpha": given["decay_rate"], "eps": given["epsilon"]}
    return walked("RMSprop", options, **walk)


def adam(config, **walk):
    """Both moments, corrected."""
    given = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, **(config or {})}
    betas = (given["beta1"], given["beta2"])
    return walked("Adam", {"lr": given["learning_rate"], "betas": betas, "eps": given["epsilon"]}, **walk)


def lowered(walk):
    """Whether the learning rate changes on the way."""
    return walk["learning_rates"] is not None


def walked(name, options, w, gradients, learning_rates, landscape, curvatures, num_steps):
    """The weights after every step of torch's optimizer of this name."""
    del landscape, curvatures, num_steps
    if w.dtype == np.float32:
        return {}
    import torch

    weights = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, name)([weights], **options)
    path = []
    for step, dw in enumerate(gradients):
        if learning_rates is not None:
            optimizer.param_groups[0]["lr"] = float(learning_rates[step])
        weights.grad = torch.tensor(dw, dtype=torch.float64)
        optimizer.step()
        path.append(weights.detach().numpy().copy())
    return {"next_w": np.array(path)}
