from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field

import numpy as np


@dataclass
class LinearClassifier:
    W: np.ndarray | None = None
    rng: np.random.Generator = field(default_factory=np.random.default_rng, repr=False)

    @abstractmethod
    def loss(self, X_batch, y_batch, reg): ...

    def train(self, X: np.ndarray, y: np.ndarray, learning_rate: float = 1e-3, reg: float = 1e-5,
              num_iters: int = 100, batch_size: int = 200, verbose: bool = False) -> list[float]:
        if self.W is None:
            self.W = self.rng.normal(scale=1e-3, size=(X.shape[1], y.max() + 1))
        return [self._step(X, y, learning_rate, reg, batch_size) for _ in range(num_iters)]

    def _step(self, X, y, learning_rate, reg, batch_size) -> float:
        rows = self.rng.integers(len(X), size=batch_size)
        loss, grad = self.loss(X[rows], y[rows], reg)
        self.W = self.W - learning_rate * grad
        return loss

    def predict(self, X: np.ndarray) -> np.ndarray:
        return np.argmax(X @ self.W, axis=1)
