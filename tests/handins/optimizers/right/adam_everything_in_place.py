import numpy as np

def adam(w, dw, config=None):
    if config is None:
        config = {}
    for key, value in (("learning_rate", 1e-3), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8), ("t", 0)):
        config.setdefault(key, value)
    if "m" not in config:
        config["m"] = np.zeros_like(w)
        config["v"] = np.zeros_like(w)
    m, v = config["m"], config["v"]
    config["t"] += 1
    m *= config["beta1"]
    m += (1 - config["beta1"]) * dw
    v *= config["beta2"]
    v += (1 - config["beta2"]) * dw * dw
    denominator = np.sqrt(v / (1 - config["beta2"] ** config["t"]))
    denominator += config["epsilon"]
    np.subtract(w, config["learning_rate"] / (1 - config["beta1"] ** config["t"]) * m / denominator, out=w)
    return w, config
