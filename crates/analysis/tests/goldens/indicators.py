"""Worlds of signals and issues, and their indicators, by another hand than ours.

    python3 -m venv VENV && VENV/bin/pip install lifelines==0.30.3 numpy==2.4.6
    VENV/bin/python indicators.py          # writes indicator_worlds.json and indicator_figures.json beside itself

Written from product.md, decisions.md 29 and docs/adr/0026, not from the Rust code. Kaplan-Meier is lifelines', entropies
and sums are numpy's. All worlds are drawn by a seed; no text, no data of persons.
"""

import datetime as dt
import json
import pathlib
import warnings

import lifelines
import numpy as np

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
ENOUGH = 5
ENDINGS = ["redirected", "notStructural", "duplicate", "withdrawn", "dismissed", "noAct", "merged"]
STAGES = ["linked", "analysed", "validated", "prioritised", "decided", "started", "resolved", "closed"]


def day(text):
    return dt.date.fromisoformat(text)


def plus(text, days):
    return (day(text) + dt.timedelta(days=int(days))).isoformat()


def span(start, end):
    return max((day(end) - day(start)).days, 0)


# ---------------------------------------------------------------- Kaplan-Meier


def kaplan_meier(durations, observed):
    fitter = lifelines.KaplanMeierFitter().fit(durations, event_observed=observed)
    table = fitter.event_table
    at = sorted({int(d) for d, o in zip(durations, observed) if o})
    curve = [(d, 1.0 - float(fitter.survival_function_at_times(d).iloc[0])) for d in at]
    # Every death is in the table of lifelines too.
    assert int(table["observed"].sum()) == sum(observed)
    return fitter, curve


def within(curve, share):
    """The first day by which a share got there; rounding of a product is not what decides."""
    days = [d for d, s in curve if s > share or np.isclose(s, share, rtol=0, atol=1e-12)]
    return days[0] if days else None


def waiting(courses):
    """courses: ("reached"|"open", days), ("ended", days, how) or ("later",)."""
    lives = [(c[1], c[0] == "reached") for c in courses if c[0] != "later"]
    said = {
        "all": len(courses),
        "reached": sum(c[0] == "reached" for c in courses),
        "open": sum(c[0] == "open" for c in courses),
        "joinedLater": sum(c[0] == "later" for c in courses),
        "ended": [
            {"how": how, "count": n}
            for how in ENDINGS
            if (n := sum(c[0] == "ended" and c[2] == how for c in courses))
        ],
        "curve": [],
    }
    if not lives:
        return said
    said["openShare"] = said["open"] / len(lives)
    fitter, curve = kaplan_meier(*zip(*lives))
    said["curve"] = [{"days": d, "share": s} for d, s in curve]
    for name, share in [("medianDays", 0.5), ("p90Days", 0.9)]:
        days = within(curve, share)
        theirs = fitter.percentile(1 - share)
        if days is not None:
            said[name] = days
        # lifelines compares without tolerance: it may say a later day where a share is met exactly.
        assert days == theirs or (days is None and np.isinf(theirs)) or any(
            d == days and abs(s - share) < 1e-9 for d, s in curve
        ), (name, days, theirs)
    return said


def course(start, end, ended, until):
    """ended: [how, day] or None."""
    if end is not None and end <= until:
        return ("reached", span(start, end))
    if ended is not None and ended[1] <= until:
        return ("ended", span(start, ended[1]), ended[0])
    return ("open", span(start, until))


# ---------------------------------------------------------------- one window


def stands(link, until):
    return link["linkedOn"] <= until and (link["unlinkedOn"] is None or link["unlinkedOn"] > until)


def to_action(facts, signal, until):
    issues = [(facts["issues"][l["issue"]], l["linkedOn"]) for l in signal["links"] if stands(l, until)]
    started = sorted((i["startedOn"], l) for i, l in issues if i["startedOn"] and i["startedOn"] <= until)
    if started:
        on, linked = started[0]
        return ("later",) if linked > on else ("reached", span(signal["receivedOn"], on))
    if signal["ended"] and signal["ended"][1] <= until:
        return ("ended", span(signal["receivedOn"], signal["ended"][1]), signal["ended"][0])
    left = [(i["left"], l) for i, l in issues]
    if left and all(end is not None and end[1] <= until for end, _ in left):
        on, order, how = max((max(end[1], l), ENDINGS.index(end[0]), end[0]) for end, l in left)
        return ("ended", span(signal["receivedOn"], on), how)
    return ("open", span(signal["receivedOn"], until))


