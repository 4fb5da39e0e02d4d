"""Lines whose text stands in several places of their page: wrapped paragraphs, and text with marks.

The labeller sees one line, as if the paragraph had been saved on one line without marks. Its pieces
say where its characters stand, so that each physical line is a segment of its own in the end.
"""

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

PIECES = pl.List(
    pl.Struct(
        {"start_char": pl.Int32, "size": pl.Int32, "offset": pl.Int32, "is_address": pl.Boolean}
    )
)


class Piece(NamedTuple):
    """Characters that stand together on the page: a part of a line's text, or a mark that is no
    text, such as "**", an address, or the hyphen of a word that goes on below.
    """

    start_char: int  # on the page
    size: int
    offset: int | None  # in the text of the line; None: a mark
    is_address: bool = False  # a mark that says where a link leads


class PiecedText(NamedTuple):
    """The text of a line, and its pieces in page order."""

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, text: str, start_char: int) -> "PiecedText":
        """Text that stands on the page as it is."""
        return cls(text, (Piece(start_char, len(text), 0),))

    @property
    def opens_with_mark(self) -> bool:
        return self.pieces[0].offset is None

    def join(self, below: "PiecedText", between: str) -> "PiecedText":
        """This text and the one below it on the page, with a space or nothing between them."""
        return join_all([self, below], [between])

    def drop_end(self) -> "PiecedText":
        """Without the last character of the text, which becomes a mark."""
        *first, last = self.pieces
        end = last.start_char + last.size - 1
        pieces = (*first, last._replace(size=last.size - 1), Piece(end, 1, None))
        return PiecedText(self.text[:-1], pieces)


def join_all(texts: list[PiecedText], gaps: Iterable[str]) -> PiecedText:
    """Texts that stand below one another as one, with these gaps between them."""
    parts, pieces, length = [], [], 0
    for text, gap in zip(texts, [*gaps, ""], strict=True):
        pieces += [
            piece if piece.offset is None else piece._replace(offset=length + piece.offset)
            for piece in text.pieces
        ]
        parts += [text.text, gap]
        length += len(text.text) + len(gap)
    return PiecedText("".join(parts), tuple(pieces))
