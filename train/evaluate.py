"""`make eval`: how well pages are cut, on pages that the weights never saw.

Trains on four fifths of the publishers and cuts the pages of the last fifth with the whole segment
stage, five times; scores as the reference's score.py does. `--quick` scores the shipped weights
on the pages that they were trained on: it finds damage, not quality. `--unlike` says how pages are
cut whose layouts training never saw. Scores below the floors of train/floors.json end with
status 1; a floor is lowered only with --lower REASON.
"""

import argparse
import csv
import hashlib
import importlib.util
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl

from flows.segment import add_texts, segment_pages
from train.corpus import find_reference, read_pages
from train.forms import (
    FORMS,
    Article,
    is_whole,
    opens_like_title,
    read_articles,
    save_article,
)
from train.metadata import describe_leads, score_dates

FLOORS = Path(__file__).with_name("floors.json")
BASELINE = Path(__file__).with_name("baseline.csv")
BASELINE_SETS = ("dev", "dev_composite")
SLACK = 0.005  # a score may vary so much between machines and library versions
SAMPLES = 200
SETS = ("dev", "wcxb_dev", "dev_composite")
FIGURES = (
    *("headline_right", "headline_wrong"),
    *("contamination", "embedded_precision", "embedded_recall", "embedded_f1"),
    *("date_right", "date_wrong"),
)
FLOORED = ("body_f1", "headline", "headline_right", "headline_wrong", "embedded_f1")
FLOORED += ("contamination", "date_right", "date_wrong")
FLOORED += ("all", *FORMS)
LOW_IS_GOOD = ("contamination", "date_wrong", "headline_wrong")
FEWEST_PAGES = 5  # of a language, to be counted among the others


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How well pages are cut.")
    parser.add_argument("--quick", action="store_true", help="the shipped weights, in sample")
    parser.add_argument("--unlike", action="store_true", help="train without dev_composite")
    parser.add_argument("--raise", action="store_true", dest="raises", help="write better floors")
    parser.add_argument("--lower", metavar="REASON", help="lower floors that are not reached")
    options = parser.parse_args(arguments)
    reference = find_reference()
    score = load_scorer(reference)
    cut = cut_in_sample if options.quick else partial(cut_by_fold, unlike=options.unlike)
    frames = {name: pl.read_parquet(reference / "pages" / f"{name}.parquet") for name in SETS}
    saved = save_forms(read_pages(reference))
    cuts = cut(reference, frames | {"forms": saved})
    results = {name: score_cuts(score, frames[name], cuts[name]) for name in frames}
    results["dev"] |= rate_dates(frames["dev"], cuts["dev"])
    print_results(results, frames)
    results["articles"] = rate_articles(results["wcxb_dev"]["by_page"], frames["wcxb_dev"])
    results["forms"] = rate_forms(saved, cuts["forms"])
    for name in ("articles", "forms"):
        print(f"\n{name}")
        for figure, value in results[name].items():
            print(f"  {figure:<18} {value:.4f}")
    if options.unlike:
        return 0
    mode = "quick" if options.quick else "cross_validated"
    return check_floors(mode, results, digest_pages(reference), options)


def load_scorer(reference: Path) -> ModuleType:
    """The reference's score.py."""
    path = reference / "pages" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return score


# Cutting


def cut_in_sample(reference: Path, frames: dict[str, pl.DataFrame]) -> dict[str, tuple]:
    return {name: cut_pages(frame) for name, frame in frames.items()}


