"""A line of a page, as the stages of labelling hand it on."""

from dataclasses import dataclass

from flows.segment.pieces import Piece
from flows.segment.segment_kinds import find_kinds

# The least body score of a line that is likely of the page's own article.
BODY_SCORE = 0.5  # swept .4-.6: F1 on dev .939, .939, .941, .941, .941; contamination .008-.007

Cuts = tuple[tuple[int, str], ...]  # (offset, kind) of the parts of a line


@dataclass(slots=True)
class Line:
    """A line or a part of one: what can be seen of it, and the label that it gets."""

    start: int
    text: str
    blank_before: int
    size: float
    is_age: bool
    is_bullet: bool
    ends_sentence: bool
    is_prose_like: bool
    is_title_like: bool
    may_appeal: bool
    may_react: bool
    kind: str | None
    body_score: float  # of the page's own article, 0 to 1
    headline_score: float
    story_headline_score: float  # of another story on the page
    story_text_score: float
    cuts: Cuts = ()
    pieces: tuple[Piece, ...] = ()  # of its whole line; none: all stands in one place
    offset: int = 0  # of a part, in the text of its line
    is_continuation: bool = False  # goes on with the paragraph of the line above
    is_glued: bool = False  # with nothing between the two
    entry: int | None = None  # of a live page, from 1 in page order
    has_age: bool = False  # an age stands behind a label
    label_size: int = 0  # characters of a label that stands before a text of the body
    is_bare_title: bool = False  # of another story (see bare_stories.py)
    is_link: bool = False  # to another story: "Read also", alone or with its headline
    story: int | None = None  # 0: the page's own article; 1 and on: another; None: furniture

    @property
    def is_prose(self) -> bool:
        return self.kind is None and self.is_prose_like

    @property
    def is_title(self) -> bool:
        return self.kind is None and self.is_title_like

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of the line yet: neither its kind nor its story."""
        return self.kind is None and self.story is None

    @property
    def is_meta(self) -> bool:
        """Whether it says whose story stands beside it, by whom, or from when."""
        return self.kind in find_kinds("is_meta")

    @property
    def is_marker_alone(self) -> bool:
        """Whether it is "Related stories" and nothing else: other stories stand below it."""
        return self.kind == "related_marker" and not self.cuts

    @property
    def may_be_body(self) -> bool:
        return self.body_score >= BODY_SCORE

    def keep_out(self) -> None:
        """Keep the line out of the page's own article, whatever its kind."""
        self.body_score = self.headline_score = 0.0

    def bar(self, kind: str) -> None:
        """Label the line as surely of no article: nothing that follows takes it for one's text."""
        self.kind, self.cuts = kind, ()
        self.keep_out()
        self.story_headline_score = self.story_text_score = 0.0
