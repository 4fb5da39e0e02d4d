"""The page of a search: what was asked, what was found."""

from typing import Any

from starlette.datastructures import QueryParams


def find_words(connection: Any, given: QueryParams) -> dict[str, Any]:
    return {"given": given, "found": None, "connection": connection and None}
