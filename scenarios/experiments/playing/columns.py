"""Arrow columns straight from NumPy's memory.

``pyarrow.array`` and its like look for pandas whenever they are called and so load it; a worker
has no use for it. A buffer that is already in order needs no conversion at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


def numbers(values: np.ndarray) -> pa.Array:
    """A column of numbers of the same type as the array, or of yes and no."""
    import pyarrow as pa  # noqa: PLC0415

    if values.dtype == np.bool_:
        bits = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(
        kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))]
    )


def texts(values: Sequence[str]) -> pa.Array:
    """A column of texts."""
    import pyarrow as pa  # noqa: PLC0415

    encoded = [value.encode() for value in values]
    ends = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum([len(text) for text in encoded], out=ends[1:])
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def coded(codes: np.ndarray, names: Sequence[str]) -> pa.Array:
    """A column of texts that repeat: places in a list of names."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.DictionaryArray.from_arrays(numbers(codes), texts(names))


def places(found: Iterable[str]) -> dict[str, int]:
    """The place of each name in the list of all, in order of appearance."""
    return {name: place for place, name in enumerate(dict.fromkeys(found))}


def table(columns: dict[str, Any]) -> pa.Table:
    """A table of columns, in their order."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.Table.from_arrays(list(columns.values()), names=list(columns))
