"""Trees asked about one vector at a time, without the toll of a batch: LightGBM's own single-row path, by its C API.

`Booster.predict` builds a matrix, reads its parameters and starts a predictor at each call; the single-row path does
that once, when the trees are opened. What it answers is the same, bit by bit, and a tenth of the time.

https://lightgbm.readthedocs.io/en/stable/C-API.html (LGBM_BoosterPredictForMatSingleRowFast).
"""

import ctypes
import weakref
from functools import cache
from importlib.resources import files

import lightgbm
import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
FLOAT64, NORMAL, ALL = 1, 0, -1  # of the C API: doubles in, probabilities out, every iteration
ONE_THREAD = b"num_threads=1"  # more of them make one row slower, by up to 70 times


class Trees:
    """The trees in LightGBM's own text, for one vector of `features` numbers at a time.

    Raises:
        LightGBMError: the text holds no trees.
    """

    __slots__ = ("__weakref__", "_ask", "_fast", "classes", "features")

    def __init__(self, text: str) -> None:
        library, model, made, number = _library(), ctypes.c_void_p(), ctypes.c_int(), ctypes.c_int()
        _check(library.LGBM_BoosterLoadModelFromString(text.encode(), ctypes.byref(made), ctypes.byref(model)))
        weakref.finalize(self, library.LGBM_BoosterFree, model)
        _check(library.LGBM_BoosterGetNumFeature(model, ctypes.byref(number)))
        self.features = number.value
        _check(library.LGBM_BoosterGetNumClasses(model, ctypes.byref(number)))
        self.classes = number.value  # 1 where there are two: the second follows from it
        self._fast = ctypes.c_void_p()
        _check(
            library.LGBM_BoosterPredictForMatSingleRowFastInit(
                model, NORMAL, 0, ALL, FLOAT64, ctypes.c_int32(self.features), ONE_THREAD, ctypes.byref(self._fast)
            )
        )
        weakref.finalize(self, library.LGBM_FastConfigFree, self._fast)  # before the model: the last is called first
        self._ask = library.LGBM_BoosterPredictForMatSingleRowFast

    def __call__(self, row: Row) -> Row:
        """What they say of one vector, shape (classes,); ValueError for another number of features."""
        if row.shape != (self.features,) or row.dtype != np.float64 or not row.flags.c_contiguous:
            raise ValueError(f"these trees read {self.features} doubles in a row, not {row.dtype} of {row.shape}")
        said, length = np.empty(self.classes), ctypes.c_int64()
        _check(self._ask(self._fast, row.ctypes.data, ctypes.byref(length), said.ctypes.data))
        return said


@cache
def _library() -> ctypes.PyDLL:
    """LightGBM's; a call takes 10 µs and keeps the interpreter's lock, since to let go of it would take longer.

    With the lock no two threads are in one fast path at once, which has one buffer.
    """
    inside = files(lightgbm) / "lib"
    library = ctypes.PyDLL(str(next(one for one in inside.iterdir() if one.name.startswith("lib_lightgbm"))))
    library.LGBM_GetLastError.restype = ctypes.c_char_p
    pointer = ctypes.c_void_p
    library.LGBM_BoosterPredictForMatSingleRowFast.argtypes = [pointer] * 4
    library.LGBM_BoosterFree.argtypes = library.LGBM_FastConfigFree.argtypes = [pointer]
    return library


def _check(code: int) -> None:
    if code:
        raise lightgbm.basic.LightGBMError(_library().LGBM_GetLastError().decode())
