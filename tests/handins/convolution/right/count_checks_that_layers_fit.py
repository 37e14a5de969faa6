import numpy as np
def conv_output_size(W, F, S, P):
    size = 1 + (W - F + 2.0 * P) / S
    if not size.is_integer():
        raise Exception("does not fit")
    return int(size)
class Shape:
    def __init__(self, C, H, W): self.C, self.H, self.W = C, H, W
    def slide(self, size, stride, pad=0):
        self.H = conv_output_size(self.H, size[0], stride, pad)
        self.W = conv_output_size(self.W, size[1], stride, pad)
def count_parameters(layers):
    out = np.zeros(len(layers), dtype=int)
    s = Shape(*layers[0]["shape"])
    for i, l in enumerate(layers):
        if l["kind"] == "conv":
            out[i] = l["filters"] * (1 + s.C * np.prod(l["size"]))
            s.slide(l["size"], l["stride"], l["pad"]); s.C = l["filters"]
        elif l["kind"] == "pool":
            s.slide(l["size"], l["stride"])
        elif l["kind"] == "dense":
            out[i] = l["units"] * (1 + s.C * s.H * s.W)
            s = Shape(l["units"], 1, 1)
    return out.tolist()
