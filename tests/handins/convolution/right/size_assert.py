def conv_output_size(W, F, S, P):
    assert (W - F + 2*P) % S == 0, "neurons don't fit neatly"
    return (W - F + 2*P)//S + 1
