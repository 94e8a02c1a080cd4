"""Write requirements-lock.txt: the versions installed here, with markers where Pythons differ.

``python tools/lock.py 3.11=FREEZE 3.12=FREEZE > requirements-lock.txt`` where each FREEZE
is the output of ``pip freeze --exclude-editable`` in a fresh environment of that Python.
"""

from __future__ import annotations

import sys
from pathlib import Path


def versions(path: Path) -> dict[str, str]:
    """Package to version of a freeze; lines that name anything but a version are left out."""
    lines = (line.partition("==") for line in path.read_text("utf-8").splitlines())
    return {name: version for name, sign, version in lines if sign and "@" not in name}


def main() -> None:
    """Read the freezes named on the command line, print the lock."""
    frozen = {
        python: versions(Path(path))
        for python, _, path in (argument.partition("=") for argument in sys.argv[1:])
    }
    print("# Versions that were tested together; written by tools/lock.py. No addresses.")
    for name in sorted({name for table in frozen.values() for name in table}, key=str.lower):
        found = {python: table.get(name) for python, table in frozen.items()}
        if len(set(found.values())) == 1:
            print(f"{name}=={found[next(iter(found))]}")
            continue
        for python, version in found.items():
            last = python == list(found)[-1]
            sign = ">=" if last else "=="
            if version:
                print(f'{name}=={version}; python_version {sign} "{python}"')


if __name__ == "__main__":
    main()