def share(part, whole):
    said = {"part": int(part), "whole": int(whole)}
    if whole:
        said["share"] = part / whole
    return said


def cells(signals, key):
    found = {}
    for s in signals:
        if s[key] is not None:
            found.setdefault(s[key], []).append(s)
    return found


def providers(signals):
    return len({s["provider"] for s in signals})


def hidden(found):
    """Small cells, and more, the smallest first, until they are two and have enough providers together."""
    order = sorted(found, key=lambda name: (providers(found[name]), len(found[name]), name))
    small = [name for name in order if providers(found[name]) < ENOUGH]
    if not small:
        return []
    rest = [name for name in order if name not in small]
    taken = list(small)
    while rest and (len(taken) < 2 or providers(sum((found[n] for n in taken), [])) < ENOUGH):
        taken.append(rest.pop(0))
    return taken


def breakdown(kind, found, unknown, sight):
    gone = [] if sight == "everything" and kind != "sector" else hidden(found)
    shown = [
        {"name": n, "signals": len(found[n]), "providers": providers(found[n])} for n in found if n not in gone
    ]
    shown.sort(key=lambda p: (-p["signals"], -p["providers"], p["name"]))
    said = {"kind": kind, "parts": shown, "unknown": unknown}
    if gone:
        together = sum((found[n] for n in gone), [])
        said["others"] = {"groups": len(gone), "signals": len(together), "providers": providers(together)}
    return said


def sizes(found, sight):
    """Signals of those that are shown, and of the others as one."""
    gone = hidden(found) if sight == "totals" else []
    kept = np.array([len(found[n]) for n in sorted(found) if n not in gone], dtype=float)
    others = np.array([sum(len(found[n]) for n in gone)] if gone else [], dtype=float)
    return kept, np.concatenate([kept, others])


def diversity(found, sight):
    kept, counts = sizes(found, sight)
    if not len(kept):
        return None
    p = counts / counts.sum()
    h = float(-(p * np.log(p)).sum()) + 0.0
    said = {"signals": int(counts.sum()), "groups": len(counts), "entropy": h, "effective": float(np.exp(h))}
    if len(counts) > 1:
        said["evenness"] = h / float(np.log(len(counts)))
    return said


def concentration(found, sight):
    kept, counts = sizes(found, sight)
    if not len(kept):
        return None
    p = counts / counts.sum()
    return {
        "signals": int(counts.sum()),
        "groups": len(counts),
        "topShare": float(kept.max() / counts.sum()),
        "hhi": float((p**2).sum()),
    }


def depth(signals):
    values = np.array([s["depth"] for s in signals if s["depth"] is not None], dtype=float)
    if not len(values):
        return None
    classes, _ = np.histogram(values, bins=np.arange(0, 101, 10))  # the last bin is closed: 100 lies in it
    return {"signals": len(values), "mean": float(values.mean()), "classes": classes.tolist()}


def feedback(facts, cohort, window):
    until = window["until"]
    told = [t for t in facts["told"] if t["sentOn"] <= until]
    first = {}
    for t in told:
        if t["signal"] is not None:
            first[t["signal"]] = min(first.get(t["signal"], t["sentOn"]), t["sentOn"])
    of = {}
    for at, s in cohort:
        if s["isReachable"] and any(stands(l, until) for l in s["links"]):
            of.setdefault(s["provider"], []).append((s["promisedOn"], first.get(at)))
    informed = {p for p, own in of.items() if all(t is not None for _, t in own)}
    late = {p for p, own in of.items() if any((t or until) > promise for promise, t in own)}
    judged = informed | late
    sent = [t for t in told if window["from"] <= t["sentOn"] <= window["to"]]
    rated = [t["rated"][1] for t in sent if t["rated"] and t["rated"][0] <= until]
    return {
        "coverage": share(len(informed), len(of)),
        "onTime": share(len(judged - late), len(judged)),
        "response": share(len(rated), len(sent)),
        "usefulness": share(sum(rated), len(rated)),
    }


def returning(lives):
    if not lives:
        return {"providers": 0, "again": 0}
    durations, observed = zip(*lives)
    fitter = lifelines.KaplanMeierFitter().fit(durations, event_observed=observed)
    return {
        "providers": len(lives),
        "again": sum(o and d <= 180 for d, o in lives),
        "rate": 1.0 - float(fitter.predict(180)),
    }


