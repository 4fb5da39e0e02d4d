"""The name of a paper, and a menu without signs, above an article: neither is its headline."""

import polars as pl
import pytest

from flows.segment import add_texts, segment_pages
from flows.segment.mastheads import is_menu

ENGLISH = (
    "The harbour of Port Amber will be dredged a year later than planned, the port said.\n\n"
    "Tests of the mud had found more lead than the rules allow, and a new plan has to be made.\n\n"
    "The work was to begin in May and would have cost nine million, of which the town pays a third."
)
GERMAN = (
    "Der Hafen von Bernau wird ein Jahr später ausgebaggert als geplant, teilte die Stadt mit."
    "\n\nProben aus dem Schlick enthielten mehr Blei, als erlaubt ist, und der Plan muss neu "
    "geschrieben werden.\n\nDie Arbeiten sollten im Mai beginnen und neun Millionen Euro kosten."
)
CHINESE = (
    "据港务局周一通报,安波港的疏浚工程将比原计划推迟一年。\n\n"
    "对淤泥的检测发现铅含量超过规定标准,必须重新制定方案。\n\n"
    "工程原定于五月开工,预计耗资九百万元,其中三分之一由市政府承担。"
)
JAPANESE = (
    "港湾局は月曜日、アンバー港の浚渫工事を予定より一年遅らせると発表した。\n\n"
    "泥の検査で基準を超える鉛が見つかり、計画を作り直す必要があるという。\n\n"
    "工事は五月に始まる予定で、費用は九百万円と見込まれていた。"
)


def test_words_of_a_script_with_spaces_are_no_menu():
    assert is_menu("首页 新闻 财经 体育 娱乐")
    assert not is_menu("물레방아 수로 팔십 년 만에 다시 판다")
    assert not is_menu("台风逼近沿海 三万居民连夜转移")


@pytest.mark.parametrize(
    ("above", "headline", "body"),
    [
        (
            "THE AMBER BAY EXAMINER\n\n",
            "Harbour dredging to start a year late as lead is found",
            f"By Petra Linde\n7 April 2025\n\n{ENGLISH}",
        ),
        (
            "Amber Bay Herald\n",
            "Harbour dredging to start a year late as lead is found",
            f"Monday, 7 April 2025\n\n{ENGLISH}",
        ),
        (
            "AMBER BAY EXAMINER\n\n",
            "Harbour dredging to start a year late",
            f"PORT AMBER, April 7, 2025 - {ENGLISH}",
        ),
        (
            "Bernauer Anzeiger\n\n",
            "Hafen wird erst in einem Jahr ausgebaggert",
            f"BERNAU, 7. April 2025 - {GERMAN}",
        ),
        (
            "Bernauer Anzeiger\n\n",
            "Hafen wird erst in einem Jahr ausgebaggert",
            f"Von Petra Linde\n\n{GERMAN}",
        ),
        ("首页 新闻 财经 体育 娱乐\n", "安波港疏浚工程推迟一年", CHINESE),
        ("安波晚报\n首页 新闻 财经 体育 娱乐\n", "安波港疏浚工程推迟一年", CHINESE),
        ("アンバー新聞\n社会 経済 国際 文化 スポーツ\n", "アンバー港の浚渫、一年遅れに", JAPANESE),
    ],
)
def test_the_head_of_a_paper_is_no_headline(above, headline, body):
    pages = pl.DataFrame(
        [{"page_id": "p", "text": f"{above}{headline}\n\n{body}\n", "text_id": "t"}]
    )
    segments, placements = segment_pages(pages)
    (lead,) = add_texts(placements, pages, segments).filter(role="lead").rows(named=True)
    assert lead["headline"] == headline
