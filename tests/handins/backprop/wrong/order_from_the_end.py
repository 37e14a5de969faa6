def topological_order(graph):
    order, seen, on_path = [], set(), set()
    def go(n):
        if n in on_path:
            raise ValueError
        if n in seen: return
        seen.add(n); on_path.add(n)
        for s in graph[n]: go(s)
        on_path.discard(n)
        order.append(n)
    go(list(graph.keys())[-1])
    return order