def again(facts, window):
    start, end, until = window["from"], window["to"], window["until"]
    sent, answers = {}, {}
    for s in facts["signals"]:
        if s["isLasting"] and s["receivedOn"] <= until:
            sent.setdefault(s["provider"], set()).add(s["receivedOn"])
    for t in facts["told"]:
        if t["isLasting"] and t["sentOn"] <= until:
            answers.setdefault(t["provider"], set()).add(t["sentOn"])

    def life(provider, origin, last):
        later = sorted(d for d in sent.get(provider, ()) if origin < d <= last)
        return (span(origin, later[0]), True) if later else (span(origin, last), False)

    def inside(days):
        return sorted(d for d in days if start <= d <= min(end, until))

    told = [life(p, inside(a)[0], until) for p, a in answers.items() if inside(a)]
    untold = []
    for p, days in sent.items():
        if not inside(days):
            continue
        origin = inside(days)[0]
        answer = min(answers[p]) if p in answers else None
        if answer is not None and answer <= origin:
            continue
        untold.append(life(p, origin, until if answer is None else answer))
    return {"told": returning(told), "untold": returning(untold)}


def figures(facts, window, sight):
    start, end, until = window["from"], window["to"], window["until"]

    def inside(d):
        return d is not None and start <= d <= end and d <= until

    cohort = [(at, s) for at, s in enumerate(facts["signals"]) if inside(s["receivedOn"])]
    signals = [s for _, s in cohort]
    issues = facts["issues"]

    def stage(name):
        if name == "linked":
            return [course(s["receivedOn"], s["firstLinkedOn"], s["ended"], until) for s in signals]
        of = {
            "analysed": lambda i: (i["firstLinkedOn"], i["analysedOn"]),
            "validated": lambda i: (i["analysedOn"], i["validatedOn"]),
            "prioritised": lambda i: (i["validatedOn"], i["prioritisedOn"]),
            "decided": lambda i: (i["prioritisedOn"], i["decided"] and i["decided"][1]),
            "started": lambda i: (
                i["decided"][1] if i["decided"] and i["decided"][0] == "act" else None,
                i["startedOn"],
            ),
            "resolved": lambda i: (i["startedOn"], i["resolvedOn"]),
            "closed": lambda i: (i["resolvedOn"], i["closedOn"]),
        }[name]
        pairs = [(of(i), i["left"]) for i in issues]
        return [course(a, b, left, until) for (a, b), left in pairs if inside(a)]

    def acts(i):
        return i["decided"] is not None and i["decided"][0] == "act" and i["decided"][1] <= until

    def known(d):
        return d is not None and d <= until

    candidates = [i for i in issues if inside(i["seenOn"])]
    weighed = [i for i in issues if inside(i["prioritisedOn"])]
    to_act = [i for i in issues if acts(i) and inside(i["decided"][1])]
    linked = [s for s in signals if any(stands(l, until) for l in s["links"])]
    length = (day(end) - day(start)).days + 1
    before = {
        s["provider"]
        for s in facts["signals"]
        if s["isLasting"] and plus(start, -length) <= s["receivedOn"] <= plus(start, -1)
    }
    now = {s["provider"] for s in signals if s["isLasting"]}
    by = {key: cells(signals, key) for key in ["sector", "organisation", "place"]}
    silent = [name for name in facts["sectors"] if name not in by["sector"]]
    # Whoever sent with an account was registered then.
    active = len({s["provider"] for s in signals if s["hasAccount"]})
    registered = max(window["registered"], active)
    said = {
        "from": start,
        "to": end,
        "until": until,
        "received": len(signals),
        "providers": providers(signals),
        "leadTimeAction": waiting([to_action(facts, s, until) for s in signals]),
        "firstResponse": waiting(
            [course(s["receivedOn"], s["respondedOn"], s["ended"], until) for s in signals]
        ),
        "detection": waiting(
            [
                course(i["firstReceivedOn"], i["seenOn"], None, until)
                for i in candidates
                if i["firstReceivedOn"] is not None
            ]
        ),
        "stages": [{"stage": name, **waiting(stage(name))} for name in STAGES],
        "coverage": {
            "heard": share(len(facts["sectors"]) - len(silent), len(facts["sectors"])),
            "silent": silent,
        },
        "activity": share(active, registered),
        "retention": share(len(before & now), len(before)),
        "conversion": {
            "linked": share(len(linked), len(signals)),
            "validated": share(sum(known(i["validatedOn"]) for i in candidates), len(candidates)),
            "acted": share(sum(acts(i) for i in weighed), len(weighed)),
            "done": share(sum(known(i["doneOn"]) for i in to_act), len(to_act)),
        },
        "feedback": feedback(facts, cohort, window),
        "again": again(facts, window),
        "parts": [
            breakdown(key, by[key], sum(s[key] is None for s in signals), sight)
            for key in ["sector", "organisation", "place"]
        ],
    }
    if registered:
        said["perThousand"] = len(signals) * 1000.0 / registered
    for name, value in [
        ("diversity", diversity(by["sector"], sight)),
        ("concentration", concentration(by["organisation"], sight)),
        ("depth", depth(signals)),
    ]:
        if value is not None:
            said[name] = value
    return said


