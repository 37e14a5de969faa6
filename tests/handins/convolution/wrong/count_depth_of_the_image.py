def count_parameters(layers):
    out = []
    C0 = layers[0]["shape"][0]
    for l in layers:
        if l["kind"] == "input":
            C, H, W = l["shape"]; n = C * H * W; out.append(0)
        elif l["kind"] == "dense":
            out.append((n + 1) * l["units"]); n = l["units"]
        else:
            a, b = l["size"]; p = l.get("pad", 0); s = l["stride"]
            H = (H - a + 2 * p) // s + 1
            W = (W - b + 2 * p) // s + 1
            if l["kind"] == "conv":
                out.append(l["filters"] * (C0 * a * b + 1)); C = l["filters"]
            else:
                out.append(0)
            n = C * H * W
    return out
