"""Pages that somebody had forgotten (`copydesk forget`): they are known by hashes, and never become
pages again.
"""

from typing import NamedTuple

REASON = "forgotten"
DETAIL = "by copydesk forget; nothing of it is kept, and it is not read again"


class Forgotten(NamedTuple):
    """What is not to be read again, by its text or by its place in a file with the same bytes."""

    texts: frozenset[str] = frozenset()  # text_id
    rows: frozenset[tuple[str, int | None]] = frozenset()  # content_hash, number of the row

    def has(self, text_id: str, content_hash: str, row_no: int | None) -> bool:
        """Whether a page is one of them.

        >>> Forgotten(frozenset(["ab"])).has("ab", "12", None), Forgotten().has("ab", "12", None)
        (True, False)
        """
        return text_id in self.texts or (content_hash, row_no) in self.rows


NOTHING = Forgotten()
