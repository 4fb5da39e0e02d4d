"""Label the lines of pages: what each line is, and to which story it belongs.

Trained scores choose the body and the headline of the page's own article. Rules over structure and
the lexicon of markers label the rest. These labels are final: assemble.py only joins them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count, groupby, pairwise

import numpy as np
import polars as pl

from flows.reading.byline_labels import find_prefix
from flows.reading.byline_lines import is_office_alone, names_copy, reads_as_byline
from flows.reading.datelines import find_dateline_end
from flows.reading.dates.ends import strip_moment
from flows.reading.dates.lines import names_more
from flows.reading.labels import is_outlet
from flows.segment.appeals import bar_appeals
from flows.segment.cards import assign_story, label_cards, label_parts
from flows.segment.comments import bar_comments
from flows.segment.dated_lists import bar_dated_items, cut_dated_titles
from flows.segment.digests import label_digest
from flows.segment.exports import label_export
from flows.segment.facts import NOTHING, Told, bar_hidden, name_headline, read_told
from flows.segment.features import measure_lines
from flows.segment.first_labels import FULL_STOP, FirstLabels, find_first_labels
from flows.segment.heading import claim_heading
from flows.segment.items import label_item
from flows.segment.line import Line
from flows.segment.lines import observe_lines
from flows.segment.links import ADDRESS, MENU_ROW, RULE, bar_links, bar_lists, is_row
from flows.segment.live import label_live
from flows.segment.mails import bar_mail_lines
from flows.segment.mastheads import MENU, is_above_menu, is_menu, is_paper_above_title
from flows.segment.names_alone import may_be_author
from flows.segment.owners import bar_owners
from flows.segment.pieces import Piece
from flows.segment.scores import Scores
from flows.segment.segment_kinds import find_kinds, read_final_kinds
from flows.segment.sourced_lists import label_sourced_lists
from flows.segment.titles import list_candidates, measure_candidates
from flows.segment.weights import score_lines, score_titles
from flows.segment.window_titles import find_path_end, find_title_span

BODY_SCORE = 0.5  # swept .4-.6: F1 on dev .939, .939, .941, .941, .941; contamination .008-.007
BESIDE_SCORE = 0.45
APPEAL_SCORE = 0.8  # of a line that reads like an appeal
SURE_BODY = 0.9
OTHER_STORY = 0.7  # swept .7, 1, none: contamination .024, .035, .046
DOUBTFUL_HEADLINE = 0.03
TITLE_SCORE = 0.3
SUBHEADING_SCORE, LONGEST_SUBHEADING, LINES_BETWEEN = 0.1, 90, 4
SMALLEST_BODY = 60  # size of all its lines
SMALLEST_WALLED_BODY = 1200  # the same, on a page that asks for consent or was not found
LINES_ABOVE = 8
OTHER_ABOVE = 0.7  # where another story begins between headline and body
METAS_ABOVE = 3  # lines above the headline whose byline or time is its own
SHORTEST_DECK = 60
DECK_WORDS = 4  # of a short deck
SHORTEST_TEASER_TITLE = 40
NAMES_BELOW = 2  # lines below the headline where names alone are a byline
LONGEST_BUTTON = 2  # of the size of letters: "AA"
BYLINES_IN_BODY = 4  # lines of the body that may be bylines
DATELINES_IN_BODY = 2  # above the paragraph with a dateline a summary may stand
SHORTEST_BEHIND = 10  # characters of a paragraph behind its dateline
MOST_JOINED = 0.2  # share of paragraphs with no blank line above, where the others have one
MASTHEAD_WORDS = 4
ABOVE_TITLE = ("outlet_label", "navigation")
QUOTED = re.compile(r"[\"'“”„«»‘「『][^\"“”„«»「」『』]+[\"'”“»«’」』]$")
LONG_WORD, CAPITAL_SHARE = 4, 0.8
SITE_BEHIND, SHORTEST_WITH_SITE = re.compile(r"\s*[|–—·•»-]\s*\S"), 12


def label_lines(pages: pl.DataFrame) -> Iterator[tuple[str, list[Line]]]:
    """(page_id, its labelled lines and parts of lines in page order) of each page with any text.

    Needs: page_id, text; titles and hidden_spans (see add_told), if any page is of HTML.
    """
    told = dict(zip(pages["page_id"], read_told(pages), strict=True))
    for page_id, lines in score_pages(pages):
        label_page(lines, told[page_id])
        parts = [part for line in lines for part in cut_line(line)]
        claim_heading(parts)
        yield page_id, list(spread_lines(parts))


def score_pages(pages: pl.DataFrame) -> Iterator[tuple[str, list[Line]]]:
    """(page_id, its lines in page order, with scores and first labels) of each page with any text.

    Needs: page_id, text.
    """
    observed = observe_lines(pages)
    labels = find_first_labels(observed)
    scores = score_lines(measure_lines(observed, labels))
    page_ids = pages["page_id"].to_list()
    lines = make_lines(observed, labels, scores)
    for page_no, first, last in find_pages(observed["page_no"].to_numpy()):
        yield page_ids[page_no], lines[first:last]


def make_lines(observed: pl.DataFrame, labels: FirstLabels, scores: Scores) -> list[Line]:
    columns = (  # in the order of the fields of Line
        *("start_char", "text", "blank_before", "size", "is_age", "is_bullet"),
        *("ends_sentence", "is_prose_like", "is_title_like", "may_appeal", "may_react"),
    )
    seen = (observed[name].to_list() for name in columns)
    lines = list(map(Line, *seen, labels.kinds, *(column.tolist() for column in scores)))
    pieced = observed["pieces"].is_not_null()
    for row, pieces in zip(pieced.arg_true(), observed["pieces"].filter(pieced), strict=True):
        lines[row].pieces = tuple(Piece(**piece) for piece in pieces)
    for row, cuts in labels.cuts.items():
        lines[row].cuts = cuts
    for row in labels.aged:
        lines[row].has_age = True
    for row in labels.links:
        lines[row].is_link = True
    return lines


def find_pages(page_no: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Each page with its first row and the row behind its last."""
    starts = np.flatnonzero(np.diff(page_no, prepend=-1)).tolist()
    ends = [*starts, len(page_no)][1:]
    yield from zip(page_no[starts].tolist(), starts, ends, strict=True)


