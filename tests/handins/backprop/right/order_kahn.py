from collections import deque

def topological_order(graph):
    users = {name: [] for name in graph}
    waiting = {}
    for name, inputs in graph.items():
        waiting[name] = len(inputs)
        for source in inputs:
            users[source].append(name)
    ready = deque(name for name in graph if waiting[name] == 0)
    order = []
    while ready:
        name = ready.popleft()
        order.append(name)
        for user in users[name]:
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    if len(order) != len(graph):
        raise ValueError('cycle')
    return order
