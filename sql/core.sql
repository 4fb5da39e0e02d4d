-- The tables of the warehouse, empty.
-- The comment lines right above a table are its description in the warehouse. The comment after the
-- comma of a column, and the comment lines below it, are the description of the column.
-- Keys are declared where a table is small; on large tables a check holds that rows are unique
-- (sql/checks/fail).

create schema core;
create schema marts;
create schema ops;
create schema work;

-- The characters that are white space in Unicode, and four separators of old files.
create macro core.white_space() as
    chr(28) || chr(29) || chr(30) || chr(31)
    || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(32) || chr(133) || chr(160)
    || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197)
    || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8232) || chr(8233)
    || chr(8239) || chr(8287) || chr(12288);
-- trim() with characters of one's own is expensive, and most lines have nothing to trim.
create macro core.stripped(piece) as case
    when contains(core.white_space(), piece[1]) or contains(core.white_space(), piece[-1])
        then trim(piece, core.white_space())
    else piece
end;
create macro core.stripped_start(piece) as ltrim(piece, core.white_space());

-- By what the lines of an outlet's pages are compared: 48 bits of MD5, which is the same in every
-- version of DuckDB.
create macro core.line_print(host_outlet_id, line) as
    ('0x' || left(md5(concat_ws(chr(10), host_outlet_id, line)), 12))::ubigint;

-- What stands before a segment in a text that is made of several.
create macro core.gap_before(is_continuation, is_glued, otherwise) as case
    when is_glued then ''
    when is_continuation then ' '
    else otherwise
end;

-- A word is a run of letters and digits; a Chinese, Japanese or Thai character is a word. WORD of
-- flows/text.py counts the same in folded text; tests/test_text.py holds the two equal.
create macro core.word_count(piece) as len(regexp_extract_all(
    piece,
    '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{M}\p{N}_]+(?:[''’][\p{L}\p{M}]+)*'
));

-- Letters that are one when case and accents do not count. The dotless i is the small letter of I,
-- the sigma at the end of a word that of any sigma, and so on: lower() does not say so.
create macro core.bare_letters(piece) as translate(
    lower(strip_accents(piece)), 'ıſςµϐϑϕϖϰϱϵᲀᲁᲂᲃᲄᲅᲆᲇᲈ', 'isσμβθφπκρεвдосттъѣꙋ'
);
-- What search looks for before it reads a text: a number from 0 to 16383 for each beginning of
-- a word, its first five letters. A text without the numbers of a word does not have the word.
create macro core.word_codes(piece) as list_sort(list_distinct(list_transform(
    list_distinct(list_transform(
        list_distinct(regexp_extract_all(piece, '[\pL\pM\pN_]+')),
        lambda word: left(core.bare_letters(word), 5)
    )),
    lambda beginning: (md5_number(beginning) & 16383)::usmallint
)));

-- The file in which a source stands: the source without its row.
create macro core.file_of(source) as regexp_replace(source, '#[0-9]+$', '');

-- Reference: what seeds/ says.

-- The bases on which an outlet is known, the best first; that of a host may be html.
create macro core.outlet_rank(outlet_basis) as list_position(
    ['corrected', 'label', 'byline', 'url', 'phrase', 'host', 'unlisted_host', 'html'], outlet_basis
);

-- One row per outlet: those of seeds/outlets.csv, and each domain of a page that they do not know.
create table core.outlets (
    outlet_id varchar primary key,  -- Slug of the outlet; its domain where it is unlisted.
    name varchar not null,
        -- Name as the outlet writes it; of an unlisted one as most of its pages print it
        -- (site_name), or its domain where none does.
    kind varchar not null check (kind in ('publisher', 'wire', 'aggregator', 'unlisted')),
        -- publisher, wire (agency), aggregator (shows the articles of others) or unlisted (no seed
        -- knows it: a publisher, as far as anybody knows).
    country_code varchar,
        -- ISO 3166-1 alpha-2 code of the country where it publishes; NULL: unknown or none.
    domain varchar,  -- Registrable domain; NULL: none known.
);

-- One row per wording or domain that stands for an outlet, from seeds/.
create table core.outlet_aliases (
    alias varchar not null,  -- The wording or domain.
    outlet_id varchar not null,  -- Outlet for which it stands.
    match varchar not null check (match in ('label', 'domain', 'phrase', 'credit')),
        -- How it is used: label (the whole outlet label or byline), domain (of a url), phrase
        -- (words that only the outlet's own pages print) or credit (an agency's short name in
        -- datelines and credits, where capitals count: "APP").
    primary key (alias, match),
);

-- One row per known topic: IPTC Media Topics and the topics that the user watches.
create table core.topics (
    topic_id varchar primary key,
        -- medtop:... in scheme iptc; as the user wrote it in scheme watch.
    name varchar not null,  -- English name.
    parent_topic_id varchar,  -- The broader topic; NULL: a top topic.
    level integer not null,  -- Depth in its scheme, 1 for a top topic.
    scheme varchar not null check (scheme in ('iptc', 'watch')),  -- iptc or watch.
);

