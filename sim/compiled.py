"""Loops over plain arrays, compiled to machine code by Numba.

A rule that would take many passes over arrays of pairs may say instead what happens to one pair,
in a loop. Such a function takes arrays and numbers only, is compiled at its first call (and Numba
is imported then, not before), and is kept beside its source for the next start. Only ``+ - * /
sqrt`` and comparisons enter it, which the compiler may not rewrite, so that it gives the bits of
the same loop in Python (``tests/laws/test_compiled.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial, update_wrapper
from types import FunctionType
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar, cast

import numpy as np

P = ParamSpec("P")
T = TypeVar("T")


class Compiled(Generic[P, T]):
    """A function compiled at its first call; made by ``@compiled``."""

    #: Given a loop's file, what surrounds its first call: processes that start together may see to
    #: it that one of them compiles while the others wait.
    first_call: ClassVar[Callable[[str], AbstractContextManager[object]]] = nullcontext

    def __init__(self, plain: Callable[P, T]) -> None:
        self.plain = plain
        self._fast: Callable[P, T] | None = None
        update_wrapper(self, plain)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's value."""
        if self._fast is not None:
            return self._fast(*args, **kwargs)
        with Compiled.first_call(self.plain.__code__.co_filename):
            return self.build()(*args, **kwargs)

    def build(self) -> Callable[P, T]:
        """What Numba makes of the function; its machine code follows at the first call."""
        if self._fast is not None:
            return self._fast
        from numba import njit  # noqa: PLC0415  a third of a second, spared where no rule plays

        plain: Any = self.plain
        names = plain.__globals__
        known = {name: names[name] for name in plain.__code__.co_names if name in names}
        calls = {name: f.build() for name, f in known.items() if isinstance(f, Compiled)}
        # Numba must see the functions that this one calls as its own, not as this class
        scope = {**names, **calls}
        loop = FunctionType(plain.__code__, scope, plain.__name__, plain.__defaults__)
        loop.__qualname__, loop.__module__ = plain.__qualname__, plain.__module__
        make = partial(njit, nogil=True, error_model="numpy")
        try:
            fast = make(cache=True)(loop)
        except RuntimeError:  # there is no folder to keep it in
            fast = make()(loop)
        self._fast = cast(Callable[P, T], fast)
        return self._fast


def compiled(plain: Callable[P, T]) -> Compiled[P, T]:
    """Mark a loop for compilation.

    It may call functions of its own file and of ``sim.grid`` that are marked too, and no others:
    what is kept on disk is renewed when the file of the loop itself changes.
    """
    return Compiled(plain)


def to_read(array: np.ndarray) -> np.ndarray:
    """The same array, not to be written: a loop is compiled anew for each kind of array it meets.

    Arrays of the state are of this kind; what observers see of them may be a copy.
    """
    view = array.view()
    view.flags.writeable = False
    return view
