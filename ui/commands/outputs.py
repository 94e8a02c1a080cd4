"""Files that commands write: claimed before anything is computed, put in place when whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sim.errors import DetenteError


@contextmanager
def writing(targets: Mapping[str, Path], *, force: bool) -> Iterator[dict[str, Path]]:
    """Claim the files of ``targets`` (name -> path); yields a temporary path for each.

    Raises before the block runs if one exists (unless ``force``), cannot be written, or is named
    twice. When the block ends well, the temporary files take their names; else they are removed
    and nothing that was there has changed.
    """
    seen: dict[Path, str] = {}
    for path in targets.values():
        _check(path, force=force)
        whole = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links
        if whole in seen:
            raise DetenteError(f"{path}: named for two outputs")
        seen[whole] = str(path)
    claimed: dict[str, Path] = {}
    try:
        for name, path in targets.items():
            claimed[name] = _claim(path)
        yield claimed
        for name, path in targets.items():
            _check(path, force=force)
            claimed[name].replace(path)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise DetenteError(f"{error.filename or 'output'}: {_reason(error)}") from None
    finally:
        for path in claimed.values():
            path.unlink(missing_ok=True)


def _check(path: Path, *, force: bool) -> None:
    try:
        if path.is_dir():
            raise DetenteError(f"{path}: is a folder; name a file")
        if (path.exists() or path.is_symlink()) and not force:
            raise DetenteError(f"{path}: exists already; --force overwrites it")
        if not path.parent.is_dir():
            raise DetenteError(f"{path}: there is no folder {path.parent}")
    except (OSError, ValueError) as error:
        raise DetenteError(f"{path}: cannot be written ({_reason(error)})") from None


def _claim(path: Path) -> Path:
    """An empty file beside the target, which proves that the folder can be written."""
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        temporary.touch()
    except (OSError, ValueError) as error:
        raise DetenteError(f"{path}: cannot be written ({_reason(error)})") from None
    return temporary


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def fresh_folder(stem: str) -> Path:
    """A new numbered folder here: ``stem-1``, or the next number that is free."""
    number = 1
    while True:
        folder = Path(f"{stem}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        except OSError as error:
            raise DetenteError(f"{folder}: cannot be made ({_reason(error)})") from None
        else:
            return folder


def output_folder(path: Path) -> Path:
    """The folder, made if there is none (its parent must exist)."""
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError:
        raise DetenteError(f"{path}: is a file; name a folder") from None
    except FileNotFoundError:
        raise DetenteError(f"{path}: there is no folder {path.parent}") from None
    except (OSError, ValueError) as error:
        raise DetenteError(f"{path}: cannot be made ({_reason(error)})") from None
    return path
