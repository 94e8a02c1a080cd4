"""``detente play`` on the command line: what it refuses, draws, and says without a display."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ui.cli import cli

DETENTE = (sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())")


@pytest.fixture(autouse=True)
def _nothing_of_mine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_SAVES", str(tmp_path / "saves"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def detente(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [*DETENTE, *words],
        capture_output=True,
        text=True,
        check=False,
        env=env if env is not None else dict(os.environ),
        timeout=120,
    )


def _blind(**more: str) -> dict[str, str]:
    """An environment without a display, as on a server."""
    without = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "XDG_RUNTIME_DIR")
    return {k: v for k, v in os.environ.items() if k not in without} | more


@pytest.fixture
def damaged(tmp_path):
    from scenarios.session import Session

    game = Session.start("first-steps", 3, ("HAL",))
    game.resolve()
    path = tmp_path / "damaged.jsonl"
    path.write_text(game.record().replace('"seed":3', '"seed":4'), encoding="ascii")
    return path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no-such-scenario",), "no-such-scenario"),
        (("first-steps", "--seat", "XYZ"), "XYZ"),
        (("first-steps", "--size", "wide"), "--size wants WIDTHxHEIGHT"),
        (("first-steps", "--size", "20x20"), "640x400"),
        (("first-steps", "--load", "game.jsonl"), "--load"),
        (("--load", "missing.jsonl"), "missing.jsonl"),
        (("first-steps", "--set", "nonsense=1"), "nonsense"),
        (("first-steps", "--off", "Z9"), "Z9"),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_nothing_is_written(words, said, tmp_path):
    done = CliRunner().invoke(cli, ["play", *words, "--screenshot", "out.png"])
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert "Traceback" not in done.output
    assert len(done.output.strip().splitlines()) <= 4
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("words", [("--seat", "HAL"), ("--set", "x=1"), ("--off", "P5")])
def test_a_seat_or_a_setting_without_a_scenario_is_refused(words):
    done = CliRunner().invoke(cli, ["play", *words])
    assert done.exit_code == 2
    assert "need a scenario" in done.output


def test_a_damaged_record_is_refused_with_its_reason_and_left_as_it_was(damaged, tmp_path):
    before = damaged.read_bytes()
    done = CliRunner().invoke(cli, ["play", "--load", str(damaged), "--screenshot", "out.png"])
    assert done.exit_code == 2, done.output
    assert "damaged.jsonl" in done.output
    assert "line 1" in done.output
    assert damaged.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.jsonl"]


def test_a_picture_is_not_overwritten_without_force(tmp_path):
    path = tmp_path / "out.png"
    path.write_bytes(b"mine")
    words = ["play", "first-steps", "--seat", "HAL", "--size", "960x540", "--screenshot", str(path)]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert "--force" in done.output
    assert path.read_bytes() == b"mine"
    assert CliRunner().invoke(cli, [*words, "--force"]).exit_code == 0
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_picture_is_drawn_where_there_is_no_display(tmp_path):
    words = ("play", "first-steps", "--seat", "HAL", "--size", "960x540", "--screenshot", "out.png")
    done = detente(*words, env=_blind())
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "out.png"
    assert done.stderr == ""
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_says_what_to_do_instead():
    done = detente("play", "first-steps", "--seat", "HAL", env=_blind())
    assert done.returncode == 2
    assert "detente run" in done.stderr
    assert "--screenshot" in done.stderr
    assert "Traceback" not in done.stderr
    assert "XDG_RUNTIME_DIR" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_old_pygame_in_place_of_the_new_one_is_named(tmp_path):
    fake = tmp_path / "fake" / "pygame"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("__version__ = '2.6.1'\n", encoding="utf-8")
    paths = os.pathsep.join([str(fake.parent), os.environ.get("PYTHONPATH", "")])
    done = detente("play", "first-steps", env=_blind(PYTHONPATH=paths))
    assert done.returncode == 2
    assert "pygame-ce" in done.stderr
    assert "pip uninstall" in done.stderr
    assert "Traceback" not in done.stderr


def _holds(script: str) -> None:
    """A program runs to its end in a process of its own."""
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_and_refusals_need_no_pygame():
    script = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from ui.cli import cli\n"
        "assert CliRunner().invoke(cli, ['play', '--help']).exit_code == 0\n"
        "heavy = {'pygame', 'mesa', 'networkx', 'pandas', 'matplotlib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    _holds(script)


def test_the_window_opens_without_what_only_other_commands_need():
    script = (
        "import os, sys\n"
        "os.environ['SDL_VIDEODRIVER'] = 'dummy'\n"
        "import pygame\n"
        "from ui.desktop import start\n"
        "from ui.desktop.app import App\n"
        "pygame.display.init(); pygame.font.init()\n"
        "App(start.model(None, (), seed=1), pygame.display.set_mode((1280, 720))).draw()\n"
        "heavy = {'mesa', 'networkx', 'pandas', 'matplotlib', 'SALib'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    _holds(script)
