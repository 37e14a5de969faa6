def topological_order(graph):
    order, path = [], []
    def visit(n):
        if n in path:
            raise ValueError('cycle')
        if n in order:
            return
        order.append(n)
        path.append(n)
        for s in graph[n]:
            visit(s)
        path.pop()
    for n in graph:
        visit(n)
    return order
