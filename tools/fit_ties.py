"""Refit the model of defence cooperation ties from the research tables.

Prints three results as TOML: the logit of a first bilateral agreement by the end of 1993, the
kinds of agreements signed, and the yearly hazard of a new tie from 1991 to 2000. The tables are
not part of this repository; their origin is described with the scenario ``pfp-1994``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd


def codes(text: str) -> frozenset[str]:
    """Return the set of country codes in a text."""
    return frozenset(text.split())


NATO = codes("USA CAN GBR FRA BEL NLD LUX NOR DNK ISL PRT ITA GRC TUR DEU ESP")
CSTO = codes("ARM AZE BLR GEO KAZ KGZ RUS TJK UZB")
FEDERATIONS = (
    codes("ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB"),
    codes("BIH HRV MKD SRB SVN"),
    codes("CZE SVK"),
)
TYPES = {
    "DCA": "general",
    "DIC": "industry",
    "TREX": "training",
    "PROCUREMENT": "procurement",
    "RESEARCH": "research",
    "COMMISSION": "commission",
}
BASE = ["ln_distance", "land_border", "alignment_distance", "ln_product", "ln_ratio"]


def fit_logit(x: np.ndarray, y: np.ndarray, groups: np.ndarray) -> dict[str, np.ndarray | float]:
    """Fit a logit by reweighted least squares; standard errors are clustered by group."""
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + 1e-9 * np.eye(x.shape[1])
        step = np.linalg.solve(hessian, x.T @ (y - p))
        beta = beta + step
        if np.abs(step).max() < 1e-9:
            break
    p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
    bread = np.linalg.inv(x.T @ (x * (p * (1 - p))[:, None]) + 1e-9 * np.eye(x.shape[1]))
    scores = pd.DataFrame(x * (y - p)[:, None]).groupby(groups).sum().to_numpy()
    m = len(scores)
    cover = bread @ (scores.T @ scores) @ bread * m / (m - 1)
    return {"beta": beta, "se": np.sqrt(np.diag(cover)), "p": p, "auc": area(y, p)}


def area(y: np.ndarray, p: np.ndarray) -> float:
    """Return the area under the receiver operating curve."""
    ranks = pd.Series(p).rank().to_numpy()
    ones = y.sum()
    return float((ranks[y == 1].sum() - ones * (ones + 1) / 2) / (ones * (len(y) - ones)))


def show_fit(name: str, frame: pd.DataFrame, outcome: str, terms: list[str]) -> np.ndarray:
    """Print one fitted model as TOML and return the fitted probabilities of the rows used."""
    used = frame.dropna(subset=[*terms, outcome])
    x = np.column_stack([np.ones(len(used)), used[terms].to_numpy(float)])
    y = used[outcome].to_numpy(float)
    fit = fit_logit(x, y, (used.a + used.b).to_numpy())
    print(f"\n[{name}]\nrows = {len(used)}\ndropped = {len(frame) - len(used)}")
    print(f"events = {int(y.sum())}\nrate = {y.mean():.5f}\nauc = {fit['auc']:.3f}")
    for key in ("beta", "se"):
        print(f"[{name}.{key}]")
        for term, value in zip(["const", *terms], fit[key], strict=True):
            print(f"{term} = {value:.4f}")
    return fit["p"]


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables and name the states of a pair ``a`` and ``b`` in alphabetical order."""
    data = folder / "data"
    names = ("dyad_year", "dyad_static", "country_year", "dca_agreements")
    tables = {name: pd.read_csv(data / f"{name}.csv") for name in names}
    for name in ("dyad_year", "dyad_static", "dca_agreements"):
        pair = np.sort(tables[name][["iso1", "iso2"]].astype(str).to_numpy(), axis=1)
        tables[name] = tables[name].assign(a=pair[:, 0], b=pair[:, 1])
    tables["pfp"] = pd.read_csv(data / "pfp_timeline.csv")
    return tables


def latest(states: pd.DataFrame, column: str, year: int) -> pd.Series:
    """Return the last known value up to a year; states without one get that of the next year."""
    known = states.dropna(subset=[column]).sort_values("year")
    after = known[known.year == year + 1].groupby("iso3")[column].first()
    return known[known.year <= year].groupby("iso3")[column].last().combine_first(after)


