"""Make the document frequencies that terms are weighed by: flows/compare/weights.

    .venv/bin/python -m train.frequencies

Needs wordfreq 3.1.1 (`pip install wordfreq`), which is no part of the train extra: the table is
made once.
"""

from collections import defaultdict

import polars as pl

from flows.compare import terms

WORDS_A_LANGUAGE, WORDS_AN_ARTICLE = 5_000, 400


def main() -> None:
    import wordfreq

    languages = sorted(wordfreq.available_languages("small"))
    shares = pl.concat(
        share_stems(wordfreq.get_frequency_dict(language, "small")).select(
            language=pl.lit(language), stem="stem", share="share"
        )
        for language in languages
    )
    table = make_table(shares)
    terms.FREQUENCIES.parent.mkdir(exist_ok=True)
    table.write_parquet(terms.FREQUENCIES, compression="zstd", compression_level=19)
    print(f"{table.height:,} terms of {len(languages)} languages")


def share_stems(frequency_of: dict[str, float]) -> pl.DataFrame:
    """stem, share: of articles of 400 words that have it, by the frequency of its words."""
    words = sorted(frequency_of, key=lambda word: (-frequency_of[word], word))[:WORDS_A_LANGUAGE]
    stems = pl.DataFrame({"word": words}).with_columns(stem=terms.stem(pl.col("word")))
    frequencies: dict[str, float] = defaultdict(float)
    for word, stem in stems.iter_rows():
        frequencies[stem] += frequency_of[word]
    share = 1 - (-pl.col("frequency") * WORDS_AN_ARTICLE).exp()
    return pl.DataFrame(
        {"stem": list(frequencies), "frequency": list(frequencies.values())}
    ).select("stem", share=share.round(4).cast(pl.Float32))


def make_table(shares: pl.DataFrame) -> pl.DataFrame:
    """language, stem, share of the stems that are not rare; language "" has the greatest share."""
    known = shares.filter(pl.col("share") > terms.RARE_SHARE)
    any_language = (
        known.group_by("stem").agg(pl.col("share").max()).with_columns(language=pl.lit(""))
    )
    return pl.concat([known, any_language.select(known.columns)]).sort("language", "stem")


if __name__ == "__main__":
    main()
