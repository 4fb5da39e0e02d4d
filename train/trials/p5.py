def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("train/forms.py",[
('from flows.text import EAST_ASIAN, OTHER_STOPS, STOPS, fold_identity, has_unspaced','from flows.text import (\n    EAST_ASIAN,\n    LINE_END,\n    OTHER_STOPS,\n    QUICK_WORD,\n    STOPS,\n    fold_identity,\n    has_unspaced,\n)'),
('''    one, other = (Counter(fold_identity(text).split()) for text in (glue(article.paragraphs), body))
''','''    one, other = map(count_words, (glue(article.paragraphs), body))
'''),
('''def squash(text: str)''','''def count_words(text: str) -> Counter[str]:
    """The words of a text; a sign of a script without spaces is one by itself."""
    return Counter(re.findall(QUICK_WORD, fold_identity(text)))


def squash(text: str)'''),
('''def is_prose(article: Article)''','''def opens_like_title(article: Article) -> bool:
    """Whether the first paragraph reads like a headline: short, and no sentence. Saved without its
    headline, nobody could tell that it is none, so such an article is not saved so.
    """
    first = article.paragraphs[0]
    return len(first) <= LONGEST_TITLE and re.search(LINE_END, first) is None


def is_prose(article: Article)'''),
('''PROSE_SHARE, SHORTEST_PROSE''','''LONGEST_TITLE = 260  # characters
PROSE_SHARE, SHORTEST_PROSE'''),
('''    **{"one_line": 5, "body_line": 3, "body": 3, "headed": 4},''','''    **{"one_line": 5, "body_line": 3, "body": 5, "headed": 4},'''),
('''            count = min(len(paragraphs), chance.randint(2, MOST_PARAGRAPHS))
''','''            most = chance.choice([MOST_PARAGRAPHS] * 3 + [MOST_OF_LONG])
            count = min(len(paragraphs), chance.randint(2, most))
'''),
('''MOST_PARAGRAPHS = 40
''','''MOST_PARAGRAPHS, MOST_OF_LONG = 40, 200  # every fourth may be long, with tables and references
'''),
('''            saved = save_article(form, chance, article)
            weight''','''            if form == "body" and opens_like_title(article):
                form = "body_line"
            saved = save_article(form, chance, article)
            weight'''),
('''articles in each.
"""''','''articles in each. A body alone whose first paragraph reads like a headline is left out: no reader
could know that it is none.
"""'''),
])
sub("train/evaluate.py",[
('''        for form in FORMS:
            page_id''','''        for form in FORMS:
            if form == "body" and opens_like_title(article):
                continue
            page_id'''),
('from train.forms import FORMS, Article, is_whole, read_articles, save_article','from train.forms import (\n    FORMS,\n    Article,\n    is_whole,\n    opens_like_title,\n    read_articles,\n    save_article,\n)'),
])
