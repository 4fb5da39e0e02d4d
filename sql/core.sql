-- The tables of the warehouse, empty. What each column means stands in comments.sql.
-- Keys are declared where a table is small; on the large ones uniqueness is a check (sql/checks/fail).

create schema core;
create schema marts;
create schema ops;

-- White space as Unicode and the cutting of lines have it.
create macro core.white_space() as
    chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(32) || chr(133) || chr(160)
    || chr(5760) || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197)
    || chr(8198) || chr(8199) || chr(8200) || chr(8201) || chr(8202) || chr(8232) || chr(8233)
    || chr(8239) || chr(8287) || chr(12288);
create macro core.stripped(piece) as trim(piece, core.white_space());
create macro core.stripped_start(piece) as ltrim(piece, core.white_space());

-- Words as runs of letters and digits; a Chinese, Japanese or Thai character is a word. WORD of
-- flows/text.py counts the same in folded text; tests/test_text.py holds the two equal.
create macro core.word_count(piece) as len(regexp_extract_all(
    piece,
    '[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[\p{L}\p{M}\p{N}_]+(?:[''’][\p{L}\p{M}]+)*'
));

-- Reference: what seeds/ says.

create table core.outlets (
    outlet_id varchar primary key,
    name varchar not null,
    kind varchar not null check (kind in ('publisher', 'wire', 'aggregator')),
    country_code varchar,
    domain varchar,
);

create table core.outlet_aliases (
    alias varchar not null,
    outlet_id varchar not null,
    match varchar not null check (match in ('label', 'domain', 'phrase')),
    primary key (alias, match),
);

create table core.topics (
    topic_id varchar primary key,
    name varchar not null,
    parent_topic_id varchar,
    level integer not null,
    scheme varchar not null check (scheme in ('iptc', 'watch')),
);

-- Pages: what was read.

create table core.pages (
    page_id varchar primary key,
    text_id varchar not null,
    source varchar not null,
    url varchar,
    captured_at timestamptz,
    captured_earliest timestamptz,
    captured_latest timestamptz,
    captured_basis varchar check (captured_basis in ('metadata', 'assumed_utc', 'inferred')),
    host_outlet_id varchar,
    host_outlet_basis varchar check (host_outlet_basis in ('url', 'phrase')),
    language_code varchar,
    char_count integer not null,
    text varchar not null,
);

create table core.page_sources (
    page_id varchar not null,
    source varchar not null,
    external_id varchar,
    url varchar,
    captured_at timestamptz,
    captured_earliest timestamptz,
    captured_latest timestamptz,
    captured_basis varchar,
    file varchar not null,
);

-- Cuts: what stands where on a page.

create table core.segments (
    page_id varchar not null,
    segment_no integer not null,
    start_char integer not null,
    end_char integer not null,
    kind varchar not null,
    placement_no integer,
);

create table core.placements (
    page_id varchar not null,
    placement_no integer not null,
    article_id varchar not null,
    role varchar not null check (role in ('lead', 'embedded', 'teaser')),
    outlet_label varchar,
    byline varchar,
    authors varchar[],
    dateline_place varchar,
    outlet_id varchar,
    outlet_basis varchar,
    wire_outlet_id varchar,
    wire_basis varchar,
    published_text varchar,
    age_text varchar,
    published_earliest timestamp,
    published_latest timestamp,
    published_utc_offset_minutes integer,
    published_precision varchar,
    published_basis varchar,
    language_code varchar,
    language_probability double,
    start_char integer not null,
    end_char integer not null,
    cut_confidence double,
);

-- Articles: what the pages say of each, resolved.

create table core.articles (
    article_id varchar primary key,
    headline varchar,
    deck varchar,
    byline varchar,
    authors varchar[],
    dateline varchar,
    dateline_place varchar,
    body varchar not null,
    outlet_id varchar,
    outlet_basis varchar,
    wire_outlet_id varchar,
    wire_basis varchar,
    published_earliest timestamp,
    published_latest timestamp,
    published_utc_offset_minutes integer,
    published_precision varchar,
    published_basis varchar,
    published_text varchar,
    language_code varchar,
    language_probability double,
    word_count integer not null,
    is_complete boolean not null,
);

