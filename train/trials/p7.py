def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("train/forms.py",[
('''    has_headline: bool
    is_respaced: bool  # spaces stand between other letters, in a script without them
''','''    has_headline: bool
'''),
('''RESPACED = ("sentences", "one_line", "body_line")
''',''),
('''    has_headline = form not in WITHOUT_HEADLINE
    is_respaced = form in RESPACED and is_unspaced("".join(article.paragraphs[:1]))
    return Saved(FORMS[form](chance, article), has_headline, is_respaced)
''','''    return Saved(FORMS[form](chance, article), form not in WITHOUT_HEADLINE)
'''),
])
sub("tests/segment/test_forms.py",[
('''    if saved.is_respaced:
        return
''',''),
])