def covariates(tables: dict[str, pd.DataFrame], pairs: pd.DataFrame, year: int) -> pd.DataFrame:
    """Add what is known of each pair at the end of a year; see ``latest`` for new states."""
    states = tables["country_year"]
    share = latest(states, "cinc", year)
    point = latest(states, "un_idealpoint", year)
    rule = latest(states, "vdem_polyarchy", year)
    liberal = latest(states, "vdem_liberal_comp_derived", year)
    out = pairs.merge(tables["dyad_static"][["a", "b", "cap_dist_km"]], on=["a", "b"])
    log_a, log_b = np.log(out.a.map(share)), np.log(out.b.map(share))
    ideal = (out.a.map(point) - out.b.map(point)).abs()
    member = pd.Series({s: k for k, states in enumerate(FEDERATIONS) for s in states})
    return out.assign(
        ln_distance=np.log(out.cap_dist_km.clip(lower=10)),
        land_border=(out.contig == 1) * 1,
        sea_border=out.contig.between(2, 4) * 1,
        alignment_distance=ideal,
        ln_product=log_a + log_b,
        ln_ratio=(log_a - log_b).abs(),
        both_nato=(out.a.isin(NATO) & out.b.isin(NATO)) * 1,
        both_csto=(out.a.isin(CSTO) & out.b.isin(CSTO)) * 1,
        pact=out.atop % 2,
        same_state=(out.a.map(member) == out.b.map(member)) * 1,
        both_democratic=((out.a.map(rule) >= 0.5) & (out.b.map(rule) >= 0.5)) * 1,
        liberal_product=out.a.map(liberal) * out.b.map(liberal),
        liberal_cubed=(out.a.map(liberal) * out.b.map(liberal)) ** 3,
    )


def matrix(pairs: set[tuple[str, str]], states: list[str]) -> np.ndarray:
    """Return the symmetric matrix of ties among the states."""
    index = {s: i for i, s in enumerate(states)}
    ties = np.zeros((len(states), len(states)))
    for a, b in pairs:
        if a in index and b in index:
            ties[index[a], index[b]] = ties[index[b], index[a]] = 1
    return ties


def shape(ties: np.ndarray) -> tuple[float, float, float, float]:
    """Return density, transitivity, degree assortativity and largest degree of a network."""
    n, degree = len(ties), ties.sum(0)
    paths = (degree * (degree - 1)).sum()
    i, j = np.nonzero(ties)
    mixing = np.corrcoef(degree[i], degree[j])[0, 1]
    return degree.sum() / n / (n - 1), np.trace(ties @ ties @ ties) / paths, mixing, degree.max()


def show_start(tables: dict[str, pd.DataFrame]) -> None:
    """Fit the ties of the end of 1993 and compare independent draws with the real network."""
    deals, dyads = tables["dca_agreements"], tables["dyad_year"]
    early = deals[deals.signYear <= 1993]
    tied = set(zip(early.a, early.b, strict=True))
    frame = covariates(tables, dyads[dyads.year == 1993], 1993)
    frame["tied"] = [int(pair in tied) for pair in zip(frame.a, frame.b, strict=True)]
    frame = frame.rename(columns={"rivalry": "rival"})
    show_fit("ties.base", frame, "tied", [*BASE, "both_nato", "both_csto", "rival"])
    show_fit("ties.pact", frame, "tied", [*BASE, "both_nato", "pact", "rival"])
    terms = [*BASE, "both_nato", "both_csto", "rival", "same_state"]
    p = show_fit("ties.same_state", frame, "tied", terms)
    used = frame.dropna(subset=terms)
    states = sorted(set(used.a) | set(used.b))
    pairs = list(zip(used.a, used.b, strict=True))
    real = {pair for pair in pairs if pair in tied}
    rng = np.random.default_rng(1994)
    draws = []
    for _ in range(200):
        hits = rng.random(len(p)) < p
        draws.append(shape(matrix({q for q, h in zip(pairs, hits, strict=True) if h}, states)))
    print("\n[ties.check]  # the same_state model, 200 independent draws against the data")
    names = ("density", "transitivity", "assortativity", "degree_max")
    rows = zip(names, shape(matrix(real, states)), *draws, strict=True)
    for name, value, *drawn in rows:
        low, high = np.quantile(drawn, [0.025, 0.975])
        print(f"{name} = {{ data = {value:.3f}, low = {low:.3f}, high = {high:.3f} }}")
    focus = set(zip(frame.a, frame.b, strict=True))
    kept = early[[pair in focus for pair in zip(early.a, early.b, strict=True)]]
    number = kept.groupby(["a", "b"]).size()
    print(f"\n[agreements]\nsigned_to_1993 = {len(kept)}\ntied_pairs = {len(number)}")
    print(f"mean_per_tied_pair = {number.mean():.3f}\nshare_several = {(number > 1).mean():.3f}")
    for name, part in (("to_1993", kept), ("1990_1993", kept[kept.signYear >= 1990])):
        count = part.category1.map(TYPES).value_counts()
        print(f"[agreements.types_{name}]\nnumber = {len(part)}")
        for kind in TYPES.values():
            print(f"{kind} = {count.get(kind, 0) / len(part):.3f}")


