"""``detente host``: a class at one game, in the browsers of its phones and laptops."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.errors import DetenteError
from ui.commands.options import LARGEST_SEED, FilePath, WholeNumber, settings

if TYPE_CHECKING:
    from ui.classroom.host import Begin, Host

PORT = 8080
_LARGEST_PORT = 65_535
_LONGEST_PHASE = 1440

_minutes = WholeNumber(0, _LONGEST_PHASE)


@click.command()
@click.argument("scenario", required=False)
@click.option("--db", "file", type=FilePath(), help="The session's file; one that exists goes on.")
@click.option("--bind", metavar="ADDR", default="0.0.0.0", show_default=True,  # noqa: S104
              help="Address to serve at; 127.0.0.1 for this machine only.")  # fmt: skip
@click.option("--port", type=WholeNumber(0, _LARGEST_PORT), default=PORT, show_default=True)
@click.option("--projector/--no-projector", default=None,
              help="Open the projector's window; else if there is a display.")  # fmt: skip
@click.option("--check", "checking", is_flag=True, help="Try everything a session needs, and end.")
@click.option("--delete", "deleting", is_flag=True, help="Delete the session in --db for good.")
@click.option("--export", "folder", type=FilePath(), metavar="DIR", help="Write the files of the "
              "session in --db into DIR: record, report, tables.")  # fmt: skip
@click.option("--seat", multiple=True, metavar="ISO3", help="A seat that people may take. "
              "Repeatable; without any, those the scenario proposes.")  # fmt: skip
@click.option("--absent", default="", metavar="POLICY", help="Who gives orders for a team that "
              "handed in nothing; without, it keeps its promises and does nothing.")  # fmt: skip
@click.option("--briefing", type=_minutes, default=10, show_default=True, metavar="MINUTES")
@click.option("--talks", type=_minutes, default=5, show_default=True, metavar="MINUTES")
@click.option("--orders", type=_minutes, default=3, show_default=True, metavar="MINUTES",
              help="Length of a phase; 0 for no clock.")  # fmt: skip
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), help="Of a new session; 1 without.")
@click.option("--set", "assignments", multiple=True, metavar="PARAM=VALUE", help="Set a parameter.")
@click.option("--off", multiple=True, metavar="MECHANISM", help="Switch a mechanism off, e.g. P5.")
def host(scenario: str | None, file: Path | None, **asked: Any) -> None:  # noqa: ANN401
    """Host a session of SCENARIO; with the --db of one that was begun, go on with it."""
    from ui.classroom import store  # noqa: PLC0415  the server is loaded when it is asked for

    if asked["deleting"]:
        if file is None or scenario or asked["checking"] or asked["folder"]:
            raise DetenteError("--delete needs --db FILE and nothing else")
        store.delete(file)
        click.echo(f"{file}: deleted")
        return
    if asked["folder"]:
        if file is None or scenario or asked["checking"]:
            raise DetenteError("--export needs --db FILE and nothing else")
        _export(file, asked["folder"])
        return
    if scenario is None and file is None:
        raise DetenteError("name a SCENARIO to host, or the --db of a session to go on with")
    from scenarios.ready import make_ready  # noqa: PLC0415

    begin = _begin(scenario, asked)
    make_ready()
    if asked["checking"]:
        _check(begin, file, asked)
        return
    _serve(begin, file, asked)


def _begin(scenario: str | None, asked: dict[str, Any]) -> Begin:
    from scenarios.sitting import Pace  # noqa: PLC0415
    from ui.classroom.host import Begin  # noqa: PLC0415

    lengths = {name: asked[name] * 60.0 for name in ("briefing", "talks", "orders")}
    return Begin(
        scenario or "",
        asked["seed"],
        asked["seat"],
        settings(asked["assignments"]),
        asked["off"],
        Pace(**lengths),
        asked["absent"],
    )


def _check(begin: Begin, file: Path | None, asked: dict[str, Any]) -> None:
    from ui.classroom.check import Plan, check  # noqa: PLC0415

    failed = False
    for found in check(Plan(begin, file, asked["bind"], asked["port"])):
        click.echo(f"{found.word:6}{found.what:14}{found.told}")
        failed |= found.word == "fault"
    if failed:
        raise SystemExit(1)


def _export(file: Path, folder: Path) -> None:
    from ui.classroom import exports, store  # noqa: PLC0415
    from ui.classroom.resume import resume  # noqa: PLC0415

    opened = store.open_store(file)
    try:
        sitting, _ = resume(opened)
        names = exports.unpack(sitting, folder)
    finally:
        opened.close()
    click.echo(f"{folder}: {', '.join(names)}")


def _serve(begin: Begin, file: Path | None, asked: dict[str, Any]) -> None:
    from ui.classroom.host import Host, listen, session  # noqa: PLC0415

    listening = listen(asked["bind"], asked["port"])  # before anything is written
    try:
        file = file or _new_file(begin.scenario)
        store, goes_on = session(file, begin)
        try:
            served = Host(store, listening)
        except DetenteError:
            store.close()
            raise
        served.start()
    except BaseException:
        listening.close()
        raise
    try:
        _tell(served, file, asked["bind"], goes_on=goes_on)
        _until_the_end(served, asked)
    finally:
        served.stop()
    if served.room.failed:
        raise DetenteError(served.room.failed)
    click.echo(f"the session is in {file}; detente host --db {file} goes on with it")


def _new_file(scenario: str) -> Path:
    """A file of its own for a session that was given none."""
    from scenarios.load import load  # noqa: PLC0415
    from ui.desktop import saves  # noqa: PLC0415

    folder, name = saves.folder() / "sessions", load(scenario).id
    folder.mkdir(parents=True, exist_ok=True)
    numbered = (folder / f"{name}-{number}.db" for number in range(1, sys.maxsize))
    return next(path for path in numbered if not path.exists())


def _tell(served: Host, file: Path, bind: str, *, goes_on: bool) -> None:
    """Everything that the operator needs, on stdout."""
    from ui.classroom import address  # noqa: PLC0415

    sitting = served.room.sitting
    title = sitting.session.setup.scenario.title
    stands = f"goes on in turn {sitting.turn + 1}" if goes_on else "a new session"
    links = served.links(bind)
    click.echo(f"{title}: {stands}, kept in {file}")
    click.echo(f"students     {links[0]}  room code {served.code}")
    for link in links[1:]:
        click.echo(f"or           {link}")
    click.echo(f"facilitator  {served.facilitator_link()}")
    if sys.stdout.isatty():
        click.echo("\n".join(address.qr(f"{links[0]}#code={served.code}")))
    click.echo("Ctrl-C ends the server; nothing is lost.")
    sys.stdout.flush()


def _until_the_end(served: Host, asked: dict[str, Any]) -> None:
    """Wait for Ctrl-C, SIGTERM, or the server to fail; the projector may be closed before."""
    ended = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: ended.set())
    if asked["projector"] is not False:
        from ui.classroom import projector  # noqa: PLC0415  needs pygame

        if asked["projector"] or projector.available():
            projector.show(served, asked["bind"], ended)
            if not ended.is_set():
                click.echo("The projector is closed; the session goes on until Ctrl-C.")
                sys.stdout.flush()
    while served.alive and not ended.wait(0.5):
        pass
