"""Write the generated tables into docs/odd.md: ``python tools/describe.py`` (``--check`` compares).

Each table stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``; all else is left alone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from scenarios.description import tables
from scenarios.load import load

PAGE = Path(__file__).parent.parent / "docs" / "odd.md"


def described(text: str) -> str:
    """The page with its tables as the code has them."""
    for name, table in tables(load("pfp-1994")).items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{PAGE.name}: no place for the table of {name}")
        text = pattern.sub(lambda _, t=table, b=begin, e=end: f"{b}\n\n{t}\n{e}", text)
    return text


def main() -> None:
    """Rewrite the page, or tell whether it is out of date."""
    old = PAGE.read_text("utf-8")
    new = described(old)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if new == old else f"{PAGE.name} is out of date: python tools/describe.py")
    PAGE.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
