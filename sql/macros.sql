-- Views and macros for people, made again whenever the marts are.
-- The comment lines right above a view or macro are its description; columns of a view are
-- described as those of a mart are.
--
-- DuckDB 1.5 reads them too, so there is no if(): DuckDB 2 stores it as a function that 1.5 does
-- not have. A view knows the file in which it stands under whatever name that is attached; a macro
-- does not, so whoever attaches the file says `use NAME` first. What a macro calls a parameter must
-- not stand without its table in a view that it reads: DuckDB would take the parameter there.

-- One row per article: the placement from which its text was taken, that on the page captured
-- first.
create or replace view core.article_places as
select
    placements.article_id,  -- Article.
    placements.page_id,  -- Page on which it stands.
    placements.placement_no,  -- Placement there.
    placements.role,  -- lead, embedded or teaser.
    pages.source,  -- Raw file of the page, with #row from 1 for files of rows.
    pages.url,
        -- Address of the page: the article's own where the role is lead; NULL: not given.
    placements.start_char,  -- First character of the hull of its segments on the page, from 0.
    placements.end_char,  -- Character after the last one of that hull.
from core.placements as placements
join core.pages as pages on pages.page_id = placements.page_id
qualify row_number() over (
    partition by placements.article_id
    order by pages.captured_at nulls last, placements.page_id, placements.placement_no
) = 1;

