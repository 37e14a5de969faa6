import numpy as np

def adagrad(w, dw, config=None):
    config = dict(config or {})
    config["history"] = config.get("history", []) + [np.array(dw)]
    total = np.sum([g ** 2 for g in config["history"]], axis=0)
    rate = config.get("learning_rate", 1e-2) / (np.sqrt(total) + config.get("epsilon", 1e-8))
    return w - rate * dw, config