def show_hazard(tables: dict[str, pd.DataFrame]) -> None:
    """Fit the yearly hazard of a first agreement, covariates of the year before."""
    deals, dyads = tables["dca_agreements"], tables["dyad_year"]
    signed = dict(zip(tables["pfp"].iso3, tables["pfp"].pfp_signed.astype(str), strict=True))
    parts = []
    for year in range(1991, 2001):
        now = dyads[dyads.year == year]
        last = dyads[dyads.year == year - 1].set_index(["a", "b"])
        keys = pd.MultiIndex.from_frame(now[["a", "b"]])
        states = sorted(set(now.a) | set(now.b))
        index = {s: i for i, s in enumerate(states)}
        before, current = deals[deals.signYear < year], deals[deals.signYear == year]
        old = set(zip(before.a, before.b, strict=True))
        new = set(zip(current.a, current.b, strict=True))
        ties = matrix(old, states)
        allied = now[now.atop % 2 == 1]
        pacts = matrix(set(zip(allied.a, allied.b, strict=True)), states)
        frame = covariates(tables, now, year - 1)
        i, j = frame.a.map(index).to_numpy(), frame.b.map(index).to_numpy()
        recent = dyads[dyads.year.between(year - 5, year - 1)].set_index(["a", "b"])
        fought = set(recent[(recent.mid_onset + recent.mid_ongoing) > 0].index)
        partner = {s for s, day in signed.items() if day < f"{year}-01-01"}
        a_in, b_in = frame.a.isin(partner), frame.b.isin(partner)
        a_ally, b_ally = frame.a.isin(NATO), frame.b.isin(NATO)
        parts.append(
            frame.assign(
                rival=frame.rivalry,
                ln_degrees=np.log1p(ties.sum(0))[i] + np.log1p(ties.sum(0))[j],
                ln_common=np.log1p((ties @ ties)[i, j]),
                shared_ally=((pacts @ pacts)[i, j] > 0) * 1,
                exercised=(last.exercises.reindex(keys).fillna(0).to_numpy() > 0) * 1,
                dispute_5=[int(pair in fought) for pair in keys],
                nato_partner=((a_ally & b_in) | (b_ally & a_in)) * 1,
                both_partner=(a_in & b_in) * 1,
                new=[int(pair in new) for pair in keys],
            )[[pair not in old for pair in keys]]
        )
    rows = pd.concat(parts, ignore_index=True)
    common = [*BASE, "rival", "both_democratic", "pact", "shared_ally"]
    network = [*common, "ln_common", "ln_degrees", "exercised", "dispute_5"]
    show_fit("hazard.base", rows, "new", common)
    show_fit("hazard.network", rows, "new", network)
    terms = [*network, "nato_partner", "both_partner", "both_nato"]
    show_fit("hazard.partnership", rows, "new", terms)
    print("\n[hazard.years]")
    for year, part in rows.groupby("year"):
        print(f"{year} = {{ rows = {len(part)}, new = {part.new.sum()} }}")


def main() -> None:
    """Read the folder of tables from the command line and print all results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path, help="folder holding the research tables")
    tables = read_tables(parser.parse_args().tables)
    print("# written by tools/fit_ties.py")
    show_start(tables)
    show_hazard(tables)


if __name__ == "__main__":
    main()
