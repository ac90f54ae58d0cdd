#!/usr/bin/env python3
"""Judges the JSON of one demo: every member at least as good as alone (one test row granted), a mean gain of five points,
the worst member within three points of the pooled model, within 90 seconds."""
import json
import sys

run = json.load(open(sys.argv[1]))
members = run["members"]
row = 1 / run["testRows"]
alone = sum(m["alone"] for m in members) / len(members)
problems = [
    f"{m['name']} is worse off: {m['federated']:.4f} after {m['alone']:.4f} alone"
    for m in members
    if m["federated"] < m["alone"] - row - 1e-9
]
if run["mean"] - alone < 0.05:
    problems.append(f"the mean gain is only {run['mean'] - alone:.4f}")
if run["worst"] < run["pooled"] - 0.03 - 1e-9:
    problems.append(f"the worst member has {run['worst']:.4f}, the pooled model {run['pooled']:.4f}")
if run["seconds"] > 90:
    problems.append(f"it took {run['seconds']:.0f} s")
print(
    f"seed {run['seed']}: alone {alone:.4f}, mean {run['mean']:.4f}, worst {run['worst']:.4f}, spread {run['spread']:.4f},"
    f" pooled {run['pooled']:.4f}, consensus distance {run['consensusDistance']:.4f}, {run['seconds']:.1f} s,"
    f" {run['bytesPerMember']} bytes a member"
)
if problems:
    sys.exit("\n".join(problems))
