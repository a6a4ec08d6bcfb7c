"""Gives the system back what many streams had taken.

They end as circles of objects, which Python gathers late, and the C library keeps what is freed in
between.
"""

import ctypes
import gc

_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc only


def give_back() -> None:
    """Takes milliseconds, as all that was there before the fork is passed over."""
    gc.collect()
    if _trim is not None:
        _trim(0)
