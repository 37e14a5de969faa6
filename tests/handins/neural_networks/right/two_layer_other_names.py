import numpy as np


class TwoLayerNet:
    def __init__(self, D, H, C, scale=0.001, reg=0):
        normal = np.random.RandomState(None).normal
        self.params = dict(W1=normal(0, scale, (D, H)), W2=normal(0, scale, (H, C)), b2=np.zeros(C), b1=np.zeros(H))
        self.strength = reg

    def loss(self, inputs, labels=None):
        p = self.params
        pre = inputs @ p["W1"] + p["b1"]
        act = np.where(pre > 0, pre, 0)
        logits = act @ p["W2"] + p["b2"]
        if labels is None:
            return logits
        n = len(labels)
        top = logits.max(1)[:, None]
        log_sum = top[:, 0] + np.log(np.exp(logits - top).sum(1))
        value = (log_sum - logits[np.arange(n), labels]).sum() / n
        value += self.strength * ((p["W1"] ** 2).sum() + (p["W2"] ** 2).sum())
        g = np.exp(logits - log_sum[:, None]) / n
        g[np.arange(n), labels] -= 1 / n
        back = (g @ p["W2"].T) * (pre > 0)
        return value, {
            "b1": back.sum(0),
            "b2": g.sum(0),
            "W1": inputs.T @ back + 2 * self.strength * p["W1"],
            "W2": act.T @ g + 2 * self.strength * p["W2"],
            "X": back @ p["W1"].T,
        }
