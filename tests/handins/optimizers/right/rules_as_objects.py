import numpy as np


class Rule:
    defaults = {}

    def __call__(self, w, dw, config=None):
        settings = {**self.defaults, **(config or {})}
        return self.step(w, dw, settings), settings


class SGD(Rule):
    defaults = {"learning_rate": 1e-2}

    def step(self, w, dw, s):
        return w - s["learning_rate"] * dw


class Momentum(Rule):
    defaults = {"learning_rate": 1e-2, "momentum": 0.9}

    def step(self, w, dw, s):
        s["velocity"] = s["momentum"] * s.get("velocity", np.zeros_like(w)) - s["learning_rate"] * dw
        return w + s["velocity"]


class Adam(Rule):
    defaults = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0}

    def step(self, w, dw, s):
        s["t"] += 1
        moments = s.get("moments", (np.zeros_like(w), np.zeros_like(w)))
        m = s["beta1"] * moments[0] + (1 - s["beta1"]) * dw
        v = s["beta2"] * moments[1] + (1 - s["beta2"]) * dw ** 2
        s["moments"] = (m, v)
        return w - s["learning_rate"] * m / (1 - s["beta1"] ** s["t"]) / (
            np.sqrt(v / (1 - s["beta2"] ** s["t"])) + s["epsilon"])


sgd = SGD()
sgd_momentum = Momentum()
adam = Adam()
