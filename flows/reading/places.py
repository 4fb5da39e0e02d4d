"""Places that seeds/places.csv knows: cities of the world as their languages write them."""

from functools import lru_cache

from flows.seeds import read_seed
from flows.text import fold_case


def is_known_place(text: str) -> bool:
    """Whether a text is the name of a known city.

    >>> is_known_place("WIEN"), is_known_place("Harbour Trust")
    (True, False)
    """
    return fold_case(text.strip()) in read_places()


@lru_cache
def read_places() -> frozenset[str]:
    return frozenset(read_seed("places")["name"].to_list())
