def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("flows/segment/label.py",[
('''        headline = find_headline(lines, body[0])
        if headline is None''','''        headline = find_headline(lines, body[0])
        if headline is not None and is_first_paragraph(lines, headline, body[0]):
            headline, body = None, [headline, *body]
        elif headline is None'''),
('''def is_statement(line: Line)''','''def is_first_paragraph(lines: list[Line], headline: int, first: int) -> bool:
    """Whether what is likely a headline is the article's first paragraph, of which no headline was
    saved: a statement right above the others, with no title above it.
    """
    above = lines[:headline]
    is_first = not any(line.is_title or line.is_prose or line.story is not None for line in above)
    return is_first and headline == first - 1 and is_statement(lines[headline])


def is_statement(line: Line)'''),
])
