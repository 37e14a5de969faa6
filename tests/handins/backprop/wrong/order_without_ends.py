def topological_order(graph):
    out, state = [], {}
    def visit(n):
        if state.get(n) == 1: raise ValueError("cycle")
        if n in state: return
        state[n] = 1
        for m in graph[n]:
            visit(m)
            if m not in out:
                out.append(m)
        state[n] = 2
    for n in graph: visit(n)
    return out