def label_page(lines: list[Line], told: Told = NOTHING) -> None:
    """Give every line of a page its kind and story, by its scores and first labels.

    Args:
        told: what its HTML tells of them, if it is of HTML.
    """
    numbers = count(1)
    body, headline = find_own_body(lines, numbers, told)
    if body:
        headline = choose_title(lines, body) if headline is None else headline
        if headline is not None and opens_as_text(lines, body, headline):
            body, headline = sorted({headline, *body}), None
        body = [index for index in body if headline is None or index > headline]
        body = cut_deck(lines, headline, body)
        label_names(lines, headline, body)
        body = label_offices(lines, headline, body)
        label_body(lines, body)
        label_heading(lines, headline, body[0])
        label_metas_in_opening(lines, body)
        label_cards(lines, 0, body[0], numbers, is_below=False)
    label_cards(lines, body[0] if body else 0, len(lines), numbers, is_below=bool(body))
    final_kinds = read_final_kinds()
    for line in lines:
        if line.kind == "related_marker" and line.cuts and line.story is None:
            line.story = next(numbers)
        if line.kind is None:
            line.kind, line.cuts = "other" if line.is_prose_like else "navigation", ()
        else:
            line.kind = final_kinds.get(line.kind, line.kind)


def find_own_body(
    lines: list[Line], numbers: Iterator[int], told: Told = NOTHING
) -> tuple[list[int], int | None]:
    """The lines of the body of the page's own article, none if the page has no article; and the
    headline, if HTML names it. What is surely neither has its label then.
    """
    title = None
    if told.fields is not None:
        title, is_teaser = label_item(lines, told.fields, numbers)
        if is_teaser:
            return [], None
    else:
        label_export(lines)
    bar_comments(lines)
    label_live(lines)
    bar_links(lines)
    bar_lists(lines)
    bar_appeals(lines)
    bar_owners(lines)
    bar_mail_lines(lines)
    cut_dated_titles(lines, numbers)
    bar_dated_items(lines)
    bar_hidden(lines, told)
    named = name_headline(lines, told) if title is None else title
    label_digest(lines, numbers)
    label_sourced_lists(lines, numbers)
    body, teasers = find_body(lines)
    body = [index for index in body if named is None or index > named]
    for title in teasers:
        label_parts(lines, title, title + 1, title + 2)
        assign_story(lines[title : title + 2], next(numbers))
    return label_bylines(lines, body) if body else [], named


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


