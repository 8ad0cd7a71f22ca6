"""Votes of an invented room, and what red-dwarf 0.4.0 (MPL-2.0) says of them.

pip install red-dwarf==0.4.0; python3 opinions.py
Only the numbers are kept; nothing of that program is part of this project.
"""

import json
import random
from pathlib import Path

from reddwarf.implementations.base import run_pipeline
from sklearn.metrics import silhouette_score
from reddwarf.sklearn.cluster import PolisKMeans

HERE = Path(__file__).parent
PARTICIPANTS, STATEMENTS, LEFT_OUT = 84, 22, [5, 17]
CONFIDENCE, FEWEST_VOTES, MOST_GROUPS, PICK = 0.9, 7, 5, 5


def votes():
    """Three camps of different size; some answer little, some pass a lot."""
    chance = random.Random(20261130)
    camps = [[chance.choice([-1, 1]) for _ in range(STATEMENTS)] for _ in range(3)]
    for camp in camps:
        camp[0], camp[9] = 1, -1
    rows = []
    for participant in range(PARTICIPANTS):
        camp = camps[0 if participant % 7 < 3 else 1 if participant % 7 < 6 else 2]
        answers = chance.choice([0.15, 0.6, 0.8, 1.0])
        for statement in range(STATEMENTS):
            if chance.random() > answers:
                continue
            lot = chance.random()
            vote = camp[statement] if lot < 0.72 else 0 if lot < 0.85 else -camp[statement]
            rows.append((statement, participant, vote))
    chance.shuffle(rows)
    # Some change their mind: the last vote counts.
    again = [(s, p, chance.choice([-1, 0, 1])) for s, p, _ in rows[:40]]
    return rows + again


def main():
    rows = votes()
    last = {}
    lines = ["timestamp,comment-id,voter-id,vote"]
    for time, (statement, participant, vote) in enumerate(rows):
        lines.append(f"{time},{statement},{participant},{vote}")
        last[participant, statement] = (vote, time)
    (HERE / "opinions_votes.csv").write_text("\n".join(lines) + "\n")

    result = run_pipeline(
        votes=[
            {"participant_id": p, "statement_id": s, "vote": v, "modified": t}
            for (p, s), (v, t) in last.items()
        ],
        mod_out_statement_ids=LEFT_OUT,
        min_user_vote_threshold=FEWEST_VOTES,
        max_group_count=MOST_GROUPS,
        pick_max=PICK,
        confidence=CONFIDENCE,
    )
    people, statements = result.participants_df, result.statements_df
    points = people[people["to_cluster"]][["x", "y"]].values
    silhouettes = {
        k: float(silhouette_score(points, PolisKMeans(n_clusters=k, init="polis").fit(points).labels_))
        for k in range(2, MOST_GROUPS + 1)
    }
    pca = result.reducer
    stats = result.group_comment_stats.reset_index()
    names = ["na", "nd", "ns", "pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt"]
    answers = {
        "params": {"mod_out_statement_ids": LEFT_OUT},
        "pca": {
            "mean": {str(s): float(m) for s, m in zip(statements.index, pca.mean_)},
            "pc1": pca.components_[0].tolist(),
            "pc2": pca.components_[1].tolist(),
            "explained_variance": pca.explained_variance_.tolist(),
            "explained_variance_ratio": pca.explained_variance_ratio_.tolist(),
        },
        "participants": [
            {
                "id": int(i),
                "x": float(row.x),
                "y": float(row.y),
                "cluster": int(row.cluster_id) if row.to_cluster else None,
            }
            for i, row in people.iterrows()
        ],
        "silhouette_by_k": silhouettes,
        "centers": result.clusterer.cluster_centers_.tolist(),
        "statements": [
            {
                "id": int(i),
                "x": float(row.x),
                "y": float(row.y),
                "extremity": float(row.extremity),
                "priority": float(row.priority),
                "gac_agree": float(row["group-aware-consensus-agree"]),
                "gac_disagree": float(row["group-aware-consensus-disagree"]),
            }
            for i, row in statements.iterrows()
        ],
        "group_comment_stats": [
            {"group": int(row.group_id), "statement": int(row.statement_id)}
            | {n: int(row[n]) if n in ("na", "nd", "ns") else float(row[n]) for n in names}
            for _, row in stats.iterrows()
        ],
        "consensus": result.consensus,
        "repness": {str(g): rows for g, rows in result.repness.items()},
    }
    text = json.dumps(answers, default=lambda value: value.item())
    (HERE / "opinions_answers.json").write_text(text.replace("}, {", "},\n{") + "\n")


if __name__ == "__main__":
    main()