def cut_by_fold(
    reference: Path, frames: dict[str, pl.DataFrame], unlike: bool = False
) -> dict[str, tuple]:
    """Each page cut by weights that saw no page of its publisher; nor, if `unlike`, any composite
    but those of our own layouts.
    """
    from train.lines import (  # of the train extra
        add_folds,
        add_made_pages,
        fit_folds,
        fit_looks,
        fold_of,
        teach,
    )
    from train.titles import fit_titles, list_lessons, scoring

    pages = read_pages(reference)
    fold = {page_id: fold_of(name) for page_id, name in pages.select("page_id", "publisher").rows()}
    if unlike:
        pages = pages.filter(pl.col("set") != "dev_composite")
    pages = add_made_pages(pages)
    print(f"Measuring {pages.height:,} pages …", file=sys.stderr, flush=True)
    taught = teach(pages)
    found = {name: [] for name in frames}
    looks = list(fit_looks(fit_folds(taught), taught))
    lessons = list_lessons(add_folds(pages), looks)
    for number, (boosters, lexicon) in enumerate(looks):
        with scoring(boosters, lexicon, fit_titles(lessons, without=number)):
            for name, frame in frames.items():
                hosts = frame["host_id"] if name == "forms" else frame["page_id"]
                own = pl.Series([fold[page_id] == number for page_id in hosts])
                found[name].append(cut_pages(frame.filter(own)))
    return {
        name: tuple(pl.concat(part) for part in zip(*parts, strict=True))
        for name, parts in found.items()
    }


