from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def rmsprop(w: Array, dw: Array, config: dict[str, Any] | None = None, /) -> tuple[Array, dict[str, Any]]:
    assert w.shape == dw.shape
    config = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8} | (config or {})
    mean_square = config.get("mean_square", np.zeros_like(w))
    mean_square = np.average([mean_square, dw**2], axis=0, weights=[config["decay_rate"], 1 - config["decay_rate"]])
    config["mean_square"] = mean_square
    return w - config["learning_rate"] * dw / (np.sqrt(mean_square) + config["epsilon"]), config


def adam(w: Array, dw: Array, config: dict[str, Any] | None = None, /) -> tuple[Array, dict[str, Any]]:
    assert w.shape == dw.shape
    config = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0} | (config or {})
    moments = config.get("moments", np.zeros((2, *w.shape)))
    betas = np.array([config["beta1"], config["beta2"]]).reshape(2, *([1] * w.ndim))
    config["t"] += 1
    config["moments"] = moments = betas * moments + (1 - betas) * np.stack([dw, dw**2])
    first, second = moments / (1 - betas ** config["t"])
    return w - config["learning_rate"] * first / (np.sqrt(second) + config["epsilon"]), config