-- One row per kind of segment, from seeds/segment_kinds.csv.
create table core.segment_kinds (
    kind varchar primary key,  -- Kind of core.segments.
    is_body boolean not null,  -- True: a part of the body of its article.
    is_placed boolean not null,
        -- True: such a segment may belong to a placement. False: it is the page's own furniture.
    is_appeal boolean not null,  -- True: it asks the reader to buy, sign up or give.
    is_of_picture boolean not null,  -- True: it says what a picture shows, or whose it is.
    ends_list boolean not null,  -- True: a list of other stories ends at such a line.
    is_claimable boolean not null,
        -- True: a line that looks like this becomes a timestamp or byline of the page's own article
        -- if it stands in its heading and says when or by whom.
    description varchar not null,  -- What such a segment is.
);

-- Pages: what was read.

-- One row per page: one captured web page as text.
create table core.pages (
    page_id varchar primary key,  -- 32 hex digits of SHA-256 over url (empty if none), NUL, text.
    text_id varchar not null,
        -- 32 hex digits of SHA-256 over the text; shared by pages with the same text.
    source varchar not null,
        -- Path below the RAW argument, with #row from 1 for files of rows; the one of the earliest
        -- capture where there are several (core.page_sources).
    url varchar,  -- Address given beside the text; NULL: not given.
    captured_at timestamptz,
        -- When the page was captured, as given; the start of the day where only a date was given;
        -- NULL: not given.
    captured_earliest timestamptz,
        -- Start of the bracket in which the page was captured; NULL: unknown.
    captured_latest timestamptz,
        -- End of the bracket in which the page was captured; equal to the start where a moment was
        -- given; NULL: unknown.
    captured_basis varchar check (captured_basis in ('metadata', 'assumed_utc', 'inferred')),
        -- metadata (given with its zone), assumed_utc (given without a zone) or inferred (from the
        -- text of the page); NULL: capture unknown.
    host_outlet_id varchar,
        -- Outlet whose page it is, not whose articles stand on it: the domain of its url where no
        -- seed knows that; NULL: unknown.
    host_outlet_basis varchar check (host_outlet_basis in ('url', 'phrase', 'html')),
        -- url (its domain), phrase (the outlet's own words on the page) or html (the address that
        -- its HTML names, or its name of the site, where no url is given); NULL: host unknown.
    site_name varchar,
        -- Name that the page prints of its own site: spelled as its domain is, or printed alone and
        -- as the owner of its copyright; or as its HTML names the site. NULL: none.
    host_domain varchar,
        -- Registrable domain of url, in Unicode and small letters, whether or not the outlet is
        -- known: gazette.co.uk, or gazette.blogspot.com for a blog. For a copy in an archive or a
        -- cache the domain of what was copied; an IP address or a bare name as it is. Where no url
        -- is given, that of the address that the HTML names. NULL: no address, or no host in it.
    language_code varchar,
        -- ISO 639-1 code of the language of its lead, or of its longest article where it has no
        -- lead; NULL: too little text, or unsure.
    char_count integer not null,  -- Unicode characters of text.
    text varchar not null using compression zstd,
        -- The text: decoded, without byte order mark, with LF as line end, HTML entities read where
        -- it was full of them (entity_count), otherwise unchanged.
    entity_count integer not null default 0,
        -- HTML entities (&eacute; &#8217;) that were read in the text of this source; 0: it had
        -- none, or few, and they stand in text as they were.
    hidden_spans struct(start_char integer, end_char integer)[],
        -- Parts of text that browsers do not show: what the HTML marks as hidden, what it has for
        -- browsers without scripts. NULL: none, or not read from HTML.
    metadata_id varchar,
        -- 32 hex digits of SHA-256 over what only the HTML of the page knows (core.page_metadata):
        -- of its earliest source that has any. NULL: nothing, or not read from HTML.
);

-- One row per place in the raw files where a page was found.
create table core.page_sources (
    page_id varchar not null,  -- Page found there.
    source varchar not null,  -- Path below the RAW argument, with #row from 1 for files of rows.
    external_id varchar,  -- The field `id` of the row; NULL: none given.
    url varchar,  -- Address given there; NULL: none.
    captured_at timestamptz,  -- Capture time given there; NULL: none.
    captured_earliest timestamptz,
        -- Start of the bracket in which the page was captured; NULL: unknown.
    captured_latest timestamptz,
        -- End of the bracket in which the page was captured; NULL: unknown.
    captured_basis varchar,
        -- metadata (given with its zone), assumed_utc (given without a zone) or inferred; NULL:
        -- capture unknown.
    file varchar not null,  -- The source without its row: a file in ops.files.
    entity_count integer not null default 0,  -- HTML entities that were read in the text there.
    hidden_spans struct(start_char integer, end_char integer)[],
        -- Parts of the text that browsers do not show there; NULL: none, or not read from HTML.
    metadata_id varchar,
        -- 32 hex digits of SHA-256 over what only the HTML there knows (core.page_metadata); NULL:
        -- nothing, or not read from HTML.
    member varchar,
        -- File inside of an archive of files (WACZ) in which its record stands; NULL: in none.
    record_offset bigint,
        -- First byte of its record in the file, or in member once that is unpacked from its zip;
        -- NULL: no file of records, or not known.
    format varchar,
        -- Format of the file, as in ops.files; NULL: an older version did not keep it.
    reader_version varchar,
        -- Digest of the reader that read it there, as in ops.files; NULL: an older version did not
        -- keep it.
);

-- One row per value that only the HTML of a page knows, in one of its sources, or that an item of a
-- feed or list says of itself. The cut and the descriptions of a page use those of its earliest
-- source that has any (core.pages.metadata_id), and only where the text does not say it.
create table core.page_metadata (
    page_id varchar not null,  -- Page.
    source varchar not null,  -- Source in whose HTML it stands.
    value_no integer not null,
        -- Number among the values of the source, from 1: of a field the most trusted value first.
    field varchar not null,
        -- title (of the window), headline, canonical_url, language, published, modified, author,
        -- site_name or type; of items of feeds and lists also outlet and deck.
    value varchar not null,
        -- The value as it stands there, in one line of 1,000 characters at most.
    found_in varchar not null,
        -- json-ld (the article that it describes), open graph, meta, link, html, title or time; or
        -- item: a field of an item of a feed or list, which stands in the text as well; or column:
        -- a column of the row.
);

-- Cuts: what stands where on a page.

-- One row per labelled span of a page. Every character of a page lies in exactly one.
create table core.segments (
    page_id varchar not null,  -- Page of which it is a span.
    segment_no integer not null,  -- Number on the page, in page order.
    start_char integer not null,
        -- First character, counted in Unicode characters from 0: text[start_char + 1 : end_char].
    end_char integer not null,
        -- Character after the last one; white space belongs to the segment before it.
    kind varchar not null,
        -- What it is: a kind of core.segment_kinds, which says what is body.
    placement_no integer,  -- Placement to which it belongs; NULL: the page's own furniture.
    is_continuation boolean not null default false,
        -- True: it goes on with the paragraph above, as in text that is wrapped at a column or has
        -- marks of Markdown in it; a body joins it by a space, not a newline.
    is_glued boolean not null default false,
        -- True: a continuation that a body joins by nothing: behind a word that was broken at the
        -- line's end, behind a mark, or in a script without spaces between words.
    entry_no integer,
        -- Entry of a live page in which it stands (core.live_entries); NULL: in none.
);

-- One row per entry of a live page: what it reports at a time of its own. Its text is a part of
-- the body of the page's lead.
create table core.live_entries (
    page_id varchar not null,  -- Page.
    entry_no integer not null,  -- Number on the page, from 1, in page order.
    placement_no integer not null,  -- Placement of the lead to which its text belongs.
    title varchar,  -- Title of the entry; NULL: it has none.
    published_text varchar not null,  -- Its time, as printed: "17.02 BST", "5 min ago".
    published_earliest timestamp,
        -- Start of the bracket in which it was published, as in core.placements; NULL: unknown.
    published_latest timestamp,  -- End of that bracket, exclusive; NULL: unknown.
    published_utc_offset_minutes integer,
        -- How many minutes the zone of the time is east of UTC; NULL: not known, times as printed.
    published_precision varchar,  -- minute, hour or day; NULL: unknown.
    published_basis varchar,
        -- printed (a day stands beside the time), lead (the day is that of the page's lead) or
        -- relative (an age, counted from the capture); NULL: unknown.
    start_char integer not null,  -- First character of its time.
    end_char integer not null,  -- Character after its last one.
);

-- One row per appearance of an article on a page, with what that page says about it.
create table core.placements (
    page_id varchar not null,  -- Page on which the article stands.
    placement_no integer not null,  -- Number on the page, from 1, in page order.
    article_id varchar not null,  -- Article that stands there.
    role varchar not null check (role in ('lead', 'embedded', 'teaser')),
        -- lead (the page's own article, at most one), embedded (the whole text of another article)
        -- or teaser (a headline with a summary, an age or an outlet, or an item of a related or
        -- most-read list).
    outlet_label varchar,
        -- Outlet label as printed; NULL: none, or a lead's that names no known outlet (kept on an
        -- aggregator, and where a field or an export says that it is the outlet).
    byline varchar,  -- Byline as printed; NULL: none.
    authors varchar[],
        -- People whom the byline names, as printed (schema.org author), or those whom the HTML
        -- names where it names none (authors_basis); NULL: neither does.
    authors_basis varchar,
        -- corrected (core.corrections), printed (in the byline or dateline), html (what only the
        -- HTML says: core.page_metadata) or column (a column of its row); NULL: no authors.
    dateline_place varchar,
        -- Where it was written, according to its dateline or byline: KYIV in "KYIV (Reuters) -";
        -- NULL: not said.
    outlet_id varchar,  -- Outlet that the page names for the article; NULL: not said, or not known.
    outlet_basis varchar,
        -- corrected (core.corrections), label, byline, url, phrase, host or unlisted_host (its
        -- host's, which no seed knows); NULL: outlet unknown.
    wire_outlet_id varchar,
        -- The agency whose copy it is, where it is marked as such; the outlet that carries it is
        -- outlet_id; NULL: no agency is marked, or several are.
    wire_basis varchar,
        -- What marks it: dateline, byline, credit (a line or bracket with nothing else) or material
        -- (written with the agency's copy); NULL: no agency.
    published_text varchar,  -- Printed date or time, as printed; NULL: none.
    age_text varchar,  -- Printed age ("2 hours ago"), as printed; NULL: none.
    published_earliest timestamp,
        -- Start of the bracket in which it was published: in UTC where published_utc_offset_minutes
        -- is known, otherwise as printed; NULL: unknown, or only an end is known (from an update,
        -- or for a lead from an inferred capture).
    published_latest timestamp,  -- End of that bracket, exclusive; NULL: unknown.
    published_utc_offset_minutes integer,
        -- How many minutes the zone of the printed time is east of UTC; 0 for ages, which are
        -- counted from a capture; NULL: zone not printed, times as printed.
    published_precision varchar,
        -- minute, hour, day, month or year; NULL: unknown, or only published_latest is known.
    published_basis varchar,
        -- corrected (core.corrections); printed; relative (an age or a date without a year, counted
        -- from the capture); html (of a lead that prints none, what its HTML says:
        -- core.page_metadata); column (the same of a column of its row); url (the day or month in
        -- the url of a lead that prints none, or one more than a week off); inferred (counted from
        -- an inferred capture, or the year found by the weekday beside the date); NULL: unknown.
    reason_undated varchar,
        -- Why this page does not say the day; NULL: it does. One of
        -- not_to_the_day (only a month or year is known), end_only (only published_latest is),
        -- age_without_capture (an age is printed, and nothing says when the page was captured),
        -- date_without_year (nothing says the year of the printed day), time_without_date (a clock
        -- time alone), not_understood (a date or age that cannot be read for sure, such as
        -- 3/4/2025), no_date_printed or not_described (ops.faults).
    is_truncated boolean not null default false,
        -- True: the page shows only its beginning, and says that it goes on behind a paywall or
        -- another link. False: it does not say so; teasers announce, and are not cut short.
    language_code varchar,
        -- ISO 639-1 code of the text placed here; NULL: under about 20 letters, or unsure.
    language_probability double,
        -- How sure the language is among those of its script, 0.7 to 1; NULL: no language, or one
        -- that only the HTML says or a person (core.corrections).
    start_char integer not null,
        -- First character of the hull of its segments, from 0; segments that are not its own may
        -- lie inside.
    end_char integer not null,
        -- Character after the last one of that hull, which includes white space at its end.
    cut_confidence double,
        -- How sure the cut is, 0 to 1: for a lead the expected F1 of its body; for another story
        -- how unlikely it is that its lines belong to the lead. 1 where people have corrected it.
    corrected_fields varchar[],
        -- What people have corrected (core.corrections) of outlet_id, authors, published (all
        -- columns that begin so) and language_code; NULL: nothing.
);

-- Corrections: what people say of a page in place of the rules.

-- One row per correction of seeds/corrections.csv. marts.corrections says what came of each.
create table core.corrections (
    text_id varchar not null,  -- Text of which it is; so of all pages with that text.
    page varchar,  -- What the person wrote for people: a source or url.
    field varchar not null
        check (
            field in ('kind', 'role', 'outlet_id', 'authors', 'published', 'language_code')
        ),
        -- kind (of its characters), role (of the article to which they belong), or outlet_id,
        -- authors, published or language_code of that article.
    start_char integer,
        -- First of its characters, counted from 0; NULL: it is about the page's own article.
    end_char integer,  -- Character after the last one; NULL as start_char.
    value varchar,  -- What is right; NULL: the page does not say.
);

-- One row per page and correction of its text that was tried on it.
create table core.correction_outcomes (
    page_id varchar not null,  -- Page.
    field varchar not null,  -- As in core.corrections, and so are the next two.
    start_char integer,  -- First of its characters; NULL: it is about the page's own article.
    end_char integer,  -- Character after the last one; NULL as start_char.
    problem varchar,
        -- Why it could not be applied: beyond_the_text (the text has no such characters),
        -- nothing_there (no article stands there, or only white space does), or what went wrong;
        -- NULL: it was applied.
    rules_value varchar,
        -- What the rules say without it; several kinds or roles parted by a semicolon. NULL:
        -- nothing, or it was not applied.
    is_agreed boolean,
        -- True: the rules alone say the same, so that it is no longer needed. NULL: it was not
        -- applied.
);

-- Articles: what the pages say about each of them, resolved.

-- The day of a publication bracket: that of its last moment, as the end is exclusive. NULL where it
-- is not known to the day.
create macro core.published_day(published_latest, published_precision) as
    case
        when published_precision in ('minute', 'hour', 'day')
            then (published_latest - interval 1 microsecond)::date
    end;

-- One row per distinct article, known by its headline and body, however many pages it stands on;
-- resolved from its placements.
create table core.articles (
    article_id varchar primary key,
        -- 32 hex digits of SHA-256 over the normalised headline and body; the same within a rules
        -- version (ops.article_changes).
    headline varchar,  -- Headline; NULL: the page has none.
    deck varchar,  -- Summary line under the headline; NULL: none.
    byline varchar,  -- Byline as printed; NULL: none.
    authors varchar[],
        -- People whom the byline names, as printed (schema.org author), or those whom the HTML
        -- names where it names none (authors_basis); NULL: neither does.
    authors_basis varchar,
        -- corrected (core.corrections), printed (in the byline or dateline), html (what only the
        -- HTML says: core.page_metadata) or column (a column of its row); NULL: no authors.
    dateline varchar,  -- Place, and date if there is one, with which the text begins; NULL: none.
    dateline_place varchar,
        -- Where it was written, according to its dateline or byline: KYIV in "KYIV (Reuters) -";
        -- NULL: not said.
    body varchar not null using compression zstd,
        -- Its body segments joined by newlines, the lines of a wrapped paragraph by spaces or
        -- nothing; the summary of a teaser; may be empty.
    outlet_id varchar,
        -- Outlet whose article it is; NULL: no page says, or two publishers conflict.
    outlet_basis varchar,
        -- corrected, label, byline, url, phrase, host or unlisted_host, the best first; NULL:
        -- outlet unknown.
    wire_outlet_id varchar,
        -- The agency whose copy it is, where it is marked as such; the outlet that carries it is
        -- outlet_id; NULL: no agency is marked, or several are.
    wire_basis varchar,
        -- What marks it: dateline, byline, credit (a line or bracket with nothing else) or material
        -- (written with the agency's copy); NULL: no agency.
    published_earliest timestamp,
        -- Start of the bracket in which it was published: in UTC where published_utc_offset_minutes
        -- is known, otherwise as printed; NULL: unknown, or only an end is known (from an update,
        -- or for a lead from an inferred capture).
    published_latest timestamp,
        -- End of that bracket, exclusive: 19 May ends at 20 May 00:00; NULL: unknown. Do not cast
        -- it to a date: of an article that is dated to the day alone, that is the day after. The
        -- day is published_day.
    published_utc_offset_minutes integer,
        -- How many minutes the zone of the printed time is east of UTC; 0 for ages, which are
        -- counted from a capture; NULL: zone not printed, times as printed.
    published_precision varchar,
        -- minute, hour, day, month or year; NULL: unknown, or only published_latest is known.
    published_basis varchar,
        -- corrected (core.corrections); printed; relative (an age or a date without a year, counted
        -- from the capture); html (of a lead that prints none, what its HTML says:
        -- core.page_metadata); column (the same of a column of its row); url (the day or month in
        -- the url of a lead that prints none, or one more than a week off); inferred (counted from
        -- an inferred capture, or the year found by the weekday beside the date); NULL: unknown.
    published_day date,
        -- The day to group by: the UTC date of published_latest less a microsecond, or the day as
        -- printed where no zone is printed. NULL: not known to the day (reason_undated).
    reason_undated varchar,
        -- Why there is no published_day; NULL: there is one. One of
        -- not_to_the_day (only a month or year is known), end_only (only published_latest is),
        -- age_without_capture (an age is printed, and nothing says when the page was captured),
        -- date_without_year (nothing says the year of the printed day), time_without_date (a clock
        -- time alone), not_understood (a date or age that cannot be read for sure, such as
        -- 3/4/2025), no_date_printed or not_described (ops.faults); of several pages, what is
        -- nearest to a day.
    published_text varchar,  -- Printed date or time, as printed; NULL: none.
    language_code varchar,  -- ISO 639-1 code; NULL: under about 20 letters, or unsure.
    language_probability double,
        -- How sure the language is among those of its script, 0.7 to 1; NULL: no language, or one
        -- that only the HTML says or a person (core.corrections).
    word_count integer not null,  -- Words of body; 0 where body is empty.
    is_complete boolean not null,
        -- True: the whole text stands on a page. False: only teasers of it.
    is_truncated boolean not null default false,
        -- True: a page says that it goes on behind a paywall or another link, so body and
        -- word_count are of its beginning only; another page may have more, as another article.
    word_codes usmallint[] not null default [],
        -- Numbers that stand for the words of headline and body, by which search passes over most
        -- texts without reading them (macro core.word_codes).
);

-- When each article is known to have been public: at the end of its publication bracket, or at its
-- earliest capture where that is sooner. The start of the bracket would put "May 2025" before all
-- of May. Inferred captures are left out: they can be weeks late, and would then separate articles
-- that were out on one day.
create macro core.known_articles() as table
    with
    captured as (
        select article_id, min(captured_latest at time zone 'UTC') as first_captured
        from core.placements
        join core.pages using (page_id)
        where captured_basis <> 'inferred'
        group by article_id
    )
    select
        article_id,
        least(
            case
                when published_precision is not null
                    or published_basis is distinct from 'inferred'
                    then published_latest
            end,
            first_captured
        ) as known_at,
    from core.articles
    left join captured using (article_id);

-- One row per span of an article's body, with the place on a page from which it was copied.
create table core.article_spans (
    article_id varchar not null,  -- Article.
    span_no integer not null,  -- Number in the body, in order.
    start_char integer not null,  -- First character in body, from 0.
    end_char integer not null,  -- Character after the last one in body.
    page_id varchar not null,  -- Page from which the body was taken.
    page_start_char integer not null,  -- First character on the page, from 0.
    page_end_char integer not null,  -- Character after the last one on the page.
);

-- One row per article and topic that fits it: the five best of each level of IPTC Media Topics, and
-- all topics to watch.
create table core.article_topics (
    article_id varchar not null,  -- Article.
    topic_id varchar not null,  -- Topic.
    score double not null,
        -- How sure it is that the article is about the topic, 0 to 1; higher is surer.
    rank integer not null,  -- Rank from 1 among the article's topics of the same scheme and level.
    is_assigned boolean not null,  -- True: sure enough to count; marts count only these.
    evidence varchar[] not null,
        -- Terms in the article that point to the topic; for the first of the 17 top topics also the
        -- words that say most. Empty: none.
);

-- One row per place where an article credits an outlet ("... reported").
create table core.attributions (
    article_id varchar not null,  -- Article that credits the outlet.
    outlet_id varchar not null,  -- Outlet that is credited.
    phrase varchar not null,  -- The words, as they stand in the body.
    start_char integer not null,  -- First character of the phrase in body, from 0.
);

-- quotation_family_id is filled in after the rest: families are found over all quotations at once.

-- One row per direct quotation in an article's body. A few words in quotation marks and titles of
-- works are not quotations.
create table core.quotations (
    article_id varchar not null,  -- Article that quotes.
    quotation_no integer not null,  -- Number in the article, from 1, in text order.
    text varchar not null using compression zstd,
        -- The words between the quotation marks, as they stand in the body; a mark that is repeated
        -- at a new paragraph is part of them.
    start_char integer not null,  -- First character of the words in body, from 0.
    end_char integer not null,  -- Character after the last one in body.
    outer_quotation_no integer,
        -- Quotation of the same article inside which this one stands; NULL: none. Leave the inner
        -- ones out when you add up words.
    speaker varchar,
        -- Who says it, as printed, in the fullest form that is printed before it; NULL: the text
        -- names no speaker, or not surely.
    quotation_family_id varchar,
        -- 32 hex digits of SHA-256 over the first known wording; shared by quotations of the same
        -- words, even if these are clipped, in another order or translated slightly differently.
        -- NULL: in no other article.
);

-- core.reuse is made again over all articles whenever one changes.

-- One row per pair of articles that share text. Stock sentences (seeds/stock_phrases.csv) do not
-- count, nor do passages that stand in more than 60 articles within 30 days, or in more than 10 of
-- one outlet within 90 days. Of more than 20 copies of one text each has a row with the first one
-- only (group_article_id); of a passage that more than 20 articles have, each with the first one;
-- of more than 20 articles of one url, or of one outlet and headline, each with the first one and
-- the one before it.
create table core.reuse (
    article_id varchar not null,  -- The lower id of the two.
    other_article_id varchar not null,  -- The higher id.
    relation varchar not null check (relation in ('duplicate', 'shared_passage', 'version')),
        -- duplicate (the same text, wrapped, cut or lightly edited), shared_passage (12 words or
        -- more in a row in otherwise different articles) or version (the same article, captured
        -- again and edited; or a teaser and the whole article that it announces).
    jaccard double not null,
        -- Share of the runs of 5 words in either body that both bodies have, 0 to 1.
    containment double not null,
        -- Share of the runs of 5 words in article_id that the other article has too, 0 to 1.
    other_containment double not null,
        -- Share of the runs of 5 words in other_article_id that article_id has too, 0 to 1.
    shared_word_count integer not null,
        -- Words of article_id in runs of 5 words that both have; two Chinese, Japanese or Thai
        -- characters count as one word.
    original_article_id varchar,
        -- The one of the two that had the text first; for a shared passage, the one that is known
        -- to have printed it first; for a teaser, the whole article. NULL: nothing says which.
    direction_basis varchar,
        -- wire (the other one is the agency's copy), attribution (the other one credits its
        -- outlet), published (it was out before the other one), captured (for versions: it was
        -- captured before), teaser_headline (same outlet and headline) or teaser_beginning (the
        -- article or its deck begins with the summary); NULL: no original is named.
    group_article_id varchar,
        -- The first of a group of more than 20 copies of one text: the agency's own article, else
        -- the earliest. Each copy has a row with it; two copies have none, but are copies all the
        -- same. NULL: the row says something of its two articles only.
);

-- core.stories is made again for the days that a changed article can affect.

-- One row per story: an event that articles cover, or what a single article covers.
create table core.stories (
    story_id varchar primary key,  -- Hash of the id of its first article.
    headline varchar,  -- Headline of its first article that has one; NULL: none has.
    terms varchar[] not null,
        -- Words that make its articles alike, the strongest first; for a single article its most
        -- characteristic words.
    first_published timestamp,
        -- When its first article is known to have been out: the end of the publication bracket, or
        -- the earliest capture where that is sooner; NULL: all are undated.
    last_published timestamp,  -- The same for its last article; NULL: all are undated.
    article_count integer not null,  -- Complete articles.
);

-- Each complete article has one story, which is often its own alone; a teaser has one or none.

-- One row per article of a story.
create table core.story_articles (
    story_id varchar not null,  -- Story.
    article_id varchar not null,  -- Article; it belongs to one story only.
    dated_at timestamp,
        -- When it is known to have been out: the end of its publication bracket, or its earliest
        -- capture where that is sooner; NULL: undated, or the bracket is longer than 3 days.
);

-- Operations: the one place that remembers history.

-- One row per run, whether it published or not.
create table ops.runs (
    run_id varchar primary key,  -- Run.
    started_at timestamptz not null,  -- When it began.
    finished_at timestamptz,
        -- When the file was ready to be published, or when the run failed; NULL: it was killed.
    state varchar not null default 'completed'
        check (state in ('completed', 'skipped', 'failed', 'stopped', 'killed')),
        -- completed (published), skipped (another run was writing), failed (with a reason), stopped
        -- (by a signal, such as Ctrl-C) or killed (it ended without a word). The counts
        -- of a run that did not come to its end are NULL; one that failed as it published has left
        -- its rows to the next run.
    reason varchar,  -- Why it was not completed, in one line; NULL: it was, or nobody knows.
    rules_version varchar not null,
        -- Digest of the code, seeds and libraries on which rows of core depend; a new one cuts
        -- every page again.
    models_version varchar not null,  -- Digest of the marts, checks and descriptions.
    is_full_refresh boolean not null,  -- True: every page was cut again.
    new_page_count integer,  -- Pages not in the warehouse before.
    recut_page_count integer,  -- Pages already there that were cut again.
    removed_page_count integer,  -- Pages removed because their source changed.
    read_file_count integer,  -- Files that were read because they were new or changed.
    skipped_file_count integer,  -- Files that were not parsed because they were unchanged.
    missing_file_count integer,
        -- Files known from earlier runs that are gone; their pages stay.
    reject_count integer,  -- Rows that the run added to ops.rejects.
    fault_count integer,
        -- Rows that the run added to ops.faults; NULL: the run did not count them.
    redescribed_page_count integer,
        -- Pages already there that were described again without being cut again, because their
        -- capture or the rules of describing changed; NULL: the run did not count them.
    outdated_file_count integer,
        -- Files that an older reader read and that this run could not read again; NULL: the run did
        -- not count them.
    reread_file_count integer,
        -- Files that were read again as they were, because the reader of their format changed;
        -- NULL: the run did not count them.
    reading_version varchar,
        -- Digest of the rules for reading files; NULL: the run had one version for all rules.
    cut_version varchar,
        -- Digest of the rules for cutting pages; ids stay the same while it does. NULL as above.
    describe_version varchar,
        -- Digest of the rules for describing placements and for finding attributions and
        -- quotations; NULL as above.
    topics_version varchar,
        -- Digest of the rules for finding topics, topics to watch included; NULL as above.
    compare_version varchar,
        -- Digest of the rules for comparing articles; NULL as above.
);

-- One row per raw file that was read, as it was last read.
create table ops.files (
    source varchar primary key,  -- Path below the RAW argument.
    folder varchar not null,  -- The RAW argument below which it was found.
    content_hash varchar not null,
        -- Hash of its bytes and its manifest row; while it is the same, the file is not read again.
    byte_count bigint not null,  -- Bytes on disk.
    encoding varchar,  -- Encoding from which it was decoded; NULL: not text, or not decoded.
    other_encoding varchar,
        -- Encoding that gives other letters and a text nearly as good, so that encoding is
        -- doubtful; NULL: none does, or the bytes say themselves what they are.
    page_count integer not null,  -- Pages that it gave.
    reject_count integer not null,  -- Rejects that it gave.
    run_id varchar not null,  -- Run that last read it.
    missing_since timestamptz,
        -- Start of the first run that no longer found it; NULL: it is there.
    reading_version varchar,
        -- Digest of the rules by which it was read; NULL: there was none yet.
    manifest_row varchar,
        -- The url and captured_at that manifest.csv gave it, as JSON; they hold on while the
        -- manifest cannot be read. NULL: it gave none, or an older version did not keep it.
    format varchar,
        -- Format as which it was read, whatever its suffix: text, html, mhtml, docx, rtf, feed (RSS
        -- and Atom), jsonfeed, warc, arc, wacz, jsonl, csv or parquet; NULL: an older version did
        -- not keep it.
    record_count bigint,
        -- Records that it has: those that are pages or rejects, and those of other_records. NULL:
        -- an older version did not count them.
    other_records varchar,
        -- How many of its records are no pages, by what they are, as JSON:
        -- {"request": 2, "response image/png": 1, "revisit": 1}; NULL: none.
    columns varchar,
        -- Which column of its rows was taken for which field, as JSON: {"text": "maintext"}; NULL:
        -- it has no rows, or an older version did not keep it.
    reader_version varchar,
        -- Digest of the code, libraries and settings of the reader of its format; with another one
        -- it is read again. NULL: an older version did not keep it.
);

-- One row per file, row or field that could not be read.
create table ops.rejects (
    source varchar not null,  -- Path below the RAW argument, with #row from 1 for files of rows.
    reason varchar not null,
        -- Why, in a few words that can be counted: empty, binary, no text field.
    detail varchar not null,  -- What exactly was found.
    run_id varchar not null,  -- Run that found it.
    folder varchar,
        -- The RAW argument below which it was found; NULL: an older version did not keep it.
    is_mended boolean not null default false,
        -- True: a later run found the source without this fault; if the fault comes back, that is a
        -- row of its own. False: it was so when the source was last read.
);

-- One row per place where a page stood that somebody had forgotten (`copydesk forget`). Nothing
-- else is kept of it; these hashes say that it is not read again, wherever it stands.
create table ops.forgotten (
    text_id varchar not null,  -- Hash of the text, as in core.pages.
    content_hash varchar,
        -- Hash of the bytes of the file in which it stood; NULL: the file was not known.
    row_no bigint,
        -- Number of its row in that file, from 1; NULL: the whole file was the page.
    source varchar not null,  -- Where it stood, as in core.page_sources.
    file varchar not null,  -- The source without its row.
    run_id varchar not null,  -- Run that forgot it.
);

-- One row per page or article with which a stage of a run failed. A page that cannot be cut has one
-- segment of kind other; one that cannot be described keeps its cut.
create table ops.faults (
    stage varchar not null,
        -- reading, cut, describe, topics, quotations, families, reuse, stories or report (of the
        -- run that is named, whose report could not be written; source is its file).
    page_id varchar,
        -- Page with which it failed, or the first page with the article; NULL: a row of a file that
        -- could not be read, and is no page.
    article_id varchar,  -- Article with which it failed; NULL: it failed with the page.
    source varchar not null,  -- Source of the page, or of the row that could not be read.
    error varchar not null,  -- What Python said, at most 500 characters.
    place varchar not null,  -- Where in the code: file:line in function; empty: not in ours.
    rules_version varchar not null,
        -- Digest of the rules of the stage; the page is tried again when they change.
    code_version varchar not null,
        -- Digest of all code; the page is tried again when it changes.
    is_transient boolean not null,
        -- True: the machine failed (memory, disk, a process that died); every run tries it again.
    is_mended boolean not null default false,
        -- True: a later run could do it, or the page or article is gone.
    run_id varchar not null,  -- Run that found it.
);

-- One row per run and check.
create table ops.checks (
    check_name varchar not null,  -- The sentence that should be true: a file in sql/checks.
    severity varchar not null,  -- fail (such a run is not published) or warn.
    failed_rows bigint not null,  -- Rows that should not exist; 0: the sentence is true.
    run_id varchar not null,  -- Run.
    is_limited boolean not null default false,
        -- True: it looked only at pages and articles that the run had changed; marts.doubtful_pages
        -- and marts.page_quality tell of all. False: at all rows.
);

-- One row per row that a check found and that should not exist: of each run and check the first
-- 100, of the last 10 runs that checked.
create table ops.check_rows (
    check_name varchar not null,  -- The sentence that is not true: a file in sql/checks.
    severity varchar not null,  -- fail or warn.
    run_id varchar not null,  -- Run.
    row_no integer not null,  -- Number of the row, from 1.
    page_id varchar,
        -- Page that the row is about, or the first page of its article; NULL: it names neither.
    source varchar,  -- Source that the row is about, or that of page_id; NULL: as page_id.
    row_json varchar not null,  -- The row: an object of JSON with its columns.
);

-- One row per placement whose article has another id under new rules.
create table ops.article_changes (
    run_id varchar not null,  -- Run that brought the new rules.
    page_id varchar not null,  -- Page.
    placement_no integer not null,  -- Placement on the page.
    old_article_id varchar,  -- Article before; NULL: there was no such placement.
    new_article_id varchar,  -- Article now; NULL: there is no such placement any more.
);

-- One row per story id that a run removed.
create table ops.story_changes (
    run_id varchar not null,  -- Run.
    old_story_id varchar not null,  -- Story before the run.
    new_story_id varchar,  -- Story that now has most of its articles; NULL: they are gone.
);

-- One row per watch topic and article that a run has found to match it, kept for good: also when
-- the article matches no more, or is gone. marts.watch_matches has those that match now.
create table ops.watch_sightings (
    topic_id varchar not null,  -- Topic, of scheme watch.
    article_id varchar not null,
        -- Article; where new rules give an article another id, that has a row too, with the run
        -- that saw it under its old one.
    run_id varchar not null,  -- Run that saw it first.
    seen_at timestamptz not null,  -- When that run began.
);

-- The worklist: what the run under way must do again. It is empty between runs.

-- A row without a change is a page that some file had which was read again.
create table work.pages (
    page_id varchar primary key,
    change varchar check (
        change in ('new', 'captured', 'removed', 'rules', 'fault', 'correction', 'html')
    ),
    first_stage varchar check (first_stage in ('cut', 'describe')),
    is_recaptured boolean not null default false,
);

create table work.articles (
    article_id varchar primary key,
    old_text ubigint,
    must_resolve boolean not null default false,
    must_find_topics boolean not null default false,
    must_quote boolean not null default false,
    is_regrouped boolean not null default false,
);

-- The texts of which a correction is new, changed or gone.
create table work.corrected_texts (
    text_id varchar primary key,
);

create table work.retried_faults (
    stage varchar not null,
    page_id varchar,
    article_id varchar,
    source varchar not null,
);

-- The earliest source of each listed page.
create view work.first_sources as
select
    * exclude (
        external_id,
        file,
        hidden_spans,
        metadata_id,
        member,
        record_offset,
        format,
        reader_version
    ),
    first_value(hidden_spans ignore nulls) over earliest as hidden_spans,
    first_value(metadata_id ignore nulls) over earliest as metadata_id,
from core.page_sources
semi join work.pages using (page_id)
window earliest as (
    partition by page_id
    order by captured_at nulls last, source
    rows between unbounded preceding and unbounded following
)
qualify row_number() over (partition by page_id order by captured_at nulls last, source) = 1;

-- The cuts under the rules before, from which changes of ids are told.
create table work.old_placements (
    page_id varchar not null,
    placement_no integer not null,
    article_id varchar not null,
    role varchar,
    outlet_label varchar,
    outlet_id varchar,
    headline varchar,
);

create table work.old_story_articles (
    story_id varchar not null,
    article_id varchar not null,
);

-- What marts and checks look at again (`-- Limit:` in their headers, flows/warehouse/changes.py).

create table work.changed_pages (
    page_id varchar primary key,
);

create table work.changed_articles (
    article_id varchar primary key,
);

create table work.changed_stories (
    story_id varchar primary key,
);

create table work.changed_lines (
    line_print ubigint primary key,
);

-- The run in which articles were last compared. The index, a file of its own, says it too: where
-- the two differ, the index is made again.
create table work.indexed_runs (
    run_id varchar not null,
);

-- What comparing knows of the quotations of earlier runs. Under new rules of comparing it is made
-- again.

-- One row per quotation with enough telling words for a family.
create table work.quoted (
    article_id varchar not null,
    quotation_no integer not null,
    known_at timestamp,
    wording_id ubigint not null,
);

create table work.wording_keys (
    key uinteger not null,
    wording_id ubigint not null,
);

create table work.wording_pairs (
    longer_id ubigint not null,
    shorter_id ubigint not null,
    shorter_weight double not null,
    tie varchar not null check (tie in ('firm', 'loose', 'faint')),
);