def cut_pages(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return segment_pages(frame.select("page_id", "text", text_id="page_id"))


# Scoring


def score_cuts(score: ModuleType, frame: pl.DataFrame, cut: tuple) -> dict:
    """The scorer's figures, and each page's precision, recall and headline."""
    keys = {page_id: score.key(text) for page_id, text in frame.select("page_id", "text").rows()}
    lead, others, headlines = dict.fromkeys(keys.values(), ""), defaultdict(list), {}
    confidences = {}
    segments, placements = cut
    columns = add_texts(placements, frame, segments).select(
        "page_id", "role", "headline", "body", "cut_confidence"
    )
    for page_id, role, headline, body, confidence in columns.iter_rows():
        if role == "lead":
            lead[keys[page_id]], headlines[page_id] = body, headline
            confidences[page_id] = confidence
        else:
            others[keys[page_id]].append((headline, body))
    rows = []
    for page in frame.iter_rows(named=True):
        truth = score.shingles(page["gold_body"])
        answer = score.shingles(lead[keys[page["page_id"]]])
        hit = score.overlap(truth, answer)
        rows.append(
            {
                "page_id": page["page_id"],
                "publisher": page["publisher"],
                "language": page["language"],
                "converter": page["converter"],
                "precision": hit / answer.total() if answer else None,
                "recall": hit / truth.total() if truth else None,
                "headline": score.same_headline(
                    page["gold_headline"], headlines.get(page["page_id"])
                ),
                "has_headline": headlines.get(page["page_id"]) is not None,
                "prints_headline": prints_headline(score, page["text"], page["gold_headline"]),
                "confidence": confidences.get(page["page_id"]),
                "f1": score.f1(truth, answer),
            }
        )
    pages = pl.DataFrame(
        rows, schema_overrides=dict.fromkeys(("precision", "recall", "confidence"), pl.Float64)
    )
    figures = score.score(frame, lead, others) | rate_headlines(pages)
    return figures | {"by_page": pages}


def prints_headline(score: ModuleType, text: str, headline: str | None) -> bool:
    """Whether a page's text has the words of its headline, in their order."""
    found, wanted = (
        " ".join(score.WORD.findall((words or "").lower())) for words in (text, headline)
    )
    return bool(wanted) and f" {wanted} " in f" {found} "


def rate_headlines(pages: pl.DataFrame) -> dict[str, float]:
    """The share of all pages with the right headline; of those that print theirs, the shares with
    the right one and with another.
    """
    printed = pages.filter("prints_headline")
    wrong = pl.col("has_headline") & ~pl.col("headline")
    return {
        "headline": pages["headline"].mean(),
        "headline_right": printed["headline"].mean(),
        "headline_wrong": printed.select(wrong.mean()).item(),
    }  # type: ignore


def save_forms(pages: pl.DataFrame) -> pl.DataFrame:
    """Articles of dev and wcxb_dev in every plain form (page_id, host_id, form, text, headline,
    paragraphs, has_headline).
    """
    rows = []
    articles = read_articles(pages.filter(pl.col("set").is_in(["dev", "wcxb_dev"])))
    for row in articles.rows(named=True):
        article = Article(row["headline"], row["paragraphs"])
        for form in FORMS:
            if form == "body" and opens_like_title(article):
                continue
            page_id = f"{form} {row['page_id']}"
            saved = save_article(form, random.Random(page_id), article)
            rows.append((page_id, row["page_id"], form, saved.text, *article, saved.has_headline))
    columns = ("page_id", "host_id", "form", "text", "headline", "paragraphs", "has_headline")
    return pl.DataFrame(rows, schema=columns, orient="row")


def rate_forms(saved: pl.DataFrame, cut: tuple) -> dict[str, float]:
    """The share of articles of which nothing is missing, and nothing added, in each form."""
    segments, placements = cut
    leads = add_texts(placements.filter(role="lead"), saved, segments)
    found = {row["page_id"]: row for row in leads.rows(named=True)}
    whole = defaultdict(list)
    for row in saved.rows(named=True):
        lead = found.get(row["page_id"])
        article = Article(row["headline"], row["paragraphs"])
        whole[row["form"]].append(
            lead is not None
            and is_whole(article, row["has_headline"], lead["headline"], lead["body"])
        )
    shares = {form: sum(right) / len(right) for form, right in whole.items()}
    return {"all": sum(shares.values()) / len(shares)} | shares


def rate_articles(by_page: pl.DataFrame, frame: pl.DataFrame) -> dict[str, float]:
    """The figures of the articles among pages of all types."""
    own = by_page.join(frame.filter(page_type="article"), on="page_id", how="semi")
    return {"body_f1": f1(own)} | rate_headlines(own)


def rate_dates(frame: pl.DataFrame, cut: tuple) -> dict[str, float]:
    """The share of leads whose day is right, and the share whose day is wrong by more than what a
    zone that the page does not print may make.
    """
    outcomes = Counter(score_dates(frame, describe_leads(frame, *cut))["outcome"])
    wrong_count = outcomes["wrong"] + outcomes["wrong bound"]
    return {
        "date_right": outcomes["right"] / outcomes.total(),
        "date_wrong": wrong_count / outcomes.total(),
    }


def f1(pages: pl.DataFrame) -> float:
    """Of the means of the pages' precision and recall."""
    precision, recall = pages.select(pl.col("precision", "recall").mean().fill_null(0.0)).row(0)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bootstrap(pages: pl.DataFrame, figure: Callable[[pl.DataFrame], float]) -> float:
    """The standard error of a figure, publishers drawn with replacement."""
    chance = random.Random(0)
    parts = pages.partition_by("publisher")
    sums = [figure(pl.concat(chance.choices(parts, k=len(parts)))) for _ in range(SAMPLES)]
    return float(np.std(sums))


def print_results(results: dict, frames: dict) -> None:
    for name, result in results.items():
        pages = result["by_page"]
        print(f"\n{name}: {pages.height} pages, {result['no_lead_pages']} without a lead")
        print(f"  body F1        {result['body_f1']:.4f} ± {bootstrap(pages, f1):.4f}")
        print(f"  precision      {result['precision']:.4f}   recall {result['recall']:.4f}")
        print(f"  headline right {result['headline']:.4f} of all pages")
        for figure in FIGURES:
            if figure in result:
                print(f"  {figure:<18} {result[figure]:.4f}")
        rated = pages.filter(pl.col("confidence").is_not_null())
        quarter = (pl.col("confidence").rank("ordinal") - 1) * 4 // pl.len()
        for (number,), part in sorted(rated.with_columns(q=quarter).group_by("q")):
            mean, true = part["confidence"].mean(), part["f1"].mean()
            print(f"    cut_confidence, quarter {number + 1}: {mean:.3f}, and F1 {true:.3f}")
        for column in ("language", "converter"):
            grouped = group_rare(pages) if column == "language" else pages
            for (value,), part in sorted(grouped.group_by(column)):
                error = bootstrap(part, f1)
                print(
                    f"    {column} {value:<12} {part.height:>4} pages {f1(part):.3f} ± {error:.3f}"
                )
        if name not in BASELINE_SETS:
            continue
        gain, error = find_gain(pages, name)
        print(f"  gain over the rules  {gain:+.4f} ± {error:.4f} (paired, by publisher)")


def group_rare(pages: pl.DataFrame) -> pl.DataFrame:
    """Languages other than English and German as one: those with five pages or more, the rest."""
    counts = dict(pages["language"].value_counts().rows())
    names = {
        language: language
        if language in ("en", "de")
        else ("5 pages or more" if count >= FEWEST_PAGES else "fewer")
        for language, count in counts.items()
    }
    return pages.with_columns(pl.col("language").replace_strict(names))


def find_gain(pages: pl.DataFrame, name: str) -> tuple[float, float]:
    """How much body F1 is above the frozen base line's, and its bootstrap error."""
    with BASELINE.open() as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == name]
    base = pl.DataFrame(rows).select(
        "page_id",
        base_precision=pl.col("precision").replace("", None).cast(pl.Float64),
        base_recall=pl.col("recall").replace("", None).cast(pl.Float64),
    )
    paired = pages.join(base, on="page_id")

    def gain(part: pl.DataFrame) -> float:
        before = part.select(precision="base_precision", recall="base_recall")
        return f1(part) - f1(before)

    return gain(paired), bootstrap(paired, gain)


