"""Loops over plain arrays, compiled to machine code by Numba.

A rule that would take many passes over arrays of pairs may say instead what happens to one pair,
in a loop. Such a function takes arrays and numbers only, uses no names but constants, NumPy and
other loops, is compiled at its first call (and Numba is imported then, not before), and is kept
beside its source for the next start, until it or what it uses changes. Only ``+ - * /
sqrt`` and comparisons enter it, which the compiler may not rewrite, so that it gives the bits of
the same loop in Python (``tests/laws/test_compiled.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from hashlib import sha256
from types import FunctionType
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar, cast

import numpy as np

P = ParamSpec("P")
T = TypeVar("T")


class Compiled(Generic[P, T]):
    """A function compiled at its first call; made by ``@compiled``."""

    #: Told of each loop before its first call in this process, which may take a second.
    first_call: ClassVar[Callable[[Compiled[..., Any]], None]] = lambda _: None

    def __init__(self, plain: Callable[P, T]) -> None:
        self.plain = plain
        self._fast: Callable[P, T] | None = None
        update_wrapper(self, plain)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's value."""
        if self._fast is not None:
            return self._fast(*args, **kwargs)
        fast = self.build()
        Compiled.first_call(self)
        return fast(*args, **kwargs)

    def uses(self) -> dict[str, object]:
        """The loops and constants among what its names stand for (some may name attributes)."""
        plain: Any = self.plain
        names = {name: plain.__globals__.get(name) for name in plain.__code__.co_names}
        return {
            name: v for name, v in names.items() if isinstance(v, Compiled | int | float | tuple)
        }

    def mark(self) -> str:
        """Eight letters that change with the function's code and with whatever it uses."""
        plain: Any = self.plain
        used = [
            (name, value.mark() if isinstance(value, Compiled) else repr(value))
            for name, value in sorted(self.uses().items())
        ]
        code = plain.__code__
        return sha256(repr((code.co_code, code.co_consts, used)).encode()).hexdigest()[:8]

    @property
    def folder(self) -> str:
        """Where its machine code is kept; "" before it is built, or where nothing can be."""
        fast: Any = self._fast
        return fast.stats.cache_path or "" if fast else ""

    def build(self) -> Callable[P, T]:
        """What Numba makes of the function; its machine code follows at the first call."""
        if self._fast is not None:
            return self._fast
        from numba import njit  # noqa: PLC0415  a third of a second, spared where no rule plays

        plain: Any = self.plain
        calls = {name: f.build() for name, f in self.uses().items() if isinstance(f, Compiled)}
        # Numba must see the functions that this one calls as its own, not as this class
        scope = {**plain.__globals__, **calls}
        loop = FunctionType(plain.__code__, scope, plain.__name__, plain.__defaults__)
        # Numba keeps machine code by this name, and looks at no other file for what is frozen in it
        loop.__qualname__ = f"{plain.__qualname__}.{self.mark()}"
        loop.__module__ = plain.__module__
        make = partial(njit, nogil=True, error_model="numpy")
        try:
            fast = make(cache=True)(loop)
        except RuntimeError:  # there is no folder to keep it in
            fast = make()(loop)
        self._fast = cast(Callable[P, T], fast)
        return self._fast


#: All loops of the modules that were imported.
LOOPS: list[Compiled[Any, Any]] = []


def compiled(plain: Callable[P, T]) -> Compiled[P, T]:
    """Mark a loop for compilation; functions that it calls are marked too."""
    loop = Compiled(plain)
    LOOPS.append(loop)
    return loop


def to_read(array: np.ndarray) -> np.ndarray:
    """The same array, not to be written: a loop is compiled anew for each kind of array it meets.

    Arrays of the state are of this kind; what observers see of them may be a copy.
    """
    view = array.view()
    view.flags.writeable = False
    return view
