def topological_order(graph):
    path = []
    def visit(n):
        if n in path:
            raise ValueError("cycle")
        path.append(n)
        out = []
        for i in graph[n]:
            out += visit(i)
        path.pop()
        return out + [n]
    order = []
    for n in graph:
        if n not in order:
            order += visit(n)
    return order
