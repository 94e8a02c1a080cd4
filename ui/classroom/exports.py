"""What a class leaves behind: record, report, tables, questionnaire, as one archive of files."""

from __future__ import annotations

import copy
import csv
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.registry import PERSON
from sim.errors import DetenteError
from sim.record import Record, parse
from ui.classroom.questionnaire import FEWEST, effects
from ui.present.review import MEASURES, path

if TYPE_CHECKING:
    from scenarios.session import Session
    from scenarios.sitting import Sitting

#: The date of every file in the archive: when a class met is not told by it.
_NO_DATE = (1980, 1, 1, 0, 0, 0)

README = Path(__file__).with_name("archive.txt")


class ExportFault(DetenteError):
    """Files that cannot be written."""


def archive(sitting: Sitting) -> bytes:
    """All files as a zip archive. It tells what was hidden: it is for the facilitator alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files(sitting):
            packed.writestr(zipfile.ZipInfo(name, _NO_DATE), text.encode())
    return out.getvalue()


def still(sitting: Sitting) -> Sitting:
    """The sitting as it stands, for files that are made in another thread while it goes on."""
    session = sitting.session
    return replace(
        sitting,
        session=session.branch(len(session.history)),
        notes=copy.deepcopy(sitting.notes),
        surveys=copy.deepcopy(sitting.surveys),
    )


def unpack(sitting: Sitting, folder: Path) -> list[str]:
    """Write all files into a new folder that only its owner may open; their names.

    Raises ``ExportFault`` where something is in its place, and where it cannot be written.
    """
    found = dict(files(sitting))
    try:
        folder.mkdir(mode=0o700, parents=True)
        for name, text in found.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except FileExistsError:
        raise ExportFault(f"{folder}: exists already; name a folder that does not") from None
    except OSError as fault:
        raise ExportFault(f"{folder}: cannot be written ({fault.strerror})") from None
    return list(found)


def files(sitting: Sitting) -> Iterator[tuple[str, str]]:
    """Name and content of each file."""
    session = sitting.session
    text = session.record()
    record = parse(text, "record.jsonl")
    yield "README.txt", README.read_text(encoding="utf-8")
    yield "record.jsonl", text
    yield "report.html", _report(session)
    yield "turns.csv", table(_turns(sitting, record))
    yield "orders.csv", table(_orders(session, record))
    yield "notes.csv", table(_notes(sitting))
    yield "questionnaire.csv", table(_questionnaire(sitting.surveys))


def table(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as comma-separated values.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell


def _report(session: Session) -> str:
    """The report of the game as it stands."""
    from ui.report.history import Chronicler  # noqa: PLC0415  heavy, and wanted at the end only
    from ui.report.page import page  # noqa: PLC0415

    setup = session.setup
    chronicler = Chronicler(setup.scenario, setup.header, session.world, setup.game.state)
    for played in session.history:
        chronicler.see(played)
    return page(chronicler.finish())


def _turns(sitting: Sitting, record: Record) -> Iterator[Sequence[Any]]:
    from scenarios.objectives import Tally  # noqa: PLC0415

    session, header = sitting.session, record.header
    world, setup = session.world, session.setup
    yield ["turn", "label", "seat", "name", "player", "person", "orders", "refused", "offers",
           "attained", *MEASURES]  # fmt: skip
    states = [setup.game.state, *(played.turn.after for played in session.history)]
    stood = {iso: path(world, states, world.nation(iso)) for iso in sitting.seats}
    tally = Tally(setup.scenario, world)
    for line, played in zip(record.turns, session.history, strict=True):
        tally.add(played.turn)
        total = tally.score().total[0]
        refused = played.turn.refused[0]
        for iso in sitting.seats:
            nation = world.nation(iso)
            player = line.by.get(iso, header.seats.get(iso, header.default))
            moves = line.moves.get(iso, {})
            yield [
                line.turn,
                line.label,
                iso,
                world.names[nation],
                player,
                "yes" if player == PERSON else "no",
                len(moves.get("orders", ())),
                int((refused[nation] != 0).sum()),
                len(moves.get("offers", ())),
                round(float(total[nation]), 3),
                *(round(stood[iso][name][line.turn + 1], 3) for name in MEASURES),
            ]


def _orders(session: Session, record: Record) -> Iterator[Sequence[Any]]:
    from sim.legal import FINE, sentence  # noqa: PLC0415
    from sim.orders import OrderKind  # noqa: PLC0415

    yield ["turn", "label", "seat", "order", "target", "what", "amount", "refused"]
    for line, played in zip(record.turns, session.history, strict=True):
        for iso, moves in line.moves.items():
            codes = played.turn.refused[0, session.world.nation(iso)]
            for place, order in enumerate(moves.get("orders", ())):
                code = int(codes[int(order.get("slot", place))])
                kind = OrderKind[order["do"].upper()]
                why = "" if code == FINE else sentence(kind, code)
                words = [order.get(key, "") for key in ("target", "what", "amount")]
                yield [line.turn, line.label, iso, order["do"], *words, why]


def _notes(sitting: Sitting) -> Iterator[Sequence[Any]]:
    yield ["turn", "from", "to", "title", "text", "read by"]
    for note in sitting.notes:
        yield [note.turn, note.sender, note.to, note.title, note.text, " ".join(note.read)]


def _questionnaire(
    surveys: Mapping[str, Mapping[str, Mapping[str, Any]]],
) -> Iterator[Sequence[Any]]:
    yield ["question", "about", "pairs", "before", "after", "change", "margin", "rose", "fell"]
    for effect in effects(surveys):
        asked = [effect.question.text, effect.question.about, effect.pairs]
        if math.isnan(effect.before):
            yield [*asked, f"fewer than {FEWEST} answered twice", *[""] * 5]
            continue
        change = effect.after - effect.before
        numbers = (effect.before, effect.after, change, effect.margin)
        yield [*asked, *(round(number, 2) for number in numbers), effect.rose, effect.fell]