# The page's own article


def find_body(lines: list[Line]) -> tuple[list[int], list[int]]:
    """The lines of the body of the page's own article, none if the page has no article; and the
    titles of teasers that stand among them, each with a sentence below it.
    """
    body = [index for index, line in enumerate(lines) if is_of_body(line)]
    body = sorted({*body, *find_next_paragraphs(lines, body)})
    size = sum(lines[index].size for index in body)
    is_wall = any(line.kind == "wall" for line in lines[: body[-1] + 1]) if body else False
    has_sentence = any(lines[index].ends_sentence or lines[index].is_prose for index in body)
    if not has_sentence or size < (SMALLEST_WALLED_BODY if is_wall else SMALLEST_BODY):
        return [], []
    teasers = list(find_teasers(lines, body))
    titles = {*teasers}
    body = [index for index in body if index not in titles and index - 1 not in titles]
    return sorted({*body, *find_subheadings(lines, body)}), teasers


def is_of_body(line: Line, least: float = BODY_SCORE) -> bool:
    """Whether a line is likely of the body, and not almost as likely of another story."""
    likely = line.body_score
    least = APPEAL_SCORE if line.kind in find_kinds("is_appeal") else least
    most = likely if likely >= SURE_BODY else OTHER_STORY * likely
    return likely >= least and line.story_text_score <= most


