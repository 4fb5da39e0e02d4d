"""How the sentences around quotations are parted, where it matters who is named."""

import re

import pytest

from flows.describe.speech_words import make_name_aware_break
from flows.text import OMITTED


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
    assert re.split(make_name_aware_break(), f"{first}{stop}{second}") == [first, second]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Roe and Capt. Doe met J. P. Moe on pier No. 5",
        "the vote of 3.5 million. people",
        "she spoke... and left",
    ],
)
def test_among_names_a_stop_may_part_nothing(sentence):
    assert re.split(make_name_aware_break(), sentence) == [sentence]


def test_among_names_a_sentence_begins_with_a_capital_a_number_or_what_was_taken_out():
    prose = f"John Roe Jr. He left. 5 stayed.) {OMITTED * 3} said\nÉlise"
    assert re.split(make_name_aware_break(), prose) == [
        *("John Roe Jr", "He left", "5 stayed", f"{OMITTED * 3} said", "Élise")
    ]
