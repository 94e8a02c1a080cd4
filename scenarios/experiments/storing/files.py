"""Files that are whole or not there at all, and what is said when one cannot be written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import DetenteError

#: What the name of a file ends in while it is written.
PART = ".part"


def trouble(path: Path, error: OSError) -> DetenteError:
    """The fault of a file that cannot be written: which, why, and what to do."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return DetenteError(
        f"{path}: cannot be written ({reason}); what is finished is kept, and detente sweep resume "
        "goes on from there once it can"
    )


@contextmanager
def finishing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``, which takes its name when the block ends well.

    The content is on the disk before the name is, so that a file under its own name is whole
    whatever happens. Raises ``DetenteError`` if it cannot be written, and leaves nothing.
    """
    part = path.with_name(path.name + PART)
    try:
        try:
            yield part
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(path)
            _sync_folder(path.parent)
        except BaseException:
            _remove(part)
            raise
    except OSError as error:
        raise trouble(path, error) from error


def write_whole(path: Path, *pieces: bytes) -> None:
    """Write a file whole or not at all."""
    with finishing(path) as part, part.open("wb") as file:
        for piece in pieces:
            file.write(piece)


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(path: Path) -> None:
    """Remove what may be there; where even that is impossible it stays until the next start."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, where folders can be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