def find_next_paragraphs(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Paragraphs right below or above one of the body, which BODY_SCORE alone leaves out."""
    for index in {near for own in body for near in (own - 1, own + 1)}:
        line = lines[index] if 0 <= index < len(lines) else None
        if line and line.is_prose and line.ends_sentence and is_of_body(line, BESIDE_SCORE):
            yield index


def find_subheadings(lines: list[Line], body: list[int]) -> Iterator[int]:
    """Short lines of the body which the score alone leaves out: they stand right above one
    paragraph of it and shortly below another.
    """
    for above, below in pairwise(body):
        line = lines[below - 1]
        if (
            1 < below - above <= LINES_BETWEEN
            and line.kind is None
            and not stands_alone(lines[below - 2])
            and line.size <= LONGEST_SUBHEADING
            and line.body_score >= SUBHEADING_SCORE
        ):
            yield below - 1


def stands_alone(line: Line) -> bool:
    """Whether a line is a related marker and nothing else: the next line is another story's
    headline.
    """
    return line.kind == "related_marker" and not line.cuts


def label_body(lines: list[Line], body: list[int]) -> None:
    """Label the lines of the body, and cut the dateline from the first."""
    for index in body:
        line = lines[index]
        line.kind, line.story, line.cuts = find_body_kind(line), 0, ()
        if line.label_size:
            line.cuts = ((0, "other"), (line.label_size, line.kind))
    for index in body[:DATELINES_IN_BODY]:
        if cut_dateline(lines[index]):
            break


def label_bylines(lines: list[Line], body: list[int]) -> list[int]:
    """Label the lines that say that they are bylines, in the opening of the body or above it, and
    names alone above its first paragraph; the body without them.
    """
    for index in range(max(body[0] - LINES_ABOVE, 0), body[0]):
        line = lines[index]
        if line.kind is None and find_prefix(line.text) and reads_as_byline(line.text):
            line.kind, line.cuts = "byline", ()
    is_below_prose = False
    named: set[int] = set()
    for index in body[:BYLINES_IN_BODY]:
        line = lines[index]
        is_open = not is_below_prose or line.kind == "byline" or find_prefix(line.text) is not None
        is_byline = names_copy(line.text) or (
            reads_as_byline(line.text)
            and may_be_author(lines, index, [lines[own] for own in body if own != index])
        )
        if is_open and not line.is_bullet and is_byline:
            line.kind, line.cuts = "byline", ()
            named.add(index)
        is_below_prose = is_below_prose or (line.is_prose_like and index not in named)
    return [index for index in body if index not in named] if len(named) < len(body) else body


def label_names(lines: list[Line], headline: int | None, body: list[int]) -> None:
    """Label the bylines between headline and body: lines that say that they are, names and their
    offices alone near the headline or a time, and an agency that no picture stands above.
    """
    if headline is None:
        return
    story = [lines[own] for own in (headline, *body)]
    for index in range(headline + 1, body[0]):
        line, above = lines[index], lines[index - 1]
        is_near = index <= headline + NAMES_BELOW or any(
            near.kind in ("timestamp", "byline") for near in lines[index - 1 : index + 2 : 2]
        )
        is_author = is_byline_below(line, is_near) and may_be_author(lines, index, story)
        if is_author or (is_near and is_agency_below(line, above)):
            line.kind, line.cuts = "byline", ()


def cut_deck(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """Label a short line right below the headline as its deck, where the lines between it and the
    text say when or by whom; the body without it.
    """
    if headline is None or headline + 1 >= len(lines):
        return body
    deck = headline + 1
    line, rest = lines[deck], [index for index in body if index > deck]
    if not rest or not is_deck(line) or rest[0] - deck > LINES_ABOVE or is_of_other(line):
        return body
    if not says_when_below(lines, deck, rest[0]):
        return body
    line.kind, line.story, line.cuts = "deck", 0, ()
    return rest


def is_deck(line: Line) -> bool:
    is_short = line.is_title_like and not line.is_prose_like and not line.is_bullet
    is_open = line.kind is None and line.story is None and not line.ends_sentence
    is_name = reads_as_byline(line.text) or is_office_alone(line.text)
    return is_short and is_open and len(line.text.split()) >= DECK_WORDS and not is_name


def says_when_below(lines: list[Line], deck: int, first: int) -> bool:
    """Whether the line below a deck says when or by whom, and all lines down to the text do."""
    below = lines[deck + 1 : first]
    return bool(below) and all(
        line.kind in find_kinds("is_meta")
        or reads_as_byline(line.text)
        or is_office_alone(line.text)
        for line in below
    )


def label_offices(lines: list[Line], headline: int | None, body: list[int]) -> list[int]:
    """Label the office of whom a byline names, on the line beside it above the text, as a part of
    the byline; the body without it.
    """
    if headline is None:
        return body
    texts = [index for index in body if lines[index].is_prose_like]
    is_below_deck = len(texts) > 1 and texts[0] == headline + 1  # a sentence, that is of the body
    last = texts[1] if is_below_deck else texts[0] if texts else body[0]
    offices = [index for index in range(headline + 1, last) if may_be_office(lines[index])]
    named = set()
    for index in offices:
        beside = lines[index - 1 : index + 2 : 2]
        if any(near.kind == "byline" or reads_as_byline(near.text) for near in beside):
            named.add(index)
    for index in named:
        lines[index].kind, lines[index].cuts = "byline", ()
        for near in lines[index - 1 : index + 2 : 2]:
            if near.kind is None and near is not lines[headline] and reads_as_byline(near.text):
                near.kind, near.cuts = "byline", ()
    kept = [index for index in body if lines[index].kind != "byline"]
    return kept if named and kept else body


def may_be_office(line: Line) -> bool:
    return line.kind is None and line.story is None and is_office_alone(line.text)


def is_byline_below(line: Line, is_near: bool) -> bool:
    """Whether a line below a headline is a byline.

    Args:
        is_near: it stands by the headline or a time, so that names alone are one.
    """
    may_name = {None, *find_kinds("may_hold_names"), *find_kinds("is_of_picture")}
    if line.kind not in may_name or not reads_as_byline(line.text):
        return False
    return find_prefix(line.text) is not None or (is_near and line.kind is None)


def is_agency_below(line: Line, above: Line) -> bool:
    """Whether a line below a headline names the agency of the copy; "AA" is a button as well."""
    is_apart = above.kind not in find_kinds("is_of_picture") and not line.has_age
    may_name = line.kind in (None, "credit", "outlet_label") and len(line.text) > LONGEST_BUTTON
    return may_name and is_apart and names_copy(line.text)


def find_body_kind(line: Line) -> str:
    if line.is_bullet:
        return "list_item"
    return "paragraph" if line.ends_sentence or line.is_prose_like else "subheading"


def find_teasers(lines: list[Line], body: list[int]) -> Iterator[int]:
    """The titles of teasers in the body: one sentence stands right below each, blank lines stand
    around both, and every other paragraph of the article stands alone.
    """
    joined = [below for above, below in pairwise(body) if not lines[below].blank_before]
    if len(joined) > max(len(body) * MOST_JOINED, 1):
        return
    for index in joined:
        title = lines[index - 1]
        is_alone = index + 1 >= len(lines) or lines[index + 1].blank_before
        if (
            title.is_title
            and title.size >= SHORTEST_TEASER_TITLE
            and not title.ends_sentence
            and title.blank_before
            and is_alone
        ):
            yield index - 1


def cut_dateline(line: Line) -> bool:
    """Cut the dateline from a paragraph; whether it has one."""
    end = find_dateline_end(line.text)
    if not end or len(line.text) - end < SHORTEST_BEHIND:
        return False
    line.cuts = ((0, "dateline"), (end, line.kind or "paragraph"))
    return True


def label_heading(lines: list[Line], headline: int | None, first: int) -> None:
    """Label headline, deck, byline and times above the first paragraph."""
    if headline is not None:
        lines[headline].kind, lines[headline].story = "headline", 0
        if all(
            kind != "headline" for _, kind in lines[headline].cuts
        ):  # of "Title: Bridge reopens"
            lines[headline].cuts = cut_title(lines[headline].text)
    start = first if headline is None else headline
    is_below_meta = False
    for index in range(find_first_meta(lines, start), first):
        line = lines[index]
        if index > start and is_of_other(line):
            break
        if line.story:
            continue
        if line.kind in find_kinds("is_meta") and line.entry is None:
            line.story = 0
            is_below_meta = is_below_meta or index > start
        elif index > start and (line.is_prose or (line.is_title and line.size >= SHORTEST_DECK)):
            line.kind = "caption" if is_below_meta else "deck"
            line.story = None if is_below_meta else 0


def find_first_meta(lines: list[Line], headline: int) -> int:
    """The first line above a headline whose byline or time may be its own: between the two stands
    neither prose nor another story.
    """
    first = headline
    while first > max(headline - METAS_ABOVE, 0):
        line = lines[first - 1]
        if line.story is not None or line.is_prose or is_of_other(line):
            break
        first -= 1
    return first


def cut_title(text: str) -> tuple[tuple[int, str], ...]:
    """The parts of a headline's line: the path before the title and the site's name behind it."""
    start, end = find_title_span(text)
    parts = [(0, "navigation")] if start else []
    parts.append((start, "headline"))
    parts += [(end, "navigation")] if end < len(text) else []
    return tuple(parts) if len(parts) > 1 else ()


def label_metas_in_opening(lines: list[Line], body: list[int]) -> None:
    """Give the article the byline and times that stand below its summary, which is of the body."""
    paragraphs = (index for index in body if lines[index].is_prose_like)
    first = next((index for index in paragraphs if lines[index].ends_sentence), body[0])
    for line in lines[body[0] : min(first, body[0] + LINES_ABOVE)]:
        if line.kind in find_kinds("is_meta") and line.story is None and line.entry is None:
            line.story = 0


def is_of_other(line: Line) -> bool:
    likely = max(line.story_headline_score, line.story_text_score)
    return line.kind is None and likely >= max(OTHER_ABOVE, line.body_score)


def list_titles(lines: list[Line], body: list[int]) -> list[int]:
    """The lines that may be the headline of the page's own article."""
    return [index for index in list_candidates(lines, body) if not is_no_title(lines, index)]


def is_no_title(lines: list[Line], index: int) -> bool:
    """Whether a likely headline is none: an address, a menu, the name of a site above one, who
    wrote what stands above it, or a line that says that it is a byline.
    """
    line = lines[index]
    if is_menu(line.text) or is_above_menu(lines, index) or is_paper_above_title(lines, index):
        return True
    above = lines[max(index - NAMES_BELOW, 0) : index]
    is_below_title = any(near.kind is None and near.is_title_like for near in above)
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    is_drawn = ADDRESS.match(line.text) or RULE.match(line.text)
    if is_drawn or is_row(line) or MENU.search(line.text) or MENU.search(below):
        return True
    is_above_row = MENU_ROW.match(below) or (is_menu(below) and lines[index + 1].kind != "byline")
    if len(line.text.split()) <= MASTHEAD_WORDS and is_above_row:
        return True
    is_marked = is_below_title or find_prefix(line.text) is not None
    return is_marked and reads_as_byline(line.text)


def choose_title(lines: list[Line], body: list[int]) -> int | None:
    """The headline of the page's own article: the likeliest, or a title with a date above the body
    where only prose of that is likely.
    """
    title = find_title(lines, body)
    if title is not None and not (title >= body[0] and lines[title].is_prose):
        return title
    dated = find_dated_title(lines, body)
    return title if dated is None else dated


def find_title(lines: list[Line], body: list[int]) -> int | None:
    """The headline of the page's own article: the likeliest of the lines that may be it."""
    candidates = list_titles(lines, body)
    if not candidates:
        return None
    likely = score_titles(measure_candidates(lines, body, candidates))
    best = int(np.argmax(likely))
    if likely[best] < TITLE_SCORE:
        return None
    chosen = candidates[best]
    above = (index for index in candidates if index <= max(chosen, body[0]))
    alone = (index for index in above if is_title_of(lines[chosen].text, lines[index].text))
    return next(alone, chosen)


def opens_as_text(lines: list[Line], body: list[int], headline: int) -> bool:
    """Whether the first line of a text is of its body, as of an article saved without its headline:
    it ends with a full stop, and text goes on right below. Titles that do so are in capitals, or
    are somebody's words. Above a long one names and times may stand.
    """
    line = lines[headline]
    is_first = all(above.kind in find_kinds("is_meta") for above in lines[:headline])
    if not is_first or (headline and not line.is_prose):
        return False
    is_title = has_capitals(line.text) or QUOTED.match(line.text)
    goes_on = headline + 1 in body[:2]
    return goes_on and FULL_STOP.search(line.text) is not None and not is_title


def has_capitals(text: str) -> bool:
    """Whether most long words of a text begin with a capital: "Things to Know Before a Strike"."""
    words = [word for word in text.split() if len(word) >= LONG_WORD]
    capitals = sum(word[0].isupper() for word in words)
    return capitals > CAPITAL_SHARE * max(len(words), 1)


def find_dated_title(lines: list[Line], body: list[int]) -> int | None:
    """The first line of a text that has no other headline, if it names more than its date: "Ferry
    crews strike in June 2023". Names of sites and sections may stand above it, and nothing but
    names and times between it and the body.
    """
    above = range(body[0])
    first = next((at for at in above if lines[at].kind not in ABOVE_TITLE), body[0])
    if first == body[0] or not is_dated_title(lines[first]):
        return None
    below = lines[first + 1 : body[0]]
    if not all(line.kind in find_kinds("is_meta") or reads_as_byline(line.text) for line in below):
        return None
    lines[first].kind = None
    return first


def is_dated_title(line: Line) -> bool:
    """Whether a line that was taken for a time names more, and is no name with its day."""
    if line.kind != "timestamp" or line.cuts or not names_more(line.text):
        return False
    name = strip_moment(line.text)
    return not reads_as_byline(name) and not is_outlet(name)


def is_title_of(text: str, title: str) -> bool:
    """Whether a line is a title with the name of a site behind it, as windows have it, or with a
    path before it.

    >>> is_title_of("Bridge reopens at last | The Gazette", "Bridge reopens at last")
    True
    >>> is_title_of("Home » Region » Bridge reopens at last", "Bridge reopens at last")
    True
    """
    if len(title) < SHORTEST_WITH_SITE:
        return False
    if text.startswith(title) and SITE_BEHIND.match(text, len(title)) is not None:
        return True
    return text.endswith(title) and 0 < find_path_end(text) == len(text) - len(title)