# ---------------------------------------------------------------- worlds

SECTORS = ["care", "education", "home-nursing", "housing", "police", "youth"]
START = "2026-01-05"


def issue(**own):
    fields = "firstReceivedOn firstLinkedOn analysedOn validatedOn prioritisedOn decided startedOn doneOn".split()
    return {"seenOn": START} | dict.fromkeys(fields + ["resolvedOn", "closedOn", "left"]) | own


def signal(provider, on, **own):
    fields = ["respondedOn", "firstLinkedOn", "ended", "sector", "organisation", "place", "depth"]
    return (
        {"provider": provider, "isLasting": True, "hasAccount": False, "isReachable": True}
        | {"receivedOn": on, "promisedOn": plus(on, 30), "links": []}
        | dict.fromkeys(fields)
        | own
    )


def link(to, on, until=None):
    return {"issue": to, "linkedOn": on, "unlinkedOn": until}


def drawn(seed, how_many, people, organisations):
    """A year and a half of an authority."""
    rng = np.random.default_rng(seed)

    def maybe(chance, value):
        return value if rng.random() < chance else None

    issues = []
    for _ in range(max(how_many // 8, 1)):
        at = plus(START, rng.integers(0, 500))
        own = issue(seenOn=at, firstReceivedOn=plus(at, -rng.integers(0, 60)), firstLinkedOn=at)
        for step in ["analysedOn", "validatedOn", "prioritisedOn"]:
            if rng.random() < 0.8:
                at = plus(at, rng.integers(0, 30))
                own[step] = at
            else:
                own["left"] = maybe(0.5, ["dismissed", plus(at, rng.integers(0, 20))])
                break
        else:
            at = plus(at, rng.integers(0, 20))
            how = ["act", "act", "act", "noAct", "escalate"][rng.integers(0, 5)]
            own["decided"] = [how, at]
            if how == "noAct":
                own["left"] = ["noAct", at]
            if how == "act" and rng.random() < 0.8:
                at = plus(at, rng.integers(0, 60))
                own["startedOn"] = at
                own["doneOn"] = maybe(0.5, plus(at, rng.integers(0, 90)))
                own["resolvedOn"] = maybe(0.5, plus(at, rng.integers(30, 120)))
                if own["resolvedOn"]:
                    own["closedOn"] = maybe(0.7, plus(own["resolvedOn"], rng.integers(0, 40)))
        issues.append(own)
    signals, told = [], []
    for at in range(how_many):
        on = plus(START, rng.integers(0, 560))
        provider = int(rng.integers(0, people))
        own = signal(
            provider,
            on,
            isLasting=bool(rng.random() < 0.9),
            hasAccount=bool(provider % 3 == 0),
            isReachable=bool(rng.random() < 0.7),
            respondedOn=maybe(0.7, plus(on, rng.geometric(0.1) - 1)),
            sector=maybe(0.9, SECTORS[min(int(rng.geometric(0.45)) - 1, len(SECTORS) - 2)]),
            organisation=maybe(0.8, f"organisation {min(int(rng.geometric(0.3)) - 1, organisations - 1)}"),
            place=maybe(0.6, f"place {rng.integers(0, 5)}"),
            depth=maybe(0.95, int(rng.integers(0, 101))),
        )
        for to in rng.choice(len(issues), size=rng.integers(0, min(3, len(issues) + 1)), replace=False):
            linked = plus(max(on, issues[to]["seenOn"]), rng.integers(0, 25))
            own["links"].append(link(int(to), linked, maybe(0.15, plus(linked, rng.integers(1, 50)))))
        if own["links"]:
            own["firstLinkedOn"] = min(l["linkedOn"] for l in own["links"])
        elif rng.random() < 0.4:
            how = ["redirected", "notStructural", "duplicate", "withdrawn"][rng.integers(0, 4)]
            own["ended"] = [how, plus(on, rng.integers(0, 40))]
        signals.append(own)
        for _ in range(rng.integers(0, 3)):
            sent = plus(on, rng.integers(0, 120))
            told.append(
                {
                    "provider": provider,
                    "isLasting": own["isLasting"],
                    "signal": at if rng.random() < 0.95 else None,
                    "sentOn": sent,
                    "rated": maybe(0.4, [plus(sent, rng.integers(0, 30)), bool(rng.random() < 0.7)]),
                }
            )
    return {"signals": signals, "issues": issues, "told": told, "sectors": SECTORS}


def window(start, end, until, registered=0):
    return {"from": start, "to": end, "until": until, "registered": registered}


def worlds():
    year = window("2026-07-01", "2027-06-30", "2027-07-15", 40)
    quarter = window("2026-10-01", "2026-12-31", "2027-01-31", 12)
    nothing = {"signals": [], "issues": [], "told": [], "sectors": SECTORS}
    yield "empty", nothing, [year]
    yield "empty, no taxonomy", nothing | {"sectors": []}, [window("2026-07-01", "2026-07-01", "2026-07-01")]
    alone = [signal(7, plus("2026-07-01", d), sector="care", organisation="one", depth=40) for d in (0, 0, 9, 80)]
    yield "one provider", nothing | {"signals": alone}, [window("2026-06-01", "2026-12-31", "2026-12-31", 1)]
    # Ties: three get there on the day on which two others were last seen; two on the day they came.
    acts = issue(decided=["act", "2026-07-20"], startedOn="2026-07-21")
    tied = [
        signal(p, on, links=[link(0, max(on, START))], firstLinkedOn=on)
        for p, on in enumerate(["2026-07-11"] * 3 + ["2026-07-21"] * 2)
    ]
    gone = [signal(10 + p, "2026-07-11", ended=["redirected", "2026-07-21"]) for p in range(2)]
    late = [signal(20, "2026-07-01", links=[link(0, "2026-08-02")], firstLinkedOn="2026-08-02")]
    early = [signal(21, "2026-08-09", links=[link(0, "2026-07-01")], firstLinkedOn="2026-08-09")]
    waits = [signal(30 + p, "2026-07-11") for p in range(3)]
    tied_world = nothing | {"signals": tied + gone + late + early + waits, "issues": [acts]}
    yield "ties and censoring", tied_world, [
        window("2026-07-01", "2026-08-31", "2026-08-31", 9),
        window("2026-07-01", "2026-08-31", "2026-07-21", 9),
        window("2026-07-01", "2026-08-31", "2026-07-20", 9),
    ]
    # Of several issues the earliest action counts; all dismissed is an end, one that goes on is none.
    several = [
        issue(startedOn="2026-09-01"),
        issue(startedOn="2026-08-01"),
        issue(left=["dismissed", "2026-07-15"]),
        issue(decided=["noAct", "2026-07-25"], left=["noAct", "2026-07-25"]),
        issue(),
    ]
    many = [
        signal(p, "2026-07-01", links=[link(i, "2026-07-05") for i in to], firstLinkedOn="2026-07-05")
        for p, to in enumerate([[0, 1], [2, 3], [2, 4], [3], [4], [0, 2]])
    ]
    many.append(signal(9, "2026-07-01", links=[link(1, "2026-07-05", "2026-07-20")], firstLinkedOn="2026-07-05"))
    several_world = nothing | {"signals": many, "issues": several}
    yield "several issues", several_world, [
        window("2026-07-01", "2026-07-31", "2026-10-01"),
        window("2026-07-01", "2026-07-31", "2026-07-19"),
    ]
    for seed, how_many, people, organisations in [
        (1, 30, 9, 3),
        (2, 60, 25, 6),
        (3, 150, 40, 4),
        (4, 150, 150, 12),
        (5, 220, 60, 8),
    ]:
        yield f"drawn {seed}", drawn(seed, how_many, people, organisations), [year, quarter]


def main():
    kept, said = [], []
    for name, facts, windows in worlds():
        kept.append({"name": name, "facts": facts, "windows": windows})
        for at, of in enumerate(windows):
            for sight in ["everything", "totals"]:
                said.append({"world": name, "window": at, "sight": sight, "figures": figures(facts, of, sight)})
    (HERE / "indicator_worlds.json").write_text(json.dumps(kept, separators=(",", ":")) + "\n")
    (HERE / "indicator_figures.json").write_text(json.dumps(said, separators=(",", ":")) + "\n")
    print(len(kept), "worlds,", len(said), "cases")


if __name__ == "__main__":
    main()
