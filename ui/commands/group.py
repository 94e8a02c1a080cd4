"""What groups of commands have in common: how they are listed, and what an unknown name is told."""

from __future__ import annotations

from typing import Any

import click

from sim.errors import nearest


class Commands(click.Group):
    """A group that tells each command's first sentence whole, and the nearest of a wrong name."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands and what they are for; click itself would cut that at the line's end."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(n, c.get_short_help_str(_WHOLE)) for n, c in found if c])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:  # noqa: ANN401
        """The command named; a fault that names the nearest if there is none."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            raise click.UsageError(f"no command {args[0]!r}{nearest(args[0], known)}", ctx)
        return super().resolve_command(ctx, args)


#: Characters of a sentence of help: more than any has.
_WHOLE = 400
