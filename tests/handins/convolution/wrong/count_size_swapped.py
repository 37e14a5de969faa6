def count_parameters(layers):
    out = []
    for l in layers:
        k = l["kind"]
        if k == "input": C, H, W = l["shape"]; n = 0
        elif k == "dense": n = (C * H * W + 1) * l["units"]; C, H, W = l["units"], 1, 1
        else:
            b, a = l["size"]; p = l.get("pad", 0); s = l["stride"]
            H, W = (H - a + 2 * p) // s + 1, (W - b + 2 * p) // s + 1
            n = 0
            if k == "conv": n = l["filters"] * (C * a * b + 1); C = l["filters"]
        out.append(n)
    return out
