"""Readers' remarks below "Comments" that have nothing but a name above each text."""

from flows.segment.comments import is_counted_header, may_name_reader, sum_body
from flows.segment.line import Line

SMALLEST_BODY = 60  # size of the article above
MOST_NAME_WORDS, LONGEST_NAME = 3, 25  # words and size
SHORTEST_REMARK, LONGEST_REMARK = 8, 600  # size


def bar_remarks(lines: list[Line]) -> None:
    """Label them and their header, if the text of the article does not go on below."""
    headers = [
        index
        for index, line in enumerate(lines)
        if not line.cuts and (line.kind == "comments" or is_counted_header(line))
    ]
    if not headers:
        return
    sizes = sum_body(lines)
    for header in headers:
        end = find_end(lines, header + 1)
        is_over = sizes[-1] - sizes[end] < SMALLEST_BODY
        if end > header + 1 and is_over and sizes[header] >= SMALLEST_BODY:
            for line in lines[header:end]:
                line.bar("comments")
            return


def find_end(lines: list[Line], start: int) -> int:
    """The line behind the last remark."""
    index = start
    while index + 1 < len(lines) and is_name(lines[index]) and is_remark(lines[index + 1]):
        is_apart = lines[index + 1].blank_before > 0
        index += 2
        while index < len(lines) and not is_apart and not lines[index].blank_before:
            if lines[index].kind is not None or is_name(lines[index]):
                break
            index += 1
    return index


def is_name(line: Line) -> bool:
    """Whether a line may be the name above a remark."""
    is_short = line.size <= LONGEST_NAME and line.text.count(" ") < MOST_NAME_WORDS
    return is_short and line.story is None and may_name_reader(line)


def is_remark(line: Line) -> bool:
    """Whether a line may be the text of a remark, or its first line."""
    return line.is_open and SHORTEST_REMARK <= line.size <= LONGEST_REMARK
