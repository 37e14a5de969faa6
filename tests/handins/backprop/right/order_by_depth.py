def topological_order(graph):
    depth = {}
    def d(n, trail):
        if n in trail:
            raise ValueError("cycle: " + " -> ".join(trail + (n,)))
        if n not in depth:
            depth[n] = 1 + max([d(m, trail + (n,)) for m in graph[n]] or [0])
        return depth[n]
    return sorted(graph, key=lambda n: d(n, ()))
