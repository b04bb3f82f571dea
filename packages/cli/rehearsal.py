"""Use the installed command in a rehearsed release: the penguins flow, checked by Python's sums.

Run as ``python rehearsal.py EXAMPLES`` in an empty folder, with ``acme`` on PATH. It prints the
result, and exits 1 unless it is right.
"""

from __future__ import annotations

import csv
import json
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

EXACT_ENOUGH = 1e-9
"""Relative difference that floating-point sums in another order may have."""


def expected(penguins: Path) -> dict[tuple[str, str], float]:
    """Mean body mass in grams by species and sex, of the penguins whose mass and sex are known."""
    masses = defaultdict(list)
    with penguins.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["sex"] not in ("", "NA") and row["body_mass_g"] not in ("", "NA"):
                masses[row["species"], row["sex"]].append(float(row["body_mass_g"]))
    return {group: statistics.fmean(known) for group, known in masses.items()}


def found(target: Path) -> dict[tuple[str, str], float]:
    """What the flow wrote."""
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["species"], row["sex"]): float(row["mean_body_mass_g"]) for row in rows}


def agree(one: dict[tuple[str, str], float], other: dict[tuple[str, str], float]) -> bool:
    """Whether both name the same groups, with the same means but for rounding."""
    return one.keys() == other.keys() and all(
        abs(one[group] - other[group]) <= EXACT_ENOUGH * abs(other[group]) for group in other
    )


def main(examples: Path) -> int:
    """Run the flow and compare."""
    subprocess.run(["acme", "run", str(examples / "penguins.toml")], check=True)
    wanted, got = expected(examples / "penguins.csv"), found(examples / "body-mass.csv")
    if not agree(got, wanted):
        print(f"acme run gave {got}, but it should be {wanted}")
        return 1
    print(json.dumps({" ".join(group): round(mean, 1) for group, mean in got.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
