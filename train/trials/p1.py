import re
def sub(path, pairs):
    t=open(path).read()
    for a,b in pairs:
        assert t.count(a)==1,(path,a,t.count(a)); t=t.replace(a,b)
    open(path,"w").write(t)
sub("flows/segment/wrapping.py",[
('BULLET = re.compile(r"(?:[-*•·▪‣◦+–—]|\\d{1,3}[.)])\\s")\n',
 'BULLET = re.compile(r"(?:[-*•·▪‣◦+–—]|\\d{1,3}[.)])\\s")\n'
 '# Of these a sentence has some as well: "in June – the first" and "am 23. Mai".\n'
 'BULLET_IN_SENTENCE = re.compile(r"(?:[-–—]|\\d{1,3}\\.)\\s")\n'),
('''    size, other_size = len(above.content.text), len(below.content.text)
    return (
        may_go_on(above, below)
        and max(''','''    size, other_size = len(above.content.text), len(below.content.text)
    return (
        (may_go_on(above, below) or is_amid_sentence(above, below))
        and max('''),
('''def may_go_on(above: PhysicalLine, below: PhysicalLine) -> bool:
    """Whether a line begins no paragraph or item of its own by its place and its first sign."""
    is_set_in = below.blank_before or below.indent > above.indent
    return not is_set_in and not BULLET.match(below.content.text)
''','''def may_go_on(above: PhysicalLine, below: PhysicalLine) -> bool:
    """Whether a line begins no paragraph or item of its own by its place and its first sign."""
    return not is_set_in(above, below) and not BULLET.match(below.content.text)


def is_set_in(above: PhysicalLine, below: PhysicalLine) -> bool:
    return below.blank_before > 0 or below.indent > above.indent


def is_amid_sentence(above: PhysicalLine, below: PhysicalLine) -> bool:
    """Whether a line begins with a dash or a number that the sentence of the line above goes on
    with; behind another item it begins an item.
    """
    first, second = above.content.text, below.content.text
    is_open = not END.search(first) and not BULLET.match(first)
    return is_open and not is_set_in(above, below) and bool(BULLET_IN_SENTENCE.match(second))
'''),
])
sub("flows/segment/lines.py",[
('''    rf"(?i)(^|[{STOPS})\\]»”\\s])\\s*(photo|foto|bild|picture|image|photograph|фото|crédit)s?"
    r"( by)?\\s?[:©/]"
)''','''    rf"(?i)(?:^|[{STOPS})\\]»”])\\s*{PICTURE}"
    # Behind other words a name or two must follow: "First picture: what it will look like" is a
    # headline.
    rf"|\\s{PICTURE}(?:\\s?\\S+){{1,4}}$"
)'''),
('INLINE_CREDIT = (','PICTURE = r"(?:photo|foto|bild|picture|image|photograph|фото|crédit)s?(?: by)?\\s?[:©/]"\nINLINE_CREDIT = ('),
(r'''( images| photo)?$|\([^()/]{3,40}/[^()/]{2,40}\)$"''',r'''( images| photo)?$|\([^()/]{2,39}[^()/\d]/[^()/\d][^()/]{1,39}\)$"'''),
('LONGEST_CAPTION = 300\n','LONGEST_CAPTION, LONGEST_CREDITED = 300, 600\nLONGEST_APPEAL = 2500  # a longer line is a whole text that has an appeal in it\n'),
('''    likely = lines.filter(text.str.contains(rf"[(\\[]|''','''    may_be = pl.col("size") <= LONGEST_CREDITED
    likely = lines.filter(may_be, text.str.contains(rf"[(\\[]|'''),
('''                pl.when(contained.list.len() >= FEWEST_WORDINGS).then(''','''                pl.when(
                    contained.list.len() >= FEWEST_WORDINGS, pl.col("size") <= LONGEST_APPEAL
                ).then('''),
])
