def topological_order(graph):
    out = []
    for _ in range(10):
        for n in graph:
            if n not in out and all(m in out for m in graph[n]):
                out.append(n)
    if len(out) < len(graph):
        raise ValueError("cycle")
    return out
