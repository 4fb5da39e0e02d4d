"""Scores of lines, and what the scores of the lines around them say: the input of a second look."""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.segment.features import MISSING, NOWHERE, Pages, to_frame

SCORE_DECIMALS = 4  # the last digits of a sum may differ between machines
SURE = 0.7  # of the body
LONGEST_COUNTED = 400  # size above which a line weighs the same
SHORTEST_COUNTED = 10
STEPS = 256  # of a weight; all is summed in integers, so that sums do not depend on the batch
TOP = 10**SCORE_DECIMALS
BODY_WINDOWS, STORY_WINDOWS = (4, 10, 25), (6, 15)  # lines above, and below
FARTHEST_ABOVE, FARTHEST_BELOW = 200, 400  # of the most likely headline


class Scores(NamedTuple):
    """How likely each line is, 0 to 1, of the body and the headline of its page's own article,
    and of another story's.
    """

    body: np.ndarray
    headline: np.ndarray
    story_headline: np.ndarray  # of another story on the page
    story_text: np.ndarray


def measure_scores(scores: Scores, size: np.ndarray, pages: Pages) -> pl.DataFrame:
    """What a line's scores are among those of its page: Float32, one row a line.

    A first look cannot know that all around a line is another story's text, or that the body has
    ended long ago; the second sees what the first made of the neighbours.
    """
    body, headline = scores.body, scores.headline
    weight = np.log1p(np.minimum(size, LONGEST_COUNTED)) * (size >= SHORTEST_COUNTED)
    weight = np.round(weight * STEPS).astype(np.int64)
    weighed = {
        name: weight * np.round(getattr(scores, name) * TOP).astype(np.int64)
        for name in ("body", "story_text")
    }
    numbers = scores._asdict()
    for step in (-3, -2, -1, 1, 2, 3):
        numbers[f"body_{step:+}"] = pages.beside(body, step)
    for name in ("story_text", "story_headline", "headline"):
        for step in (-1, 1):
            numbers[f"{name}_{step:+}"] = pages.beside(getattr(scores, name), step)
    for name, windows in (("body", BODY_WINDOWS), ("story_text", STORY_WINDOWS)):
        for width in windows:
            for word, reach in (("above", width), ("below", -width)):
                around = pages.reach(weight, reach)
                mean = pages.reach(weighed[name], reach) / np.maximum(around, 1) / TOP
                numbers[f"{name}_{word}_{width}"] = np.where(around > 0, mean, MISSING)
    total = pages.total(weighed["body"]) / TOP
    numbers["body_total"] = total / STEPS
    above = (pages.count(weighed["body"]) - weighed["body"]) / TOP
    numbers["body_before"] = above / np.maximum(total, 1)
    numbers["body_density"] = total / np.maximum(pages.total(weight), 1)
    for word, distance in (("since", pages.since), ("until", pages.until)):
        step = 1 if word == "since" else -1
        lines = pages.beside(distance(body >= SURE), step) + 1
        numbers[f"{word}_sure"] = np.where(lines <= 0, NOWHERE, np.minimum(lines, NOWHERE))
    numbers["most_body"] = -pages.least(-body)
    most_headline = -pages.least(-headline)
    numbers["most_headline"] = most_headline
    from_headline = pages.row - pages.first_of(headline == most_headline)
    numbers["from_headline"] = np.clip(from_headline, -FARTHEST_ABOVE, FARTHEST_BELOW)
    numbers["weight"] = weight / STEPS
    return to_frame(numbers)
