"""The ``detente`` command: its groups, and how faults and interruptions end it.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 failed, 2 wrong use or bad
input, 130 interrupted. A fault that a person can mend is one line, never a traceback.
"""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

# One thread for linear algebra, before numpy is loaded: the arrays are small, and two runs at once
# then take a core each.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from ui import strangers  # noqa: E402  after the environment is set

strangers.refuse()

import click  # noqa: E402

from scenarios.version import version  # noqa: E402
from sim.errors import DetenteError  # noqa: E402
from ui.commands import demo, export, handouts, host, play, records, run, scenarios, sweep, validate  # noqa: E402
from ui.commands.group import Commands  # noqa: E402

FAILED, MISUSED, INTERRUPTED = 1, 2, 130


class Interrupted(Exception):
    """Ctrl-C, kept apart from click's own way with it."""


class Detente(Commands):
    """The group of all commands, which ends every fault in one line."""

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401
        """Run, and leave with the right exit code."""
        extra["standalone_mode"] = False
        try:
            for stream in (sys.stdout, sys.stderr):
                if hasattr(stream, "reconfigure"):
                    stream.reconfigure(errors="replace")  # a narrow terminal is no reason to fail
            code = super().main(*args, **extra)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as fault:
            click.echo(fault.format_message(), err=True)
            code = MISUSED
        except click.ClickException as fault:
            code = _complain(_usage(fault))
        except DetenteError as fault:
            code = _complain(one_line(fault))
        except (Interrupted, KeyboardInterrupt, click.Abort):
            code = _complain("interrupted", INTERRUPTED)
        except BrokenPipeError:
            code = _drop_output()
        except OSError as fault:
            code = _complain(f"{fault.filename or 'output'}: {fault.strerror or fault}", FAILED)
            _drop_output()
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Invoke, keeping click from treating an interruption its own way."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted from None
        except BrokenPipeError:
            return _drop_output()


def _usage(fault: click.ClickException) -> str:
    """A fault of usage in one line, with the page that helps."""
    text = " ".join(fault.format_message().split()).rstrip(".")
    context = getattr(fault, "ctx", None)
    return f"{text} (see {context.command_path} --help)" if context else text


def one_line(fault: DetenteError) -> str:
    """A fault in one line; of a scenario with several the first, and how to see all.

    The faults of a design are listed here, a line each: no command is there to list them.
    """
    problems: tuple[object, ...] = getattr(fault, "problems", ())
    if len(problems) == 1:
        return " ".join(str(problems[0]).split())
    if getattr(fault, "kind", "") == "design":
        return str(fault)
    if problems:
        reference = getattr(fault, "reference", "")
        return (
            f"scenario {reference}: {len(problems)} faults, the first: {problems[0]} "
            f"(detente scenarios check {reference} lists all)"
        )
    return " ".join(str(fault).split())


def _complain(text: str, code: int = MISUSED) -> int:
    click.echo(f"detente: {text}", err=True)
    return code


def _drop_output() -> int:
    """Whoever read the output has gone: nothing more is written, not even at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


@click.group(cls=Detente, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), prog_name="detente", message="%(prog)s %(version)s")
def cli() -> None:
    """Détente: a game and a simulation of international defence partnership.

    SCENARIO is an id (detente scenarios list), a folder, or the path of a scenario.toml.
    """


cli.add_command(demo.demo)
cli.add_command(run.run)
cli.add_command(play.play)
cli.add_command(host.host)
cli.add_command(handouts.handouts)
cli.add_command(records.replay)
cli.add_command(records.report)
cli.add_command(export.export)
cli.add_command(scenarios.scenarios)
cli.add_command(sweep.sweep)
cli.add_command(validate.validate)


def main() -> None:
    """The entry point."""
    cli(prog_name="detente")
