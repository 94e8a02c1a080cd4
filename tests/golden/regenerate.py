"""Write the golden texts anew: ``python -m tests.golden.regenerate [NAME...]``, from the root.

Says of each whether it is new, changed (with the first lines that differ) or the same. A text
that cannot be made leaves its file alone and makes the command fail in the end.
"""

from __future__ import annotations

import difflib
import sys
import traceback
from collections.abc import Sequence

from tests.golden.goldens import GOLDENS, path

SHOWN = 20


def main(names: Sequence[str]) -> int:
    """Regenerate the named texts, or all; 0 if all could be made, 2 for an unknown name."""
    unknown = [name for name in names if name not in GOLDENS]
    if unknown:
        print(f"no golden text {unknown[0]!r} (valid: {', '.join(GOLDENS)})", file=sys.stderr)
        return 2
    failed = 0
    for name in names or GOLDENS:
        try:
            text = GOLDENS[name]()
        except Exception:  # one scenario at fault must not keep the others
            traceback.print_exc(limit=-2)
            print(f"{name}: failed, file left as it was")
            failed = 1
            continue
        print(f"{name}: {write(name, text)}")
    return failed


def write(name: str, text: str) -> str:
    """Write one text; what changed, in words."""
    file = path(name)
    if not file.exists():
        file.write_text(text, encoding="utf-8", newline="\n")
        return "new"
    old = file.read_text(encoding="utf-8")
    if old == text:
        return "the same"
    file.write_text(text, encoding="utf-8", newline="\n")
    diff = list(difflib.unified_diff(old.splitlines(), text.splitlines(), lineterm="", n=0))[2:]
    more = f"\n  ... {len(diff) - SHOWN} lines more" if len(diff) > SHOWN else ""
    return "changed\n  " + "\n  ".join(diff[:SHOWN]) + more


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
