def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("flows/segment/first_labels.py",[
('''        & ~text.str.contains(rf"{SENTENCE_END}$|:$")
''','''        & ~text.str.contains(rf"{SENTENCE_END}$|:$|{KICKER}")
'''),
('''LONGEST_LABEL = 40
''','''KICKER = r"^(?:\\S+\\s){3,}\\p{Lu}\\p{L}+:\\s\\S"  # Rust; "From Riga to Rome: how trains came back"
LONGEST_LABEL = 40
'''),
])
sub("train/forms.py",[('''invented articles in each. A body alone whose first paragraph reads like a headline is left out: no reader
could know that it is none.
''','''invented articles in each. A body alone whose first paragraph reads like a headline is left out: no
reader could know that it is none.
''')])
sub("flows/text.py",[
('''def fold_identity(text: str) -> str:
    """Text as two printings of one article are compared: as `fold_text`, with "ß" as "ss".

    Ids of articles are made from it, so any change here gives articles other ids.
    """
    return''','''def fold_identity(text: str) -> str:
    """Text as two printings of one article are compared: as `fold_text`, with "ß" as "ss", and
    without white space beside signs of scripts that have none between words, as it only says where
    lines ended.

    Ids of articles are made from it, so any change here gives articles other ids.
    """
    text = text if text.isascii() else SPACE_BESIDE_UNSPACED.sub("", text)
    return'''),
('''UNSPACED_SIGN = re.compile(UNSPACED)
''','''UNSPACED_SIGN = re.compile(UNSPACED)
# With the punctuation of East Asia, and white space on either side. It begins with what it must
# find, as a search for white space first would stop at each word.
WITHOUT_SPACE = rf"{UNSPACED[:-1]}\\u3001-\\u303f\\uff01-\\uff65]"
SPACE_BESIDE_UNSPACED = re.compile(rf"(?<={WITHOUT_SPACE})\\s+|(?<!\\s)\\s+(?={WITHOUT_SPACE})")
'''),
])
