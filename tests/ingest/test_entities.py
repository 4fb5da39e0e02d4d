"""Entities left in plain text: read where a text is full of them, else left."""

import pytest

from flows.ingest.entities import read_entities
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "read", "count"),
    [
        (
            "L&#8217;&eacute;quipage est rentr&eacute; &agrave; l&#x2019;aube.",
            "L’équipage est rentré à l’aube.",
            5,
        ),
        (
            "Die F&auml;hre f&uuml;r &Ouml;ja &ndash; gr&ouml;&szlig;er als fr&uuml;her &ndash;.",
            "Die Fähre für Öja – größer als früher –.",
            8,
        ),
        (
            "&#1055;&#1072;&#1088;&#1086;&#1084; &#1087;&#1088;&#1080;&#1096;&#1105;&#1083;",
            None,
            11,
        ),
        (
            "&ldquo;We left at nine,&rdquo; said Ada Quill. &ldquo;It&rsquo;s over.&rdquo;",
            "“We left at nine,” said Ada Quill. “It’s over.”",
            5,
        ),
        (
            "&quot;We left at nine,&quot; she said. &quot;The ferry&#39;s late &amp; full.&quot;",
            '"We left at nine," she said. "The ferry\'s late & full."',
            6,
        ),
        ("D&amp;eacute;j&amp;agrave; l&amp;rsquo;&amp;eacute;t&amp;eacute;", "Déjà l’été", 5),
        ("D&eacutej&agrave l&#8217&eacutet&eacute", "Déjà l’été", 5),
        ("It&#146;s the port&#146;s &#147;best&#148; day", "It’s the port’s “best” day", 4),
        (
            "Kap&#253;lar a&#231;&#305;k, d&#252;&#351;&#0;&#xD800;",
            "Kapýlar açık, düş\ufffd\ufffd",
            7,
        ),
        ("Arts &amp; Culture\nNews &amp; Views\nQ&amp;A", "Arts & Culture\nNews & Views\nQ&A", 3),
        ("&nbsp;\n&nbsp;", "\xa0\n\xa0", 2),
        ("&#937;&#961;&#945; &nbsp;&#943;&#963;&#969;&#962;", "Ωρα \xa0ίσως", 8),
    ],
)
def test_a_text_full_of_entities_is_read(text, read, count):
    assert read_entities(text) == (read or "Паром пришёл", count)


@pytest.mark.parametrize(
    "text",
    [
        "Write &copy; for the sign.",
        "&copy; 2024 The Amber Ledger",
        "Escape & as &amp; and < as &lt;, so that &lt;p&gt; is shown.",
        "if (ready &amp;&amp; loaded &amp;&amp; done) return;",
        "Use caf&eacute; for café, na&iuml;ve for naïve, &Uuml;ber for Über: é, ï and Ü.",
        "The entities &eacute; and &agrave; and &ouml; are letters.",
        "See https://amber.example/?a=1&copy=2&reg=3&eacute=4&para=5 and ?x=1&lang=fr&not=2",
        "AT&T, R&D, Q&A and Marks & Spencer",
        "He met the caf&eacute; owner, as the rest of this long page tells in plain words. " * 1
        + "The harbour was quiet and the ferries lay at the quay until the evening. " * 4,
        "&#99999999999999999999999; &unknown; &;",
    ],
)
def test_a_text_that_speaks_of_entities_is_left(text):
    assert read_entities(text) == (text, 0)


@pytest.mark.parametrize("piece", ["&", "&#", "&amp;", "&eacute", "&amp;amp;", "?a=&b", "&#x"])
def test_hostile_texts_take_linear_time(piece):
    assert_linear(lambda size: read_entities(piece * size), 20_000)
