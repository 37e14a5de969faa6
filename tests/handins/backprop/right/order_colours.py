class CycleError(Exception):
    pass

WHITE, GREY, BLACK = range(3)

def topological_order(graph):
    colour = dict.fromkeys(graph, WHITE)
    out = []
    def dfs(v):
        colour[v] = GREY
        for u in graph[v]:
            if colour[u] == GREY:
                raise CycleError(v)
            if colour[u] == WHITE:
                dfs(u)
        colour[v] = BLACK
        out.append(v)
    for v in sorted(graph, reverse=True):
        if colour[v] == WHITE:
            dfs(v)
    return tuple(out)
