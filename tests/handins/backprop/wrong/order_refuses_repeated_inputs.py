def topological_order(graph):
    for n, ins in graph.items():
        if len(set(ins)) != len(ins):
            raise ValueError("cycle")
    left, out = dict(graph), []
    while left:
        free = [n for n in left if all(m in out for m in left[n])]
        if not free: raise ValueError("cycle")
        out += free
        for n in free: del left[n]
    return out