# Floors


def digest_pages(reference: Path) -> str:
    digest = hashlib.sha256()
    for name in SETS:
        digest.update((reference / "pages" / f"{name}.parquet").read_bytes())
    return digest.hexdigest()[:16]


def check_floors(mode: str, results: dict, digest: str, options: argparse.Namespace) -> int:
    """0 when every score reaches its floor (contamination: stays below), else 1.

    Floors are written with --raise, and with --lower where they are not reached.
    """
    floors = json.loads(FLOORS.read_text())
    if floors["data"] != digest:
        print(f"The floors are of other pages ({floors['data']}, these are {digest}).")
        return 1
    old = floors[mode]
    new = {
        f"{name}.{figure}": round(result[figure], 4)
        for name, result in results.items()
        for figure in FLOORED
        if figure in result
    }
    if missing := sorted(old.keys() - new.keys()):
        print(f"NO LONGER MEASURED: {', '.join(missing)}")
        return 1
    old = {figure: old.get(figure, value) for figure, value in new.items()}
    broken = [figure for figure in old if not reaches(figure, new[figure], old[figure])]
    for figure in broken:
        print(f"BELOW ITS FLOOR: {figure} {new[figure]:.4f}, floor {old[figure]:.4f}")
    if broken and not options.lower:
        return 1
    if options.raises or broken:
        floors[mode] = {
            figure: new[figure]
            if figure in broken
            else choose_better(figure, new[figure], old[figure])
            for figure in old
        }
        floors["lowered"] += [f"{mode}: {', '.join(broken)}: {options.lower}"] * bool(broken)
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n")
    print(f"\nThe floors of {mode} {'are lowered' if broken else 'hold'}.")
    return 0


def reaches(figure: str, value: float, floor: float) -> bool:
    if figure.endswith(LOW_IS_GOOD):
        return value <= floor + SLACK
    return value >= floor - SLACK


def choose_better(figure: str, value: float, floor: float) -> float:
    return min(value, floor) if figure.endswith(LOW_IS_GOOD) else max(value, floor)


if __name__ == "__main__":
    sys.exit(main())
