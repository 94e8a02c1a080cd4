"""A beginning for authors: a folder with a scenario of invented nations that checks and plays."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from sim.errors import DetenteError

TEMPLATE = Path(__file__).with_name("template")

#: Nations that a beginning may have; the most is what the cast has.
FEWEST, MOST = 4, 24

#: Nations in a row of the map, and the degrees between them.
WIDTH, NORTH, EAST = 4, 2.4, 3.2

#: Where the first capital lies.
CORNER = (48.0, -36.0)

#: Roles that belong to the League, and codes of those that lead either side.
LEAGUE, LEADER, POWER = ("ally", "small-ally"), "ARD", "DUN"

#: Files that are filled in as they are.
FILES = ("scenario.toml", "groups.toml", "events.toml", "sources.toml", "README.md")

#: The role of the great power's friends, and of those who want to join the League.
FRIENDS, SEEKERS = "post-soviet", ("frontline", "aspirant")

Row: TypeAlias = dict[str, str]

_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


def begin(name: str, nations: int, into: Path) -> Path:
    """Write a scenario of so many nations, 4 to 24, into a new folder of that name; the folder.

    Raises ``DetenteError`` for a name that no scenario can bear, and where there is something of
    that name already: nothing is ever overwritten.
    """
    if not _NAME.fullmatch(name):
        raise DetenteError(
            f"{name!r} is no name for a scenario: small letters, digits and hyphens, a letter first"
        )
    if not FEWEST <= nations <= MOST:
        raise DetenteError(f"{nations} nations; a beginning has {FEWEST} to {MOST}")
    if not into.is_dir():
        raise DetenteError(f"{into}: there is no such folder to put the scenario in")
    folder = into / name
    if folder.exists() or folder.is_symlink():
        raise DetenteError(f"{folder} exists already; choose another name")
    (folder / "briefs").mkdir(parents=True)
    for file, text in _files(name, _cast(nations)).items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def _cast(nations: int) -> list[Row]:
    """The first nations of the cast, each with its place on the map."""
    with (TEMPLATE / "cast.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:nations]
    for number, row in enumerate(rows):
        down, right = divmod(number, WIDTH)
        row["lat"] = f"{CORNER[0] - NORTH * down + 0.3 * (right % 2):.2f}"
        row["lon"] = f"{CORNER[1] + EAST * right + 0.6 * (down % 2):.2f}"
    return rows


def _files(name: str, cast: list[Row]) -> dict[str, str]:
    """The text of every file."""
    codes = [row["code"] for row in cast]
    league = [row["code"] for row in cast if row["role"] in LEAGUE]
    pact = [row["code"] for row in cast if row["code"] == POWER or row["role"] == FRIENDS]
    words = {
        "ID": name,
        "TITLE": name.replace("-", " ").capitalize(),
        "COUNT": str(len(cast)),
        "EXERCISES": str(max(12, 2 * len(cast))),
        "OUTSIDE": str(len(cast) - len(league)),
        "LEAGUE": _quoted(league),
        "ALL": _quoted(codes),
        "PACT": _filled("pact.toml", {"PACT": _quoted(pact)}) if len(pact) > 1 else "",
        "SEATINGS": _seatings(codes),
        "ALLY": LEADER,
        "POWER": POWER,
        **{f"{key}NAME": row["name"] for key, row in _leaders(cast).items()},
    }
    roles = tomllib.loads((TEMPLATE / "roles.toml").read_text(encoding="utf-8"))
    found = {file: _filled(file, words) for file in (*FILES, "objectives.toml")}
    found["nations.csv"] = _nations(cast)
    found["dyads.csv"] = _dyads(cast)
    found["agreements.csv"] = _agreements(cast)
    found["briefs/teaching.md"] = _filled("teaching.md", words)
    for row in cast:
        own = {**words, "ME": row["code"], "NAME": row["name"]}
        found[f"briefs/{row['code']}.md"] = f"# {row['name']}\n\n" + _replaced(
            roles[row["role"]]["brief"], own
        )
        found["objectives.toml"] += _replaced(roles[row["role"]]["objectives"], own)
    return found


def _leaders(cast: list[Row]) -> Mapping[str, Row]:
    by_code = {row["code"]: row for row in cast}
    return {"ALLY": by_code[LEADER], "POWER": by_code[POWER]}


def _filled(file: str, words: Mapping[str, str]) -> str:
    return _replaced((TEMPLATE / file).read_text(encoding="utf-8"), words)


def _replaced(text: str, words: Mapping[str, str]) -> str:
    """The text with each ``@WORD@`` in place of which a word stands; nothing is carried out."""
    return re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], text)


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f'"{code}"' for code in codes)


def _seatings(codes: list[str]) -> str:
    sizes = sorted({4, len(codes) // 2, len(codes)} - set(range(FEWEST)))
    return "".join(
        f"[[seatings]]\nteams = {size}\nseats = [{_quoted(codes[:size])}]\n\n" for size in sizes
    )


def _sheet(columns: str, rows: Iterable[Iterable[object]]) -> str:
    """A CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns.split(","))
    writer.writerows(rows)
    return out.getvalue()


def _nations(cast: list[Row]) -> str:
    columns = (
        "iso3,name,lat,lon,exists_from,exists_to,gdp,spending,personnel,capability,institutions,"
        "alignment,neutrality,doctrine,war,mandate,invited,council"
    )
    fixed = {"exists_from": "", "exists_to": "", "war": "0", "mandate": "0"}
    rows = [
        {
            **row,
            **fixed,
            "iso3": row["code"],
            "doctrine": row["role"],
            "council": "1" if row["role"] in LEAGUE else "0",
        }
        for row in cast
    ]
    return _sheet(columns, ([row[key] for key in columns.split(",")] for row in rows))


def _dyads(cast: list[Row]) -> str:
    """Borders of neighbours on the map, and the rivalry that the story needs."""
    rows: list[list[object]] = []
    for number, row in enumerate(cast):
        right, down = number + 1, number + WIDTH
        if right < len(cast) and right % WIDTH:
            rival = {row["code"], cast[right]["code"]} == {"COV", POWER}
            shots = ("1", "1997", "shots at a border post") if rival else ("0", "", "")
            rows.append([row["code"], cast[right]["code"], 1, 0, *shots])
        if down < len(cast):
            sea = number % WIDTH == 0
            rows.append([row["code"], cast[down]["code"], int(not sea), int(sea), 0, "", ""])
    return _sheet("a,b,land_border,sea_border,rivalry,last_dispute,note", rows)


def _agreements(cast: list[Row]) -> str:
    """Who has signed with whom: seekers with the League's leader, friends with the power."""
    rows = [
        ["ARD", row["code"], "training", "1998-05", "invented"]
        for row in cast
        if row["role"] in SEEKERS
    ]
    rows += [
        [POWER, row["code"], "procurement", "1996-03", "invented"]
        for row in cast
        if row["role"] == FRIENDS
    ]
    rows += [[POWER, row["code"], "framework", "1997-11", "invented"] for row in cast[4:5]]
    return _sheet("a,b,type,since,source", rows)
