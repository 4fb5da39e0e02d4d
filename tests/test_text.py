"""One spelling of each idea about text: what the classes hold, where the folds differ and agree."""

import re
import sys
import unicodedata
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows import text
from flows.shipped import SQL

# No surrogates, and no characters that one of two Unicode versions does not know.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=60)
EVERY_CHARACTER = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) not in ("Cs", "Cn")
]


def in_polars(expression: pl.Expr, value: str) -> object:
    return pl.DataFrame({"text": [value]}).select(expression).item()


def find_in_polars(pattern: str) -> set[str]:
    """The characters that a class of Rust's regex crate holds."""
    characters = pl.Series(EVERY_CHARACTER)
    return set(characters.filter(characters.str.contains(f"^(?:{pattern})$")))


def find_in_python(pattern: str) -> set[str]:
    return set(filter(re.compile(pattern).fullmatch, EVERY_CHARACTER))


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse, for its macros."""
    with duckdb.connect() as connection:
        connection.execute(read_core())
        yield connection


def read_core() -> str:
    return (SQL / "core.sql").read_text(encoding="utf-8")


# White space


def test_white_space_is_the_same_in_python_polars_and_sql(warehouse):
    spaces = find_in_python(f"[{text.WHITE_SPACE}]")
    assert spaces == find_in_polars(r"\s")
    stripped = pl.Series(sorted(spaces)).str.strip_chars()
    assert set(stripped) == {""}
    every = spaces | find_in_python(f"[{text.SEPARATORS}]")
    assert every == set(filter(str.isspace, EVERY_CHARACTER)) == set(text.EVERY_SPACE)
    assert set(warehouse.sql("select core.white_space()").fetchall()[0][0]) == every


# Folds


@pytest.mark.parametrize(
    ("folded", "printed"),
    [
        ('étude - "a"', "Étude – «A»"),
        ("abc d", "ＡＢＣ  d\n"),
        ("it's", "It’s"),
        ("strasse", "Straße"),
        ("strasse", "STRAẞE"),
        ("istanbul", "İstanbul"),
        ("kasim", "Kasım"),
        ("επισησ", "επίσης"),
        ("επισησ", "ΕΠΙΣΗΣ"),
        ("a b", "\x1fa\x1c\u2003b\x85"),
    ],
)
def test_seeds_are_compared_without_regard_to_case_marks_and_space(folded, printed):
    assert text.fold_text(printed) == folded
    assert in_polars(text.fold(pl.col("text")), printed) == folded


@settings(deadline=None)
@given(TEXTS)
@example("ΟΔΟΣ ΟΔΟΣ’Α")
@example("‑´″－﹘")
@example(" \x1c\x1d ")
def test_a_string_and_a_column_fold_alike(value):
    assert text.fold_text(value) == in_polars(text.fold(pl.col("text")), value)


def test_every_character_folds_alike():
    folded = pl.DataFrame({"text": EVERY_CHARACTER}).select(text.fold(pl.col("text")))
    assert folded["text"].to_list() == list(map(text.fold_text, EVERY_CHARACTER))


@settings(deadline=None)
@given(TEXTS)
def test_what_is_folded_stays_as_it_is(value):
    for fold in (text.fold_text, text.fold_identity):
        folded = fold(value)
        assert " ".join(folded.split()) == folded
        assert text.MARK.search(folded) is None


def test_every_mark_is_one_that_compatibility_leaves():
    """Marks are unified after NFKC: one that NFKC replaces would never be found."""
    assert [mark for mark in text.MARKS if unicodedata.normalize("NFKC", mark) != mark] == []


def test_folds_differ_where_they_must():
    printed = "„Straße“ – İ\nй"
    assert text.fold_text(printed) == '"strasse" - i й'
    assert text.fold_identity(printed) == '"strasse" - i̇ й'
    assert text.fold_words(printed) == "„strasse“ – i̇\nй"
    assert text.fold_case(printed) == "„straße“ – i\nй"
    assert text.fold_letters("й") == "й"
    assert in_polars(text.unify_marks(pl.col("text")), printed) == '"Straße" - İ\nй'


@settings(deadline=None)
@given(TEXTS)
def test_lower_case_of_dates_keeps_every_character_in_its_place(value):
    assert len(text.fold_case(value)) == len(value)


def test_accents_go_from_words():
    assert text.drop_accents("élysée") == "elysee"
    assert in_polars(text.drop_marks(pl.col("text")), "élysée") == "elysee"
    # A sign of an Indic vowel is of no combining class.
    assert text.drop_accents("हिन") == "हिन"
    assert in_polars(text.drop_marks(pl.col("text")), "हिन") == "हन"


def test_punctuation_goes_from_both_edges():
    assert in_polars(text.strip_edges(pl.col("text")), "» Read more: ") == "» Read more"
    assert in_polars(text.strip_edges(pl.col("text")), "> Read more: ") == "Read more"


# Scripts


def test_each_script_is_one_of_unicode_and_stands_once():
    names = [script.name for script in text.SCRIPTS]
    assert len(set(names)) == len(names)
    for script in text.SCRIPTS:
        assert find_in_polars(text.join_properties([script]))


@pytest.mark.parametrize(
    "script", [script for script in text.SCRIPTS if script.blocks], ids=lambda script: script.name
)
def test_the_blocks_of_a_script_hold_its_letters(script):
    """All that news is printed in: of what the property holds beyond them, only rare planes, old
    letters, radicals and half-wide forms.
    """
    blocks = find_in_python(f"[{script.blocks}]")
    assert blocks == find_in_polars(f"[{script.blocks}]")
    others = {
        letter
        for letter in find_in_polars(text.join_properties([script])) - blocks
        if unicodedata.category(letter) == "Lo" and unicodedata.normalize("NFKC", letter) == letter
    }
    rare = r"[\u1100-\u11ff\u3005-\u303c\u31f0-\u31ff\ua960-\ua97c\ua9e0-\uaa7f\ud7b0-\ud7fb]"
    rare += r"|[\U00010000-\U0010ffff]"
    assert [letter for letter in others if not re.fullmatch(rare, letter)] == []


@pytest.mark.parametrize(
    ("name", "held", "not_held"),
    [
        ("UNSPACED", "東サカーไລកမ", "a한я。"),
        ("WORD_SIGN", "東さカーไ", "a한ລកမ。"),
        ("EAST_ASIAN", "東さカー한", "aไ。"),
        ("EAST_ASIAN_SIGN", "東さー한。（Ａ", "aไ“"),
        ("DENSE", "東さー한ไ", "aລ。"),
    ],
)
def test_a_class_of_scripts_holds_their_letters_for_both_engines(name, held, not_held):
    pattern = getattr(text, name)
    assert all(map(re.compile(pattern).fullmatch, held))
    assert not any(map(re.compile(pattern).fullmatch, not_held))
    assert find_in_polars(pattern) == find_in_python(pattern)


def test_by_property_only_signs_that_scripts_share_are_missing():
    blocks = find_in_python(text.WORD_SIGN)
    letters = {character for character in blocks if character.isalpha()}
    assert letters - find_in_polars(text.WORD_SIGN_PROPERTY) == {"ー"}


def test_text_of_a_script_without_spaces_is_known():
    assert text.has_unspaced("Jane 東") and text.has_unspaced("ภาษา")
    assert not text.has_unspaced("Jane") and not text.has_unspaced("한국어 Élysée")


# Letters


def test_letters_are_letters():
    assert all(map(re.compile(text.LETTER).fullmatch, "aÄя東"))
    assert not any(map(re.compile(text.LETTER).fullmatch, "1_- "))


def test_capitals_are_those_of_unicode():
    capitals = find_in_python(text.CAPITAL)
    known = {character for character in find_in_polars(r"\p{Lu}") if character < "\u2000"}
    assert capitals == known
    assert {*"AÀŁȘΆЂԲẤ"} <= capitals and "×" not in capitals
    others = find_in_python(text.NO_CAPITAL)
    assert others | capitals == find_in_python(text.LETTER)
    assert others & capitals == set()


# Words


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["don't", "stop"], "don't stop"),
        (["東", "京", "2024年の夏"], "東京 2024年の夏"),
        (["ไ", "ท", "ย"], "ไทย"),
        (["हिन्दी"], "हिन्दी"),
        (["well", "known"], "well-known"),
    ],
)
def test_words_that_are_compared(words, printed):
    assert pl.Series([printed]).str.extract_all(text.WORD)[0].to_list() == words


def test_other_words_part_and_join_otherwise():
    assert re.findall(text.QUICK_WORD, "don't well-known 東京") == [
        *("don", "t", "well", "known", "東", "京")
    ]
    assert re.findall(text.JOINED_WORD, "don’t well-known _") == ["don’t", "well-known"]


# Text that NFKC leaves as it is, without what only one of the two takes for a part of a word: "_"
# is one to SQL, and an odd apostrophe only after folding.
PRINTED = st.text(
    st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="_‘‚‛`′ʼ"), max_size=60
).filter(lambda printed: unicodedata.normalize("NFKC", printed) == printed)


@settings(max_examples=50, deadline=None)
@given(st.lists(PRINTED, min_size=1, max_size=40))
@example(["It’s 東京 2024年の夏, l'eau du Rhône ไทย हिन्दी ー"])
def test_sql_counts_the_words_that_are_compared(warehouse, bodies):
    words = pl.DataFrame({"body": bodies}).select(
        text.fold(pl.col("body")).str.extract_all(text.WORD).list.len()
    )
    counted = warehouse.execute("select core.word_count(unnest($1))", [bodies]).fetchall()
    assert [count for (count,) in counted] == words.to_series().to_list()


def test_sql_and_polars_have_one_class_of_signs_that_are_words():
    assert f"'{text.WORD_SIGN_PROPERTY}|" in read_core()


# Sentences


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Crews left.", True),
        ("“Crews left.”", True),
        ("Who left?", True),
        ("船が出た。", True),
        ("The trust said:", True),
        ("„Wir bleiben im Hafen.“", True),
        ("船長は「明日は出ない。」", True),
        ("नाव सुबह लौट आई।", True),
        ("کشتی صبح واپس آ گئی۔‘‘", True),
        ("لماذا تأخرت العبارة؟\u200f", True),
        ("ጀልባዋ ጠዋት ተመለሰች።", True),
        ("ጀልባዋ ጠዋት ተመለሰች፡፡", True),
        ("Լաստանավը վերադարձավ։", True),
        ("သင်္ဘော ပြန်ရောက်ခဲ့သည်။", True),
        ("សាឡាង​បាន​ត្រឡប់​មក​វិញ។\u200b", True),
        ("ᠪᠢᠴᠢᠭ᠃", True),
        ("नाव सुबह लौटी", False),
        ("کشتی صبح واپس", False),
        ("Harbour crews leave", False),
        ("Harbour crews leave (video)", False),
    ],
)
def test_a_line_of_prose_ends_with_a_stop(line, ends):
    assert pl.Series([line]).str.contains(text.LINE_END).item() is ends


def test_sentences_are_parted_in_any_text():
    parts = re.split(text.SENTENCE_BREAK, "He left. “Who?” she asked.\n船が出た。次")
    assert parts == ["He left", "“Who", "she asked", "船が出た", "次"]
    replaced = pl.Series(["Left. Who?\nX"]).str.replace_all(text.SENTENCE_BREAK, "|").item()
    assert replaced == "Left|Who|X"


@pytest.mark.parametrize(
    ("first", "stop", "second"),
    [
        ("नाव सुबह लौटी", "। ", "कोई घायल नहीं"),
        ("کشتی واپس آ گئی", "۔ ", "کوئی زخمی نہیں"),
        ("ጀልባዋ ተመለሰች", "። ", "ማንም አልተጎዳም"),
        ("ጀልባዋ ተመለሰች", "፡፡ ", "ማንም አልተጎዳም"),
        ("Լաստանավը վերադարձավ", "։ ", "Ոչ ոք չի տուժել"),
        ("သင်္ဘော ပြန်ရောက်ခဲ့သည်", "။", "ဒဏ်ရာရသူ မရှိပါ"),
        ("សាឡាងបានត្រឡប់មកវិញ", "។ ", "គ្មានអ្នករបួសទេ"),
        ("船が戻った", "！", "けが人はない"),
        ("הספינה חזרה", ". ", "איש לא נפגע"),
        ("ნავი დაბრუნდა", ". ", "არავინ დაშავებულა"),
    ],
)
def test_sentences_of_every_script_are_parted(first, stop, second):
    prose = f"{first}{stop}{second}"
    assert [part.strip() for part in re.split(text.SENTENCE_BREAK, prose)] == [first, second]


def test_sentence_ends_are_those_of_unicode():
    every = pl.Series([chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000])
    of_unicode = every.filter(every.str.contains(r"\p{Sentence_Terminal}"))
    assert of_unicode.filter(~of_unicode.str.contains(text.SENTENCE_END)).to_list() == []
    ours = re.findall(text.SENTENCE_END, "".join(every))
    assert ours == every.filter(every.str.contains(text.SENTENCE_END)).to_list()
    assert set(ours) <= set(of_unicode)


# Alternations

PHRASES = st.lists(st.text("ab.* |é", min_size=1, max_size=5), min_size=1, max_size=8)


@settings(deadline=None)
@given(PHRASES, st.text("ab.* |é", max_size=12))
@example(["a", "ab"], "abc")
def test_an_alternation_finds_the_longest_phrase_for_both_engines(phrases, value):
    pattern = text.alternation(phrases)
    plain = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    assert re.findall(pattern, value) == re.findall(plain, value)
    assert pl.Series([value]).str.extract_all(pattern)[0].to_list() == re.findall(plain, value)


def test_an_alternation_of_nothing_matches_nothing():
    assert re.search(text.alternation([]), "a b") is None
    assert pl.Series(["a b"]).str.contains(text.alternation([])).item() is False
