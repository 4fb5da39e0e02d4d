"""Labelled lines as they stand on the page: the parts of each, and the lines of a paragraph."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from flows.segment.line import Line
from flows.segment.pieces import Piece
from flows.segment.segment_kinds import find_kinds


def cut_line(line: Line) -> Iterator[Line]:
    """The line, or each of its parts if its kind is still one of theirs."""
    placed = find_kinds("is_placed")
    if all(kind != line.kind for _, kind in line.cuts):
        line.story = line.story if line.kind in placed else None
        yield line
        return
    ends = [offset for offset, _ in line.cuts[1:]] + [len(line.text)]
    for (offset, kind), end in zip(line.cuts, ends, strict=True):
        part = replace(line, start=line.start + offset, text=line.text[offset:end].rstrip())
        part.kind, part.story = kind, line.story if kind in placed else None
        part.offset = offset
        yield part


def spread_lines(parts: Iterable[Line]) -> Iterator[Line]:
    """Lines and parts of lines as they stand on the page: of wrapped paragraphs each physical line,
    of lines with marks each mark as well.
    """
    for pieces, group in groupby(parts, key=lambda part: part.pieces):
        own = list(group)
        yield from spread_pieces(pieces, own) if pieces else own


def spread_pieces(pieces: tuple[Piece, ...], parts: list[Line]) -> Iterator[Line]:
    """The parts of one line, each piece of them as a line of its own."""
    ends = [*(part.offset for part in parts[1:]), sum(piece.size + 1 for piece in pieces)]
    last_end = -1
    for start_char, size, offset, is_address in pieces:
        if offset is None:
            yield make_mark(parts[0], start_char, size, is_address)
            continue
        for part, end in zip(parts, ends, strict=True):
            first, last = max(offset, part.offset), min(offset + size, end)
            if first >= last:
                continue
            text = part.text[first - part.offset : last - part.offset]
            if not text.strip():
                continue
            is_continuation = first > part.offset
            edges = part.text[first - part.offset - 1 : first - part.offset + 1]
            yield replace(
                part,
                start=start_char + first - offset,
                text=text,
                is_continuation=is_continuation,
                is_glued=is_continuation and first == last_end and edges == "".join(edges.split()),
            )
            last_end = last


def make_mark(line: Line, start: int, size: int, is_address: bool) -> Line:
    """What stands in a line and is no text of it."""
    kind = "navigation" if is_address else "other"
    return replace(
        line, start=start, text=" " * size, kind=kind, story=None, body_score=0.0, cuts=()
    )
