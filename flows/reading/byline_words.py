"""The words of bylines by their kind, from seeds/byline_words.csv."""

from functools import lru_cache

from flows.seeds import read_seed


@lru_cache
def read_byline_words(kind: str) -> frozenset[str]:
    return frozenset(read_seed("byline_words").filter(kind=kind)["text"].to_list())


@lru_cache
def list_articles() -> list[str]:
    """The articles of all languages as they stand before a word: "the ", "der ", "l'"."""
    words = sorted(read_byline_words("article"))
    return [word if word.endswith("'") else f"{word} " for word in words]
