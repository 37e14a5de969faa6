"""Functional version, nothing is assigned into."""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def _margins(scores: Array, y: NDArray[np.int64]) -> Array:
    correct = scores[np.arange(len(y)), y]
    wrong = np.arange(scores.shape[1])[None, :] != y[:, None]
    return wrong * np.maximum(0.0, 1.0 + scores - correct[:, None])


def _coefficients(margins: Array, y: NDArray[np.int64]) -> Array:
    violated = np.greater(margins, 0)
    return violated - np.eye(margins.shape[1])[y] * np.count_nonzero(violated, axis=1)[:, None]


def svm_loss_vectorized(W: Array, X: Array, y: NDArray[np.int64], reg: float) -> tuple[float, Array]:
    m = _margins(X @ W, y)
    loss = np.add.reduce(m, axis=None) / len(X) + reg * np.vdot(W, W)
    return loss, X.T @ _coefficients(m, y) / len(X) + 2 * reg * W


def svm_loss_naive(W: Array, X: Array, y: NDArray[np.int64], reg: float) -> tuple[float, Array]:
    per_example = [svm_loss_vectorized(W, X[i : i + 1], y[i : i + 1], 0.0) for i in range(len(X))]
    loss = sum(l for l, _ in per_example) / len(X)
    grad = sum(g for _, g in per_example) / len(X)
    return loss + reg * np.vdot(W, W), grad + 2 * reg * W
