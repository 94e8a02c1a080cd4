"""Refit the yearly chance of a militarised dispute between two states, 1990 to 2000.

Prints logits of onset, base rates and the hostility reached as TOML. A dispute already running is
left out of the rows. Disputes before 1990 are known only as counts for 1980 to 1993: a pair with
more disputes counted than seen from 1990 to 1993 is given one in 1985, any other pair one in 1980,
which is the same convention as in the file of pairs of the scenario ``pfp-1994``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from fit_ties import covariates, read_tables, show_fit

EARLIER = 1985
NEVER = 1980
QUIET_CAP = 40
COALITION = 6
HOSTILITY = {2: "threat", 3: "display", 4: "force", 5: "war"}


def first_disputes(folder: Path, dyads: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return the year assumed for the last dispute before 1990 of the pairs that had one."""
    counts = pd.read_csv(folder / "domain" / "dyads_osce_1994.csv")
    seen = dyads[dyads.year <= 1993].groupby(["a", "b"]).mid_onset.sum().to_dict()
    early = {}
    for one, two, number in counts[["iso3_a", "iso3_b", "mid_onsets_1980_1993"]].to_numpy():
        pair = (min(one, two), max(one, two))
        if number > seen.get(pair, 0):
            early[pair] = EARLIER
    return early


def dyad_years(folder: Path) -> pd.DataFrame:
    """Return one row per pair and year with the covariates known at its start."""
    tables = read_tables(folder)
    dyads = tables["dyad_year"]
    last = first_disputes(folder, dyads)
    parts = []
    for year in range(1990, 2001):
        now = dyads[dyads.year == year]
        rows = covariates(tables, now, max(year - 1, 1990))
        pairs = list(zip(rows.a, rows.b, strict=True))
        quiet = np.array([min(year - last.get(pair, NEVER), QUIET_CAP) for pair in pairs])
        starts = rows[rows.mid_onset > 0]
        number = pd.concat([starts.a, starts.b]).value_counts()
        crowd = rows.a.map(number).fillna(0), rows.b.map(number).fillna(0)
        parts.append(
            rows.assign(
                rival=rows.rivalry,
                ln_quiet=np.log1p(quiet),
                nonaggression=(rows.atop & 8 > 0) * 1,
                onset=rows.mid_onset,
                running=(rows.mid_ongoing > 0) & (rows.mid_onset == 0),
                coalition=(rows.mid_onset > 0)
                & (rows.contig == 0)
                & (np.maximum(*crowd) >= COALITION),
            )
        )
        hit = now[(now.mid_onset > 0) | (now.mid_ongoing > 0)]
        last |= dict.fromkeys(zip(hit.a, hit.b, strict=True), year)
    rows = pd.concat(parts, ignore_index=True)
    return rows[~rows.running]


def interval(events: int, number: int) -> tuple[float, float]:
    """Return the 95% Wilson interval of a share."""
    z, p = 1.96, events / number
    middle = (p + z * z / 2 / number) / (1 + z * z / number)
    half = z * np.sqrt(p * (1 - p) / number + z * z / 4 / number**2) / (1 + z * z / number)
    return middle - half, middle + half


def show_rates(name: str, rows: pd.DataFrame) -> None:
    """Print base rates of onset per 1000 dyad-years, overall and in strata."""
    print(f"\n[{name}]  # per 1000 dyad-years, 95% Wilson interval, pairs taken as independent")
    border = rows.land_border == 1
    near = border | (rows.sea_border == 1)
    democratic = rows.both_democratic == 1
    strata = {
        "all": rows.onset >= 0,
        "land_border": border,
        "land_or_sea": near,
        "not_contiguous": ~near,
        "rivals": rows.rival == 1,
        "both_democratic": democratic,
        "border_both_democratic": near & democratic,
        "border_other": near & ~democratic,
    }
    for key, chosen in strata.items():
        number, events = int(chosen.sum()), int(rows.onset[chosen].sum())
        low, high = interval(events, number)
        print(
            f"{key} = {{ rows = {number}, events = {events}, rate = {1000 * events / number:.2f}, "
            f"low = {1000 * low:.2f}, high = {1000 * high:.2f} }}"
        )


def show_hostility(name: str, starts: pd.DataFrame) -> None:
    """Print the shares of the highest hostility reached in the year of onset."""
    print(f"\n[{name}]\nonsets = {len(starts)}")
    for level, label in HOSTILITY.items():
        print(f"{label} = {(starts.mid_hostlev == level).mean():.4f}")


def main() -> None:
    """Read the folder of tables from the command line and print all results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path, help="folder holding the research tables")
    rows = dyad_years(parser.parse_args().tables)
    single = rows[~rows.coalition]
    print("# written by tools/fit_onset.py")
    print("# bilateral: without onsets of pairs far apart in which one state has six or more")
    print("# onsets in the year; these are coalitions against one target, counted once per pair")
    near = ["land_border", "sea_border", "ln_distance", "rival"]
    power = ["alignment_distance", "ln_product", "ln_ratio", "pact", "nonaggression", "ln_quiet"]
    # the pacifying product of institutions counts near its top: cubed it fits best of powers 1-3
    small = ["land_border", "sea_border", "rival", "liberal_product", "ln_product", "ln_quiet"]
    for name, part in (("all", rows), ("bilateral", single)):
        show_fit(f"onset.{name}.democratic", part, "onset", [*near, "both_democratic", *power])
        show_fit(f"onset.{name}.liberal", part, "onset", [*near, "liberal_product", *power])
        show_fit(f"onset.{name}.cubed", part, "onset", [*near, "liberal_cubed", *power])
        show_fit(f"onset.{name}.small", part, "onset", small)
        show_rates(f"rates.{name}", part)
        show_hostility(f"hostility.{name}", part[part.onset > 0])


if __name__ == "__main__":
    main()
