def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("flows/segment/label.py",[
('''    if len(body) < 2 or first.kind is not None or first.is_bullet:
        return False
    is_sure = first.headline_score >= SURE_HEADLINE  # "Who pays for the bridge?"
''','''    if len(body) < 2 or first.kind is not None or first.is_bullet or is_statement(first):
        return False
    is_sure = first.headline_score >= SURE_HEADLINE  # "Who pays for the bridge?"
'''),
('''def rate_title(line: Line)''','''def is_statement(line: Line) -> bool:
    """Whether a line ends with a full stop, as a first paragraph does and hardly a headline, but
    for those all in capitals.
    """
    return FULL_STOP.search(line.text) is not None and not line.text.isupper()


def rate_title(line: Line)'''),
('''# Parted by wide gaps''','''FULL_STOP = re.compile(rf"[^.…][.。।۔։።]{CLOSING}$")
# Parted by wide gaps'''),
('''from flows.segment.weights import score_lines
''','''from flows.segment.weights import score_lines
from flows.text import CLOSING
'''),
])
