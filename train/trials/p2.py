def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("flows/segment/features.py",[
('''WORDS = rf"{DENSE}{{2}}|\\p{{L}}{{5,}}"
''','''WORDS = rf"{DENSE}{{2}}|\\p{{L}}{{5,}}"
NAMES = r"\\p{Lu}[\\p{L}\\p{M}]{3,}"  # of people and places, and whatever else has a capital
DATELINE = r"^\\p{Lu}[\\p{Lu}\\s./-]{2,40}(,[^()]{2,30})?(\\s\\([^()]{2,24}\\))?\\s?[-–—]{1,2}\\s"
'''),
('''    shares = share_words(words, pages, shape, runs, best)
    return Measured(to_frame(shape | runs | places | beside | means | shares), words, pages)
''','''    shares = share_words(words, pages, shape, runs, best)
    names = find_names(lines["text"], pages)
    stretches = compare_stretches({"words": words, "names": names}, pages, shape, runs, best)
    features = shape | runs | places | beside | means | shares | stretches
    return Measured(to_frame(features), words, pages)
'''),
('''def find_words(texts: pl.Series, pages: Pages) -> Words:
    words = list_words(texts).select("row", pl.col("word").hash())
''','''def compare_stretches(
    words_of: dict[str, Words], pages: Pages, shape: Numbers, runs: Numbers, best: np.ndarray
) -> Numbers:
    """What a stretch of lines, from one title to the next, shares with what stands above it: a part
    of the article under a subheading names people and places again, another story hardly does.
    """
    is_title = (shape["is_title"] > 0) & (shape["ends_sentence"] == 0)
    starts = np.flatnonzero(is_title | (pages.row == pages.first))
    of_row = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(pages.row)))
    prose_size = np.round(shape["prose_size"] * 2).astype(np.int64)
    size = np.bincount(of_row, prose_size, len(starts)) / 2
    is_opening = best & (runs["from_best"] < OPENING)
    found = {"stretch_size": size[of_row], "since_start": pages.row - starts[of_row]}
    for name, (row, word, _) in words_of.items():
        firsts = np.flatnonzero(np.diff(word, prepend=word[:1] + 1)) if len(word) else row
        counts = np.diff(firsts, append=len(word))
        own = of_row[row]
        is_old = np.repeat(own[firsts], counts) < own
        in_opening = np.add.reduceat(is_opening[row].astype(np.int64), firsts) > 0
        is_of_opening = np.repeat(in_opening, counts) & ~is_opening[row]
        total = np.bincount(own, minlength=len(starts))
        for flag, share in (("old", is_old), ("opening", is_of_opening)):
            of_stretch = np.bincount(own, share, len(starts)) / np.maximum(total, 1)
            found[f"stretch_{flag}_{name}"] = np.where(total > 0, of_stretch, MISSING)[of_row]
        found[f"stretch_{name}"] = total[of_row]
    return found


def find_names(texts: pl.Series, pages: Pages) -> Words:
    """Words with a capital, as `find_words` finds longer ones."""
    names = texts.str.extract_all(NAMES).list.unique()
    return sort_words(explode_words(names), pages)


def find_words(texts: pl.Series, pages: Pages) -> Words:
    return sort_words(list_words(texts), pages)


def sort_words(listed: pl.DataFrame, pages: Pages) -> Words:
    words = listed.select("row", pl.col("word").hash())
'''),
('''    return (
        texts.str.to_lowercase()
        .str.extract_all(WORDS)
        .list.unique()
        .alias("word")
''','''    return explode_words(texts.str.to_lowercase().str.extract_all(WORDS).list.unique())


def explode_words(words: pl.Series) -> pl.DataFrame:
    return (
        words.alias("word")
'''),
('''    text, size = pl.col("text"), pl.col("size")
    words = text.str.count_matches(" ", literal=True) + 1
''','''    text, size = pl.col("text"), pl.col("size")
    words = text.str.count_matches(" ", literal=True) + 1
    has_dateline = pl.col("is_prose_like") & text.str.contains(DATELINE)
'''),
('''        has_address=text.str.contains(r"www\\.|https?:|\\.com\\b|@"),
''','''        has_address=text.str.contains(r"www\\.|https?:|\\.com\\b|@"),
        has_dateline=has_dateline,
'''),
('''        "caption": is_kind(kind, "caption"),
    }
    places''','''        "caption": is_kind(kind, "caption"),
        "dateline": shape["has_dateline"] > 0,
    }
    places'''),
])
