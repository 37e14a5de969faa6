import numpy as np

# t is not needed: the powers of beta are multiplied up
def adam(w, dw, config=None):
    state = {
        "learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8,
        "beta1_power": 1.0, "beta2_power": 1.0,
        "avg": np.zeros(np.shape(w)), "avg_sq": np.zeros(np.shape(w)),
    }
    if config is not None:
        state.update(config)
    state["beta1_power"] *= state["beta1"]
    state["beta2_power"] *= state["beta2"]
    state["avg"] = state["avg"] + (dw - state["avg"]) * (1 - state["beta1"])
    state["avg_sq"] = state["avg_sq"] + (np.power(dw, 2) - state["avg_sq"]) * (1 - state["beta2"])
    numerator = state["avg"] / (1 - state["beta1_power"])
    denominator = np.sqrt(state["avg_sq"] / (1 - state["beta2_power"])) + state["epsilon"]
    return w - state["learning_rate"] * np.divide(numerator, denominator), state