-- When each article is known to have been public: at the end of its publication bracket, or at its
-- earliest capture where that is sooner. A start would put "May 2025" before all of May. Inferred
-- captures say nothing here: weeks late, they would part what was out on one day.
create macro core.known_articles() as table
    select
        articles.article_id,
        least(
            any_value(articles.published_latest) filter (
                articles.published_precision is not null
                or articles.published_basis is distinct from 'inferred'
            ),
            min(captured_latest at time zone 'UTC') filter (captured_basis <> 'inferred')
        ) as known_at,
    from core.articles
    left join core.placements on placements.article_id = articles.article_id
    left join core.pages on pages.page_id = placements.page_id
    group by articles.article_id;

create table core.article_spans (
    article_id varchar not null,
    span_no integer not null,
    start_char integer not null,
    end_char integer not null,
    page_id varchar not null,
    page_start_char integer not null,
    page_end_char integer not null,
);

create table core.article_topics (
    article_id varchar not null,
    topic_id varchar not null,
    score double not null,
    rank integer not null,
    is_assigned boolean not null,
    evidence varchar[] not null,
);

create table core.attributions (
    article_id varchar not null,
    outlet_id varchar not null,
    phrase varchar not null,
    start_char integer not null,
);

-- Families are found over all rows at once: quotation_family_id is filled in after the rest.
create table core.quotations (
    article_id varchar not null,
    quotation_no integer not null,
    text varchar not null,
    start_char integer not null,
    end_char integer not null,
    outer_quotation_no integer,
    speaker varchar,
    quotation_family_id varchar,
);

-- Made again over all articles whenever one changes.
create table core.reuse (
    article_id varchar not null,
    other_article_id varchar not null,
    relation varchar not null check (relation in ('duplicate', 'shared_passage', 'version')),
    jaccard double not null,
    containment double not null,
    other_containment double not null,
    shared_word_count integer not null,
    original_article_id varchar,
    direction_basis varchar,
);

-- Made again for the days that a changed article bears on.
create table core.stories (
    story_id varchar primary key,
    headline varchar,
    terms varchar[] not null,
    first_published timestamp,
    last_published timestamp,
    article_count integer not null,
);

-- Each complete article has a story, often its own alone; a teaser has one or none.
create table core.story_articles (
    story_id varchar not null,
    article_id varchar not null,
    dated_at timestamp,
);

-- Operations: the one place that remembers history.

create table ops.runs (
    run_id varchar primary key,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    rules_version varchar not null,
    models_version varchar not null,
    is_full_refresh boolean not null,
    new_page_count integer not null,
    recut_page_count integer not null,
    removed_page_count integer not null,
    read_file_count integer not null,
    skipped_file_count integer not null,
    missing_file_count integer not null,
    reject_count integer not null,
);

create table ops.files (
    source varchar primary key,
    folder varchar not null,
    content_hash varchar not null,
    byte_count bigint not null,
    encoding varchar,
    page_count integer not null,
    reject_count integer not null,
    run_id varchar not null,
    missing_since timestamptz,
);

create table ops.rejects (
    source varchar not null,
    reason varchar not null,
    detail varchar not null,
    run_id varchar not null,
);

create table ops.checks (
    check_name varchar not null,
    severity varchar not null,
    failed_rows bigint not null,
    run_id varchar not null,
);

create table ops.article_changes (
    run_id varchar not null,
    page_id varchar not null,
    placement_no integer not null,
    old_article_id varchar,
    new_article_id varchar,
);

create table ops.story_changes (
    run_id varchar not null,
    old_story_id varchar not null,
    new_story_id varchar,
);
