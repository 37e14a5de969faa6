def collapse_linear_layers(weights):
    W = weights[0]
    for V in weights[1:]:
        W = W.dot(V)
    return W
