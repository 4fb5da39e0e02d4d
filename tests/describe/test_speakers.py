"""Who says a quotation, in the ways in which languages name speakers. All text is invented."""

import csv
from pathlib import Path

import pytest

from flows.describe.quotations import quote
from flows.describe.speakers import find_speakers

# language, body and the speaker of each quotation: "-" where nobody is named for sure, "|" between.
with (Path(__file__).parent / "speakers.csv").open(encoding="utf-8", newline="") as rows:
    CASES = [tuple(row.values()) for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("language", "body", "speakers"), CASES)
def test_speakers_are_named_as_languages_name_them(language: str, body: str, speakers: str):
    found = [row[-1] or "-" for row in quote(body.replace("\\n", "\n"), language)]
    assert found == speakers.split("|")


def test_a_language_without_words_names_nobody():
    body = "“Kore wa mero lan,” pel Ann Lee."
    assert find_speakers(body, [(0, 19)], "xx") == [None]


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        # Someone else than the subject, or several people, may have said it.
        ("es", "Ana Ruiz vio a Pedro Sanz. «No cerramos este año», dijo.", None),
        ("es", "Llegó tarde al puerto. «No cerramos este año», dijo.", None),
        ("es", "Ana Ruiz llegó tarde. «No cerramos este año», dijeron.", None),
        ("es", "Ana Ruiz llegó tarde. «No cerramos este año», dijo el pescador.", "el pescador"),
        ("es", "«No cerramos este año», dijeron Ana Ruiz y Pedro Sanz.", None),
        ("en", "“We are staying here,” said Ann Lee and Bob Moe.", None),
        ("de", "„Wir bleiben alle hier“, sagten Ann Lee und Bob Moe.", None),
        ("de", "„Wir bleiben alle hier“, sagte Autorin und Lotsin Ann Lee.", "Ann Lee"),
        # A verb that no seed has needs a first and a last name.
        ("en", "“We are staying here,” blorped Ann Lee.", "Ann Lee"),
        ("en", "“We are staying here,” blorped Orvelle.", None),
        ("en", "“The Ferry That Sank” starring Ann Lee.", None),
        # A name inside the marks is a speaker's where it is set off.
        ("fr", "« Nous restons, dit Ann Lee. »", "Ann Lee"),
        ("fr", "« Nous restons comme dit Ann Lee ici. »", None),
        ("fr", "« Il reste, puisque l'ancien chef du port, Ann Lee, s'en va. »", None),
        ("fr", "« Il reste, affirme l'ancien chef du port, Ann Lee, et pêche. »", "Ann Lee"),
        ("it", "«Noi restiamo - dice Ann Lee - nel porto»", "Ann Lee"),
        # Case endings tell to whom it is said.
        ("tr", "Ayşe Demir, Mehmet Kaya'ya “Bu yıl kapatmıyoruz” dedi.", None),
        ("tr", "Mehmet Kaya'ya “Bu yıl da kapatmıyoruz” dedi.", None),
        # An office is no name, and neither is what someone is head of.
        ("pl", "„Zostajemy wszyscy tutaj” – powiedział Prezydent Orwelii.", None),
        ("ko", "서울대 교수는 “다리를 다시 놓겠다”고 말했다.", None),
        ("ko", "김상우 의원이 지지를 밝힌 데 대해 “함께 가면 좋겠다”고 말했다.", None),
        ("zh", "“请大家不要再等下去了。”冯警官提醒。", None),
        ("ar", "وقال محامي أحمد منصور: «لن نغلق الميناء هذا الشتاء».", None),
        ("fa", "وکیل احمد رضایی گفت: «بندر را نمی‌بندیم امسال».", None),
        ("hi", "सुनीता शर्मा के वकील ने कहा, “हम पुल बंद नहीं करेंगे।”", None),
    ],
)  # fmt: skip
def test_unsure_speakers_are_nobody(language: str, body: str, speaker: str | None):
    assert {row[-1] for row in quote(body, language)} <= {speaker}
