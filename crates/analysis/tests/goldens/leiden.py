# Modularity that leidenalg reaches on three graphs: pip install leidenalg python-igraph; python leiden.py
# Writes leiden_graphs.csv (graph, one, other, weight) and leiden_quality.csv (graph, resolution, best of ten seeds).
import random
import igraph, leidenalg

random.seed(20261129)
graphs = {}
planted = {}
for a in range(300):
    for b in range(a):
        if random.random() < (0.22 if a // 30 == b // 30 else 0.012):
            planted[a, b] = 1.0
graphs["planted"] = (300, planted)
points = [(random.gauss(10 * random.randrange(6), 2.5), random.gauss(10 * random.randrange(3), 2.5)) for _ in range(400)]
near = {}
for a, (x, y) in enumerate(points):
    others = sorted(range(400), key=lambda b: (points[b][0] - x) ** 2 + (points[b][1] - y) ** 2)[1:9]
    for rank, b in enumerate(others):
        near[max(a, b), min(a, b)] = round(near.get((max(a, b), min(a, b)), 0) + 1 - rank / 10, 6)
graphs["near"] = (400, near)
uneven = {}
for a in range(1, 350):
    for _ in range(3):
        # A hub is chosen as often as it has ties already; mostly within its own third.
        b = random.choice([x for pair in list(uneven) for x in pair if x < a] or [0])
        if b != a and (a % 3 == b % 3 or random.random() < 0.3):
            uneven[a, b] = round(random.uniform(0.2, 1), 6)
graphs["uneven"] = (350, uneven)

with open("leiden_graphs.csv", "w") as edges, open("leiden_quality.csv", "w") as qualities:
    for name, (count, ties) in graphs.items():
        for (a, b), weight in sorted(ties.items()):
            edges.write(f"{name},{a},{b},{weight}\n")
        graph = igraph.Graph(count, list(ties))
        weights = list(ties.values())
        for resolution in (0.5, 1.0, 1.5):
            best = max(
                graph.modularity(
                    leidenalg.find_partition(
                        graph, leidenalg.RBConfigurationVertexPartition, weights=weights,
                        resolution_parameter=resolution, n_iterations=-1, seed=seed,
                    ).membership, weights=weights, resolution=resolution)
                for seed in range(10))
            qualities.write(f"{name},{resolution},{best:.9f}\n")
