import numpy as np

def adam(w, dw, config=None):
    c = dict(learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, step=1, m=0.0, v=0.0)
    c.update(config or {})
    c["m"] = c["beta1"] * c["m"] + (1 - c["beta1"]) * dw
    c["v"] = c["beta2"] * c["v"] + (1 - c["beta2"]) * np.square(dw)
    m_unbiased = c["m"] / (1 - c["beta1"] ** c["step"])
    v_unbiased = c["v"] / (1 - c["beta2"] ** c["step"])
    c["step"] += 1
    return w - c["learning_rate"] * m_unbiased / (v_unbiased ** 0.5 + c["epsilon"]), c