-- One row per article as people read it: who published it and when, what it is about, its words and
-- where they stand. All articles; those of which the whole text is known have is_complete.
create or replace view core.readable_articles as
with
named as (
    select
        article_topics.article_id,
        list(topics.name order by topics.level, article_topics.rank, topics.name)
            filter (topics.scheme = 'iptc') as topics,
        list(topics.name order by topics.name) filter (topics.scheme = 'watch') as watch_topics,
    from core.article_topics as article_topics
    join core.topics as topics on topics.topic_id = article_topics.topic_id
    where article_topics.is_assigned
    group by article_topics.article_id
)
select
    outlets.name as outlet_name,  -- Name of the outlet whose article it is; NULL: unknown.
    articles.headline,  -- Headline; NULL: the page has none.
    articles.published_day,  -- Day of publication; NULL: not known to the day.
    coalesce(named.topics, []) as topics,
        -- English names of its IPTC topics, the broadest first; empty: none is sure enough.
    coalesce(named.watch_topics, []) as watch_topics,  -- Names of the watch topics that it matches.
    articles.language_code,  -- ISO 639-1 code of its language; NULL: too little text, or unsure.
    places.url,
        -- Address of the page from which it was taken; with page_role lead it is the article's own.
        -- NULL: not given.
    articles.authors,  -- People who wrote it, as printed; NULL: not said.
    articles.word_count,  -- Words of body.
    articles.is_complete,  -- True: the whole text is known. False: only teasers of it.
    articles.is_truncated,  -- True: a paywall or another link cuts it short.
    articles.deck,  -- Summary line under the headline; NULL: none.
    articles.body,  -- Its text.
    places.role as page_role,
        -- What it is on that page: lead (the page's own article), embedded or teaser.
    places.source,  -- Raw file of the page, with #row from 1 for files of rows.
    places.page_id,  -- The page: from page_text('...').
    articles.article_id,  -- The article: from article('...').
    articles.outlet_id,  -- Outlet; NULL: unknown.
from core.articles as articles
join core.article_places as places on places.article_id = articles.article_id
left join core.outlets as outlets on outlets.outlet_id = articles.outlet_id
left join named on named.article_id = articles.article_id;

-- One row per number of a mart, article that it counts and segment of that article: the characters
-- of a page behind each number. The macro trace() reads it; where a file is attached under another
-- name and not in use, ask the view: from NAME.core.traces where mart = 'outlets' and ...
-- A row has the keys of its mart, and NULL for those that the mart does not have; a key that is
-- NULL in the mart is NULL here too. An article counts in counted_in once, however many segments it
-- has: count(distinct article_id). Segments are those of the placement from which its text was
-- taken; of quotation_families they are the quoted words. Of outlet_reuse the copies of a text in
-- more than 20 articles are there as pairs with the first one only.
create or replace view core.traces as
with
counted as (
    select
        outlet_articles.outlet_id,
        outlet_articles.article_id,
        outlet_articles.published_day as day,
        case when len(outlet_articles.topic_ids) = 0 then [null]
            else outlet_articles.topic_ids end as topic_ids,
        outlet_articles.is_carried,
        case when outlet_articles.is_complete and not outlet_articles.is_carried
            then ['article_count'] else [] end
        || case when not outlet_articles.is_complete then ['teaser_count'] else [] end
        || case when outlet_articles.is_original then ['original_article_count'] else [] end
            as counted_in,
        outlet_articles.is_complete,
    from marts.outlet_articles as outlet_articles
),
of_outlets as (
    select
        counted.* exclude (counted_in),
        counted.counted_in
        || case when counted.is_carried then ['carried_article_count'] else [] end as counted_in,
    from counted
),
of_topics as (
    select
        counted.* exclude (counted_in),
        counted.counted_in
        || case when carried.article_id is not null then ['carried_article_count'] else [] end
            as counted_in,
    from counted
    left join (
        select distinct carried_articles.article_id
        from marts.carried_articles as carried_articles
        where carried_articles.is_complete
    ) as carried on carried.article_id = counted.article_id
    where not counted.is_carried
),
carrying as (
    select
        carried_articles.outlet_id as aggregator_outlet_id,
        carried_articles.article_outlet_id as outlet_id,
        carried_articles.article_id,
        case when carried_articles.is_complete then ['article_count'] else ['teaser_count'] end
        || case when original_articles.article_id is not null
            then ['original_article_count'] else [] end as counted_in,
    from marts.carried_articles as carried_articles
    join core.outlets as aggregators on aggregators.outlet_id = carried_articles.outlet_id
    left join marts.original_articles as original_articles
        on original_articles.article_id = carried_articles.article_id
    where aggregators.kind = 'aggregator'
),
covering as (
    select
        story_articles.story_id,
        articles.outlet_id,
        articles.article_id,
        case when articles.is_complete then ['article_count'] else ['teaser_count'] end
        || case when original_articles.article_id is not null
            then ['original_article_count'] else [] end as counted_in,
    from core.story_articles as story_articles
    join core.articles as articles on articles.article_id = story_articles.article_id
    left join marts.original_articles as original_articles
        on original_articles.article_id = story_articles.article_id
),
sides as (
    select
        reuse.article_id,
        reuse.other_article_id,
        reuse.relation,
        reuse.original_article_id,
    from core.reuse as reuse
    union all
    select
        reuse.other_article_id,
        reuse.article_id,
        reuse.relation,
        reuse.original_article_id,
    from core.reuse as reuse
),
pairs as (
    select
        articles.outlet_id,
        others.outlet_id as other_outlet_id,
        sides.article_id,
        bool_or(sides.relation = 'duplicate') as is_duplicate,
        bool_or(sides.relation = 'duplicate' and sides.original_article_id = others.article_id)
            as carries_duplicate,
        bool_or(sides.relation = 'duplicate' and sides.original_article_id = articles.article_id)
            as supplies_duplicate,
        bool_or(sides.original_article_id = others.article_id) as carries_passage,
        bool_or(sides.original_article_id = articles.article_id) as supplies_passage,
    from sides
    join core.articles as articles on articles.article_id = sides.article_id
    join core.articles as others on others.article_id = sides.other_article_id
    where sides.relation <> 'version'
        and articles.is_complete
        and others.is_complete
        and (articles.outlet_id is distinct from others.outlet_id or articles.outlet_id is null)
    group by articles.outlet_id, others.outlet_id, sides.article_id
),
sharing as (
    select
        pairs.outlet_id,
        pairs.other_outlet_id,
        pairs.article_id,
        case when pairs.is_duplicate then ['duplicate_count'] else ['passage_count'] end
        || case
            when pairs.is_duplicate and pairs.carries_duplicate then ['carried_duplicate_count']
            when not pairs.is_duplicate and pairs.carries_passage then ['carried_passage_count']
            else []
        end
        || case
            when pairs.is_duplicate and pairs.supplies_duplicate then ['supplied_duplicate_count']
            when not pairs.is_duplicate and pairs.supplies_passage then ['supplied_passage_count']
            else []
        end as counted_in,
    from pairs
    union all by name
    select
        articles.outlet_id,
        articles.wire_outlet_id as other_outlet_id,
        articles.article_id,
        ['wire_copy_count'] as counted_in,
    from core.articles as articles
    where articles.is_complete
        and articles.wire_outlet_id is not null
        and articles.wire_outlet_id is distinct from articles.outlet_id
),
cells as (
    select
        'outlets' as mart,
        of_outlets.outlet_id,
        null::varchar as other_outlet_id,
        null::varchar as aggregator_outlet_id,
        null::varchar as topic_id,
        of_outlets.day,
        null::varchar as story_id,
        of_outlets.article_id,
        of_outlets.counted_in,
    from of_outlets
    union all by name
    select
        'outlet_days' as mart,
        of_outlets.outlet_id,
        of_outlets.day,
        of_outlets.article_id,
        of_outlets.counted_in,
    from of_outlets
    union all by name
    select
        'outlet_topics' as mart,
        of_outlets.outlet_id,
        unnest(of_outlets.topic_ids) as topic_id,
        of_outlets.day,
        of_outlets.article_id,
        of_outlets.counted_in,
    from of_outlets
    union all by name
    select
        'topics' as mart,
        of_topics.outlet_id,
        unnest(of_topics.topic_ids) as topic_id,
        of_topics.day,
        of_topics.article_id,
        of_topics.counted_in,
    from of_topics
    union all by name
    select
        'topic_days' as mart,
        of_topics.outlet_id,
        unnest(of_topics.topic_ids) as topic_id,
        of_topics.day,
        of_topics.article_id,
        of_topics.counted_in,
    from of_topics
    union all by name
    select
        'aggregator_outlets' as mart,
        carrying.outlet_id,
        carrying.aggregator_outlet_id,
        carrying.article_id,
        carrying.counted_in,
    from carrying
    union all by name
    select
        'stories' as mart,
        covering.outlet_id,
        covering.story_id,
        covering.article_id,
        covering.counted_in,
    from covering
    union all by name
    select
        'story_outlets' as mart,
        covering.outlet_id,
        covering.story_id,
        covering.article_id,
        covering.counted_in,
    from covering
    union all by name
    select
        'outlet_reuse' as mart,
        sharing.outlet_id,
        sharing.other_outlet_id,
        sharing.article_id,
        sharing.counted_in,
    from sharing
    union all by name
    select
        'watch_matches' as mart,
        watch_matches.outlet_id,
        watch_matches.topic_id,
        watch_matches.published_day as day,
        watch_matches.article_id,
        []::varchar[] as counted_in,
    from marts.watch_matches as watch_matches
),
segmented as (
    select
        cells.*,
        null::varchar as quotation_family_id,
        places.page_id,
        places.source,
        segments.segment_no,
        segments.kind,
        segments.start_char,
        segments.end_char,
    from cells
    join core.article_places as places on places.article_id = cells.article_id
    join core.segments as segments
        on segments.page_id = places.page_id and segments.placement_no = places.placement_no
    union all by name
    select
        'quotation_families' as mart,
        quotations.quotation_family_id,
        articles.outlet_id,
        quotations.article_id,
        ['article_count', 'quotation_count'] as counted_in,
        spans.page_id,
        pages.source,
        quotations.quotation_no as segment_no,
        'quotation' as kind,
        spans.page_start_char + greatest(quotations.start_char - spans.start_char, 0) as start_char,
        spans.page_end_char - greatest(spans.end_char - quotations.end_char, 0) as end_char,
    from core.quotations as quotations
    join core.articles as articles on articles.article_id = quotations.article_id
    join core.article_spans as spans
        on spans.article_id = quotations.article_id
        and spans.start_char < quotations.end_char
        and spans.end_char > quotations.start_char
    join core.pages as pages on pages.page_id = spans.page_id
    where quotations.quotation_family_id is not null and articles.is_complete
)
select
    segmented.mart,  -- Mart whose number it is: outlets, topics ...
    segmented.outlet_id,
        -- Outlet of the mart's row; of stories and topics the article's own. NULL: unknown.
    segmented.other_outlet_id,  -- The other outlet, of outlet_reuse; NULL: unknown.
    segmented.aggregator_outlet_id,  -- Aggregator, of aggregator_outlets.
    segmented.topic_id,
        -- Topic, of outlet_topics, topics, topic_days and watch_matches; NULL: it has no topic.
    segmented.day,  -- Day of publication, of marts of outlets and topics; NULL: not known.
    segmented.story_id,  -- Story, of stories and story_outlets.
    segmented.quotation_family_id,  -- Family, of quotation_families.
    segmented.counted_in,  -- Columns of the mart's row in which the article counts.
    segmented.article_id,  -- Article that is counted.
    articles.headline,  -- Its headline; NULL: the page has none.
    segmented.page_id,  -- Page from which its text was taken.
    segmented.source,  -- Raw file of the page, with #row from 1 for files of rows.
    segmented.segment_no,  -- Segment of the page; of quotation_families the quotation_no.
    segmented.kind,  -- Kind of the segment: headline, paragraph ...; or quotation.
    segmented.start_char,  -- First character on the page, from 0.
    segmented.end_char,  -- Character after the last one.
    pages.text[segmented.start_char + 1 : segmented.end_char] as characters,
        -- The characters themselves, as the page has them.
from segmented
join core.articles as articles on articles.article_id = segmented.article_id
join core.pages as pages on pages.page_id = segmented.page_id;

-- From a number of a mart down to the characters of the pages: the rows of core.traces with the
-- keys that are given. A key that is left out is not asked for; for a key that is NULL write
-- `where topic_id is null` behind. from trace('outlets', outlet_id := 'harbour-gazette')
create or replace macro trace(
    mart,
    outlet_id := null,
    other_outlet_id := null,
    aggregator_outlet_id := null,
    topic_id := null,
    day := null,
    story_id := null,
    quotation_family_id := null
) as table
    with
    known as (
        select ['outlets', 'outlet_days', 'outlet_topics', 'topics', 'topic_days',
            'aggregator_outlets', 'stories', 'story_outlets', 'outlet_reuse',
            'quotation_families', 'watch_matches'] as marts
    )
    select
        cell_mart as mart,
        cell_outlet_id as outlet_id,
        cell_other_outlet_id as other_outlet_id,
        cell_aggregator_outlet_id as aggregator_outlet_id,
        cell_topic_id as topic_id,
        cell_day as day,
        cell_story_id as story_id,
        cell_quotation_family_id as quotation_family_id,
        counted_in,
        article_id,
        headline,
        page_id,
        source,
        segment_no,
        kind,
        start_char,
        end_char,
        characters,
    from (
        select *
        from core.traces as cells (
            cell_mart, cell_outlet_id, cell_other_outlet_id, cell_aggregator_outlet_id,
            cell_topic_id, cell_day, cell_story_id, cell_quotation_family_id
        )
        where cell_mart = mart
            and (outlet_id is null or cell_outlet_id = outlet_id)
            and (other_outlet_id is null or cell_other_outlet_id = other_outlet_id)
            and (
                aggregator_outlet_id is null
                or cell_aggregator_outlet_id = aggregator_outlet_id
            )
            and (topic_id is null or cell_topic_id = topic_id)
            and (day is null or cell_day = day::date)
            and (story_id is null or cell_story_id = story_id)
            and (
                quotation_family_id is null
                or cell_quotation_family_id = quotation_family_id
            )
    ) as found
    union all by name
    select error(
        'trace() knows no mart ' || coalesce(mart, 'NULL') || '; it knows '
        || array_to_string(marts, ', ')
    ) as mart
    from known
    where not coalesce(list_contains(marts, mart), false);

-- One article with all its placements, a row each: what each page shows of it and says about it. It
-- is named by its article_id, the beginning of that (six characters or more), or the url of the
-- page whose own article it is. from article('4f0c1d')
create or replace macro article(article) as table
    select
        articles.headline,
        outlets.name as outlet_name,
        articles.published_day,
        placements.role,
        pages.source,
        pages.url,
        pages.captured_at,
        pages.host_outlet_id,
        placements.outlet_label,
        placements.byline,
        placements.published_text,
        placements.age_text,
        placements.page_id,
        placements.placement_no,
        placements.start_char,
        placements.end_char,
        articles.article_id,
        articles.body,
    from core.articles as articles
    join core.placements as placements on placements.article_id = articles.article_id
    join core.pages as pages on pages.page_id = placements.page_id
    left join core.outlets as outlets on outlets.outlet_id = articles.outlet_id
    where articles.article_id = article
        or (length(article) >= 6 and starts_with(articles.article_id, article))
        or articles.article_id in (
            select leads.article_id
            from core.placements as leads
            join core.page_sources as sources on sources.page_id = leads.page_id
            where leads.role = 'lead' and sources.url = article
        )
    order by
        articles.article_id,
        pages.captured_at nulls last,
        placements.page_id,
        placements.placement_no;

-- The text of a page, a row a segment, so that all characters together are the page. It is named by
-- its page_id, the beginning of that (six characters or more), a source or a url; a url of several
-- pages gives all of them. from page_text('english/ferry-strike.txt')
create or replace macro page_text(page) as table
    select
        pages.page_id,
        segments.segment_no,
        segments.start_char,
        segments.end_char,
        segments.kind,
        placements.role,
        placements.article_id,
        placements.outlet_id,
        pages.text[segments.start_char + 1 : segments.end_char] as characters,
    from core.pages as pages
    join core.segments as segments on segments.page_id = pages.page_id
    left join core.placements as placements
        on placements.page_id = segments.page_id
        and placements.placement_no = segments.placement_no
    where pages.page_id = page
        or (length(page) >= 6 and starts_with(pages.page_id, page))
        or pages.page_id in (
            select sources.page_id
            from core.page_sources as sources
            where sources.source = page or sources.url = page
        )
    order by pages.page_id, segments.segment_no;

-- The letters that are one letter with an accent or without, in small and capital.
create or replace macro core.accented_letters() as [
    'AaÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǠǡǺǻȀȁȂȃȦȧẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặ', 'CcÇçĆćĈĉĊċČč', 'DdĎď',
    'EeÈÉÊËèéêëĒēĔĕĖėĘęĚěȄȅȆȇȨȩẸẹẺẻẼẽẾếỀềỂểỄễỆệ', 'GgĜĝĞğĠġĢģǦǧǴǵ', 'HhĤĥȞȟ',
    'IiÌÍÎÏìíîïĨĩĪīĬĭĮįİǏǐȈȉȊȋỈỉỊị', 'JjĴĵǰ', 'KkĶķǨǩ', 'LlĹĺĻļĽľ', 'NnÑñŃńŅņŇňǸǹ',
    'OoÒÓÔÕÖòóôõöŌōŎŏŐőƠơǑǒǪǫǬǭȌȍȎȏȪȫȬȭȮȯȰȱỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợ', 'RrŔŕŖŗŘřȐȑȒȓ',
    'SsŚśŜŝŞşŠšȘș', 'TtŢţŤťȚț', 'UuÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưǓǔǕǖǗǘǙǚǛǜȔȕȖȗỤụỦủỨứỪừỬửỮữỰự', 'WwŴŵ',
    'YyÝýÿŶŷŸȲȳỲỳỴỵỶỷỸỹ', 'ZzŹźŻżŽž', 'ÆæǢǣǼǽ', 'ØøǾǿ', 'ƷǮǯʒ', 'ʹʹ',
    'ΆΑάαἀἁἂἃἄἅἆἇἈἉἊἋἌἍἎἏὰάᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾰᾱᾲᾳᾴᾶᾷᾸᾹᾺΆᾼ', 'ΈΕέεἐἑἒἓἔἕἘἙἚἛἜἝὲέῈΈ',
    'ΉΗήηἠἡἢἣἤἥἦἧἨἩἪἫἬἭἮἯὴήᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟῂῃῄῆῇῊΉῌ', 'ΊΐΙΪίιϊἰἱἲἳἴἵἶἷἸἹἺἻἼἽἾἿὶίιῐῑῒΐῖῗῘῙῚΊ',
    'ΌΟοόὀὁὂὃὄὅὈὉὊὋὌὍὸόῸΌ', 'ΡρῤῥῬ', 'ΎΥΫΰυϋύὐὑὒὓὔὕὖὗὙὛὝὟὺύῠῡῢΰῦῧῨῩῪΎ',
    'ΏΩωώὠὡὢὣὤὥὦὧὨὩὪὫὬὭὮὯὼώᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯῲῳῴῶῷῺΏῼ', 'ϒϓϔ', 'АаӐӑӒӓ', 'ЃГгѓ', 'ЀЁЕеѐёӖӗ', 'ЖжӁӂӜӝ',
    'ЗзӞӟ', 'ЍИЙийѝӢӣӤӥ', 'ЌКкќ', 'ОоӦӧ', 'ЎУуўӮӯӰӱӲӳ', 'ЧчӴӵ', 'ЫыӸӹ', 'ЭэӬӭ', 'ІЇії', 'ѴѵѶѷ',
    'ӘәӚӛ', 'ӨөӪӫ'
];
-- Whether a piece has letters of a script without spaces between words.
create or replace macro core.has_unspaced(piece) as regexp_matches(
    piece,
    '[\x{3400}-\x{4dbf}\x{4e00}-\x{9fff}\x{f900}-\x{faff}\x{3040}-\x{309f}\x{30a0}-\x{30ff}'
    || '\x{0e00}-\x{0e7f}\x{1780}-\x{17ff}\x{0e80}-\x{0eff}\x{1000}-\x{109f}]'
);
-- The words and phrases of a search. flows/view/search.py reads the same, and spells the same
-- patterns of them; tests/view/test_search.py holds the two equal.
create or replace macro core.search_terms(words) as list_filter(
    list_transform(
        list_transform(
            regexp_extract_all(nfc_normalize(words), '-?"[^"]*"?|[^\s\x{a0}\x{3000}]+'),
            lambda piece: struct_pack(
                is_excluded := regexp_matches(piece, '^-(?:"|.)'),
                is_beginning := regexp_matches(piece, '\*"?$'),
                said := case
                    when regexp_matches(piece, '^-?"') then regexp_extract(piece, '"([^"]*)', 1)
                    else regexp_replace(piece, '^-(.)', '\1')
                end
            )
        ),
        lambda piece: struct_pack(
            said := regexp_replace(
                trim(
                    rtrim(piece.said, '*'),
                    core.white_space() || '"''.,;:!?()[]{}“”„«»'
                ),
                '[' || core.white_space() || ']+', ' ', 'g'
            ),
            is_excluded := piece.is_excluded,
            is_beginning := piece.is_beginning
        )
    ),
    lambda term: regexp_matches(term.said, '[\pL\pN]')
);
-- The pattern of one sign of a search, whatever its case and accent.
create or replace macro core.sign_pattern(sign) as list_transform(
    [list_filter(core.accented_letters(), lambda letters: contains(letters, sign))[1]],
    lambda letters: case
        when sign = ' ' then '\s+'
        when letters is not null then '[' || letters || '][\x{300}-\x{36f}]*'
        when regexp_matches(sign, '[\pL\pN]')
            then '[' || sign || lower(sign) || upper(sign) || strip_accents(lower(sign)) || ']'
        when ascii(sign) < 128 then '\' || sign
        else sign
    end
)[1];
create or replace macro core.term_pattern(term) as
    case when core.has_unspaced(term.said) then '' else '(?:^|[^\pL\pM\pN_])' end
    || array_to_string(
        list_transform(
            regexp_extract_all(term.said, '(?s).'), lambda sign: core.sign_pattern(sign)
        ),
        ''
    )
    || case
        when term.is_beginning or core.has_unspaced(term.said) then ''
        else '(?:$|[^\pL\pM\pN_])'
    end;
create or replace macro core.wanted_patterns(words) as list_transform(
    list_filter(core.search_terms(words), lambda term: not term.is_excluded),
    lambda term: core.term_pattern(term)
);
-- What must not be said, in one pattern; NULL: nothing.
create or replace macro core.unwanted_pattern(words) as nullif(
    array_to_string(
        list_transform(
            list_filter(core.search_terms(words), lambda term: term.is_excluded),
            lambda term: core.term_pattern(term)
        ),
        '|'
    ),
    ''
);
-- The numbers of core.articles.word_codes that an article has if it says the words. Of a word of
-- which any ending will do, there is one if its beginning is long enough.
create or replace macro core.search_codes(words) as core.word_codes(
    array_to_string(
        list_transform(
            list_filter(
                core.search_terms(words),
                lambda term: not (term.is_excluded or core.has_unspaced(term.said))
            ),
            lambda term: case
                when term.is_beginning
                    and length(strip_accents(regexp_extract(term.said, '[\pL\pM\pN_]*$'))) < 5
                    then regexp_replace(term.said, '[\pL\pM\pN_]*$', '')
                else term.said
            end
        ),
        ' '
    )
);

-- Whether an article has a number of a word; true where none is asked for.
create or replace macro core.has_code(word_codes, code) as
    coalesce(list_contains(word_codes, code), true);

-- True; an error where nothing can be searched for.
create or replace macro core.is_search(words) as list_transform(
    [core.search_terms(words)],
    lambda terms: case
        when len(terms) > 12 then error('search() takes 12 words and phrases at most')
        when len(list_filter(terms, lambda term: not term.is_excluded)) = 0
            then error('search() wants a word that should be there')
        else true
    end
)[1];

-- Articles that say words and phrases, in any script, the newest first; `copydesk search` finds the
-- same. Case and accents do not count; "in quotes" is a phrase, -word must not be there, word* is a
-- beginning. place: anywhere (headline or body), headline, or quotation (what is quoted, and who
-- says it). author: a part of a name.
-- from search('ferry "port amber" -strike', outlet := 'harbour-gazette')
create or replace macro search(
    words,
    outlet := null,
    topic := null,
    first_day := null,
    last_day := null,
    language := null,
    place := 'anywhere',
    author := null
) as table
    select
        found.headline,
        outlets.name as outlet_name,
        found.published_day,
        found.language_code,
        found.word_count,
        found.is_complete,
        found.body,
        found.outlet_id,
        found.article_id,
    from (
        select
            articles.*,
            case place
                when 'anywhere' then concat_ws(chr(1), articles.headline, articles.body)
                when 'headline' then articles.headline
                when 'quotation' then quoted.words_said
                else error(
                    'search() knows no place ' || place
                    || '; it knows anywhere, headline and quotation'
                )
            end as searched,
        from core.articles as articles
        left join (
            select
                quotations.article_id,
                string_agg(concat_ws(chr(1), quotations.text, quotations.speaker), chr(1))
                    as words_said,
            from core.quotations as quotations
            where place = 'quotation'
            group by quotations.article_id
        ) as quoted on quoted.article_id = articles.article_id
        where (outlet is null or articles.outlet_id = outlet)
            and (language is null or articles.language_code = language)
            and (
                author is null
                or contains(
                    core.bare_letters(array_to_string(articles.authors, '; ')),
                    core.bare_letters(author)
                )
            )
            and (first_day is null or articles.published_day >= first_day::date)
            and (last_day is null or articles.published_day <= last_day::date)
            and (
                topic is null
                or articles.article_id in (
                    select article_topics.article_id
                    from core.article_topics as article_topics
                    where article_topics.topic_id = topic and article_topics.is_assigned
                )
            )
            and core.is_search(words)
            and (
                place = 'quotation'
                or (
                    core.has_code(articles.word_codes, core.search_codes(words)[1])
                    and core.has_code(articles.word_codes, core.search_codes(words)[2])
                    and core.has_code(articles.word_codes, core.search_codes(words)[3])
                )
            )
    ) as found
    left join core.outlets as outlets on outlets.outlet_id = found.outlet_id
    where regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[1], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[2], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[3], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[4], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[5], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[6], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[7], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[8], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[9], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[10], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[11], ''))
        and regexp_matches(found.searched, coalesce(core.wanted_patterns(words)[12], ''))
        and not coalesce(regexp_matches(found.searched, core.unwanted_pattern(words)), false)
    order by found.published_day desc nulls last, found.article_id;
