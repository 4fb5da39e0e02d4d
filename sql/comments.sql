-- What every table and column means. Run after the marts are built: create or replace forgets.

-- Reference

comment on table core.outlets is 'One row per outlet known, from seeds/outlets.csv.';
comment on column core.outlets.outlet_id is 'Slug of the outlet.';
comment on column core.outlets.name is 'Name as the outlet writes it.';
comment on column core.outlets.kind is 'publisher, wire (agency) or aggregator (shows the articles of others).';
comment on column core.outlets.country_code is 'ISO 3166-1 alpha-2, where it publishes; NULL: unknown or none.';
comment on column core.outlets.domain is 'Registrable domain; NULL: none known.';

comment on table core.outlet_aliases is 'One row per wording or domain that means an outlet, from seeds/.';
comment on column core.outlet_aliases.alias is 'The wording or domain.';
comment on column core.outlet_aliases.outlet_id is 'Outlet that it means.';
comment on column core.outlet_aliases.match is 'How it is used: label (the whole outlet label or byline), domain (of a url), phrase (own words that only its pages print).';

comment on table core.topics is 'One row per topic known: IPTC Media Topics and the topics that the user watches.';
comment on column core.topics.topic_id is 'medtop:... for scheme iptc; as the user wrote it for scheme watch.';
comment on column core.topics.name is 'English name.';
comment on column core.topics.parent_topic_id is 'The broader topic; NULL: a top topic.';
comment on column core.topics.level is 'Depth in its scheme, 1 for a top topic.';
comment on column core.topics.scheme is 'iptc or watch.';

comment on table core.segment_kinds is 'One row per kind of segment, as seeds/segment_kinds.csv has it.';
comment on column core.segment_kinds.kind is 'Kind of core.segments.';
comment on column core.segment_kinds.is_body is 'True: a part of the body of its article.';
comment on column core.segment_kinds.is_placed is 'True: such a segment may belong to a placement. False: it is the page''s own furniture.';
comment on column core.segment_kinds.is_appeal is 'True: it asks the reader to buy, sign up or give.';
comment on column core.segment_kinds.is_of_picture is 'True: it says what a picture shows, or whose it is.';
comment on column core.segment_kinds.ends_list is 'True: a list of other stories ends at such a line.';
comment on column core.segment_kinds.is_claimable is 'True: a line that looks like this becomes a timestamp or byline of the page''s own article if it stands in its heading and says when or by whom.';
comment on column core.segment_kinds.description is 'What such a segment is.';

-- Pages

comment on table core.pages is 'One row per page: one captured web page as text.';
comment on column core.pages.page_id is '32 hex digits of SHA-256 over url (empty if none), NUL, text.';
comment on column core.pages.text_id is '32 hex digits of SHA-256 over the text; shared by pages with the same text.';
comment on column core.pages.source is 'Path below the RAW argument, #row from 1 for files of rows; of the earliest capture where there are several (core.page_sources).';
comment on column core.pages.url is 'Address as given beside the text; NULL: not given.';
comment on column core.pages.captured_at is 'When the page was captured, as given; the start of a day given as a date; NULL: not given.';
comment on column core.pages.captured_earliest is 'Start of the bracket that the capture lies in; NULL: unknown.';
comment on column core.pages.captured_latest is 'End of the bracket that the capture lies in, the start where a moment was given; NULL: unknown.';
comment on column core.pages.captured_basis is 'metadata (given with its zone), assumed_utc (given without zone) or inferred (from the text of the page); NULL: capture unknown.';
comment on column core.pages.host_outlet_id is 'Outlet whose page it is, not whose articles stand on it; NULL: unknown.';
comment on column core.pages.host_outlet_basis is 'url (its domain) or phrase (own words that the page prints); NULL: host unknown.';
comment on column core.pages.language_code is 'ISO 639-1 code of its lead, or of its longest article where it has no lead; NULL: too little text, or unsure.';
comment on column core.pages.char_count is 'Unicode characters of text.';
comment on column core.pages.text is 'The text, decoded, byte order mark off, line ends as LF, else untouched.';

comment on table core.page_sources is 'One row per place in the raw files where a page was found.';
comment on column core.page_sources.page_id is 'Page found there.';
comment on column core.page_sources.source is 'Path below the RAW argument, #row from 1 for files of rows.';
comment on column core.page_sources.external_id is 'The id field of the row; NULL: none given.';
comment on column core.page_sources.url is 'Address given there; NULL: none.';
comment on column core.page_sources.captured_at is 'Capture time given there; NULL: none.';
comment on column core.page_sources.captured_earliest is 'Start of the bracket that the capture lies in; NULL: unknown.';
comment on column core.page_sources.captured_latest is 'End of the bracket that the capture lies in; NULL: unknown.';
comment on column core.page_sources.captured_basis is 'metadata (given with its zone), assumed_utc (given without zone) or inferred; NULL: capture unknown.';
comment on column core.page_sources.file is 'The source without its row: a file of ops.files.';

-- Cuts

comment on table core.segments is 'One row per labelled span of a page. Every character of a page lies in exactly one.';
comment on column core.segments.page_id is 'Page that it is a span of.';
comment on column core.segments.segment_no is 'Number on the page, in page order.';
comment on column core.segments.start_char is 'First character, Unicode characters from 0: text[start_char + 1 : end_char].';
comment on column core.segments.end_char is 'Character after the last one; white space belongs to the segment before it.';
comment on column core.segments.kind is 'What it is: a kind of core.segment_kinds, which says what is body.';
comment on column core.segments.placement_no is 'Placement that it belongs to; NULL: the page''s own furniture.';

comment on table core.placements is 'One row per appearance of an article on a page, with what that page says of it.';
comment on column core.placements.page_id is 'Page that the article stands on.';
comment on column core.placements.placement_no is 'Number on the page, from 1, in page order.';
comment on column core.placements.article_id is 'Article that stands there.';
comment on column core.placements.role is 'lead (the page''s own article, at most one), embedded (the whole text of another article) or teaser (a headline with summary, age or outlet, or an item of a related or most-read list).';
comment on column core.placements.outlet_label is 'Outlet label as printed; NULL: none.';
comment on column core.placements.byline is 'Byline as printed; NULL: none.';
comment on column core.placements.authors is 'People whom the byline names, as printed (schema.org author); NULL: it names none.';
comment on column core.placements.outlet_id is 'Outlet that the page gives the article; NULL: not said, or not known.';
comment on column core.placements.outlet_basis is 'label, byline, url, phrase or host; NULL: outlet unknown.';
comment on column core.placements.dateline_place is 'Where it was written, by its dateline or byline: KYIV of "KYIV (Reuters) -"; NULL: not said.';
comment on column core.placements.wire_outlet_id is 'The agency whose copy it is, as marked on it; the outlet that carries it is outlet_id; NULL: none is marked, or several are.';
comment on column core.placements.wire_basis is 'What marks it: dateline, byline, credit (a line or bracket with nothing else), material (written with the agency''s copy); NULL: no agency.';
comment on column core.placements.published_text is 'Printed date or time, as printed; NULL: none.';
comment on column core.placements.age_text is 'Printed age ("2 hours ago"), as printed; NULL: none.';
comment on column core.placements.published_earliest is 'Start of the bracket that publication lies in: in UTC where published_utc_offset_minutes is known, else as printed; NULL: unknown, or only an end is known (of an update, or of a lead by an inferred capture).';
comment on column core.placements.published_latest is 'End of that bracket, exclusive; NULL: unknown.';
comment on column core.placements.published_utc_offset_minutes is 'Minutes east of UTC of the printed time, 0 for ages against a capture time; NULL: zone not printed, times as printed.';
comment on column core.placements.published_precision is 'minute, hour, day, month or year; NULL: unknown, or only published_latest is known.';
comment on column core.placements.published_basis is 'printed; relative (an age, or a date without its year, against the capture); url; inferred (against an inferred capture, or the year by the weekday beside the date); NULL: unknown.';
comment on column core.placements.language_code is 'ISO 639-1 code of the text placed here; NULL: under about 20 letters, or unsure.';
comment on column core.placements.language_probability is 'The detector''s own, 0 to 1; NULL: no language.';
comment on column core.placements.start_char is 'First character of the hull of its segments, from 0; other segments may lie inside.';
comment on column core.placements.end_char is 'Character after the last one of that hull, closing white space included.';
comment on column core.placements.cut_confidence is 'How sure the cut is, 0 to 1: of a lead the expected F1 of its body; of another story how unlikely its lines are of the lead.';

-- Articles

comment on table core.articles is 'One row per distinct article, known by its headline and body, whatever number of pages it stands on; resolved from its placements.';
comment on column core.articles.article_id is '32 hex digits of SHA-256 over headline and body, normalised; holds within a rules version (ops.article_changes).';
comment on column core.articles.headline is 'Headline; NULL: the page has none.';
comment on column core.articles.deck is 'Summary line under the headline; NULL: none.';
comment on column core.articles.byline is 'Byline as printed; NULL: none.';
comment on column core.articles.authors is 'People whom the byline names, as printed (schema.org author); NULL: it names none.';
comment on column core.articles.dateline is 'Place, and date if any, that opens the text; NULL: none.';
comment on column core.articles.body is 'Its body segments joined by newlines; the summary of a teaser; may be empty.';
comment on column core.articles.outlet_id is 'Outlet whose article it is; NULL: no page says, or two publishers conflict.';
comment on column core.articles.outlet_basis is 'label, byline, url, phrase or host, best first; NULL: outlet unknown.';
comment on column core.articles.dateline_place is 'Where it was written, by its dateline or byline: KYIV of "KYIV (Reuters) -"; NULL: not said.';
comment on column core.articles.wire_outlet_id is 'The agency whose copy it is, as marked on it; the outlet that carries it is outlet_id; NULL: none is marked, or several are.';
comment on column core.articles.wire_basis is 'What marks it: dateline, byline, credit (a line or bracket with nothing else), material (written with the agency''s copy); NULL: no agency.';
comment on column core.articles.published_earliest is 'Start of the bracket that publication lies in: in UTC where published_utc_offset_minutes is known, else as printed; NULL: unknown, or only an end is known (of an update, or of a lead by an inferred capture).';
comment on column core.articles.published_latest is 'End of that bracket, exclusive: 19 May ends at 20 May 00:00; NULL: unknown.';
comment on column core.articles.published_utc_offset_minutes is 'Minutes east of UTC of the printed time, 0 for ages against a capture time; NULL: zone not printed, times as printed.';
comment on column core.articles.published_precision is 'minute, hour, day, month or year; NULL: unknown, or only published_latest is known.';
comment on column core.articles.published_basis is 'printed; relative (an age, or a date without its year, against the capture); url; inferred (against an inferred capture, or the year by the weekday beside the date); NULL: unknown.';
comment on column core.articles.published_text is 'Printed date or time, as printed; NULL: none.';
comment on column core.articles.language_code is 'ISO 639-1 code; NULL: under about 20 letters, or unsure.';
comment on column core.articles.language_probability is 'The detector''s own, 0 to 1; NULL: no language.';
comment on column core.articles.word_count is 'Words of body; 0 for an empty one.';
comment on column core.articles.is_complete is 'True: the whole text stands on a page. False: only teasers of it.';

comment on table core.article_spans is 'One row per span of an article''s body, with where on a page it was copied from.';
comment on column core.article_spans.article_id is 'Article.';
comment on column core.article_spans.span_no is 'Number in the body, in order.';
comment on column core.article_spans.start_char is 'First character in body, from 0.';
comment on column core.article_spans.end_char is 'Character after the last one in body.';
comment on column core.article_spans.page_id is 'Page that the body was taken from.';
comment on column core.article_spans.page_start_char is 'First character on the page, from 0.';
comment on column core.article_spans.page_end_char is 'Character after the last one on the page.';

comment on table core.article_topics is 'One row per article and topic that it was scored for.';
comment on column core.article_topics.article_id is 'Article.';
comment on column core.article_topics.topic_id is 'Topic.';
comment on column core.article_topics.score is 'How sure the article is about the topic, 0 to 1, higher is surer.';
comment on column core.article_topics.rank is 'Rank from 1 among the article''s topics of the same scheme and level.';
comment on column core.article_topics.is_assigned is 'True: sure enough to count; marts count these only.';
comment on column core.article_topics.evidence is 'Terms found in the article that speak for the topic; for the first of the 17 top topics also the words that say most. Empty: none.';

comment on table core.attributions is 'One row per place where an article credits an outlet ("... reported").';
comment on column core.attributions.article_id is 'Article that credits.';
comment on column core.attributions.outlet_id is 'Outlet credited.';
comment on column core.attributions.phrase is 'The words, as they stand in the body.';
comment on column core.attributions.start_char is 'First character of the phrase in body, from 0.';

comment on table core.quotations is 'One row per direct quotation in an article''s body. Words in marks of a few words and titles of works are not quotations.';
comment on column core.quotations.article_id is 'Article that quotes.';
comment on column core.quotations.quotation_no is 'Number in the article, from 1, in text order.';
comment on column core.quotations.text is 'The words between the marks, as they stand in the body; a mark repeated at a new paragraph is part of them.';
comment on column core.quotations.start_char is 'First character of the words in body, from 0.';
comment on column core.quotations.end_char is 'Character after the last one in body.';
comment on column core.quotations.outer_quotation_no is 'Quotation of the article that this one stands inside; NULL: none. Leave these out when adding up words.';
comment on column core.quotations.speaker is 'Who says it, as printed, in the fullest form printed before it; NULL: the text does not name one, or not surely.';
comment on column core.quotations.quotation_family_id is '32 hex digits of SHA-256 over the first known wording; shared by quotations of the same words, clipped, re-ordered or lightly re-translated. NULL: in no other article.';

comment on table core.reuse is 'One row per pair of articles that share text. Sentences that are stock (seeds/stock_phrases.csv), and passages in more than 60 articles of 30 days, or 10 of one outlet in 90, do not count.';
comment on column core.reuse.article_id is 'The lower id of the two.';
comment on column core.reuse.other_article_id is 'The higher id.';
comment on column core.reuse.relation is 'duplicate (the same text, wrapped, cut or lightly edited), shared_passage (12 words or more in a row in otherwise different articles) or version (the same article captured again, edited; or a teaser and the whole article that it announces).';
comment on column core.reuse.jaccard is 'Runs of 5 words that both bodies have, of those that either has, 0 to 1.';
comment on column core.reuse.containment is 'Runs of 5 words of article_id that the other one has too, 0 to 1.';
comment on column core.reuse.other_containment is 'Runs of 5 words of other_article_id that article_id has too, 0 to 1.';
comment on column core.reuse.shared_word_count is 'Words of article_id in runs of 5 that both have; two Chinese, Japanese or Thai characters are one.';
comment on column core.reuse.original_article_id is 'The one of the two that had the text first; of a shared passage, that is known to have printed it first; of a teaser, the whole article. NULL: nothing says.';
comment on column core.reuse.direction_basis is 'wire (the other one is the agency''s copy), attribution (the other one credits its outlet), published (out before the other one), captured (of versions: captured before), teaser_headline (same outlet and headline) or teaser_beginning (the summary opens the article or its deck); NULL: no original named.';

comment on table core.stories is 'One row per story: an event that articles cover, or what a single article covers.';
comment on column core.stories.story_id is 'Hash of the id of its first article.';
comment on column core.stories.headline is 'Headline of its first article that has one; NULL: none has.';
comment on column core.stories.terms is 'Words that make its articles alike, the strongest first; of a single article its most telling.';
comment on column core.stories.first_published is 'When its first article is known to have been out: end of the publication bracket, or the earliest capture where that is sooner; NULL: all are undated.';
comment on column core.stories.last_published is 'The same of its last one; NULL: all are undated.';
comment on column core.stories.article_count is 'Complete articles.';

comment on table core.story_articles is 'One row per article of a story.';
comment on column core.story_articles.story_id is 'Story.';
comment on column core.story_articles.article_id is 'Article; of one story only.';
comment on column core.story_articles.dated_at is 'When it is known to have been out: the end of its publication bracket, or its earliest capture where that is sooner; NULL: undated, or the bracket is of more than 3 days.';

-- Operations

comment on table ops.runs is 'One row per run that published.';
comment on column ops.runs.run_id is 'Run.';
comment on column ops.runs.started_at is 'When it began.';
comment on column ops.runs.finished_at is 'When the file was ready to be published.';
comment on column ops.runs.rules_version is 'Digest of the code, seeds and libraries that rows of core depend on; a new one cuts every page again.';
comment on column ops.runs.models_version is 'Digest of the marts, checks and comments.';
comment on column ops.runs.is_full_refresh is 'True: every page was cut again.';
comment on column ops.runs.new_page_count is 'Pages not in the warehouse before.';
comment on column ops.runs.recut_page_count is 'Pages already there that were cut again.';
comment on column ops.runs.removed_page_count is 'Pages removed because their source changed.';
comment on column ops.runs.read_file_count is 'Files that were new or changed, and so were read.';
comment on column ops.runs.skipped_file_count is 'Files unchanged, and so not parsed.';
comment on column ops.runs.missing_file_count is 'Files known from earlier runs that are gone; their pages stay.';
comment on column ops.runs.reject_count is 'Rows that the run added to ops.rejects.';
comment on column ops.runs.redescribed_page_count is 'Pages described again as they were cut: another capture, or new rules of describing; NULL: before these were counted.';
comment on column ops.runs.outdated_file_count is 'Files that older rules read and that this run could not read again; NULL: before these were counted.';
comment on column ops.runs.reading_version is 'Digest of the rules of reading files; NULL: before there was one a stage.';
comment on column ops.runs.cut_version is 'Digest of the rules of cutting pages; ids hold while it is the same.';
comment on column ops.runs.describe_version is 'Digest of the rules of describing placements, and of finding attributions and quotations.';
comment on column ops.runs.topics_version is 'Digest of the rules of finding topics, the topics to watch included.';
comment on column ops.runs.compare_version is 'Digest of the rules of comparing articles.';

comment on table ops.files is 'One row per raw file read, as it was last read.';
comment on column ops.files.source is 'Path below the RAW argument.';
comment on column ops.files.folder is 'The RAW argument that it was found below.';
comment on column ops.files.content_hash is 'Hash of its bytes and its manifest row; unchanged means not read again.';
comment on column ops.files.byte_count is 'Bytes on disk.';
comment on column ops.files.encoding is 'Encoding that it was decoded from; NULL: not text, or not decoded.';
comment on column ops.files.page_count is 'Pages that it gave.';
comment on column ops.files.reject_count is 'Rejects that it gave.';
comment on column ops.files.run_id is 'Run that last read it.';
comment on column ops.files.missing_since is 'Start of the first run that no longer found it; NULL: it is there.';
comment on column ops.files.reading_version is 'Digest of the rules by which it was read; NULL: before there was one.';

comment on table ops.rejects is 'One row per file, row or field that could not be read.';
comment on column ops.rejects.source is 'Path below the RAW argument, #row from 1 for files of rows.';
comment on column ops.rejects.reason is 'Why, in a few words that can be counted: empty, binary, no text field.';
comment on column ops.rejects.detail is 'What exactly was found.';
comment on column ops.rejects.run_id is 'Run that found it.';

comment on table ops.checks is 'One row per run and check.';
comment on column ops.checks.check_name is 'The sentence that should be true: a file in sql/checks.';
comment on column ops.checks.severity is 'fail (such a run is not published) or warn.';
comment on column ops.checks.failed_rows is 'Rows that should not exist; 0: the sentence is true.';
comment on column ops.checks.run_id is 'Run.';

comment on table ops.article_changes is 'One row per placement whose article changed its id under new rules.';
comment on column ops.article_changes.run_id is 'Run that brought the new rules.';
comment on column ops.article_changes.page_id is 'Page.';
comment on column ops.article_changes.placement_no is 'Placement on the page.';
comment on column ops.article_changes.old_article_id is 'Article before; NULL: there was no such placement.';
comment on column ops.article_changes.new_article_id is 'Article now; NULL: there is no such placement any more.';

comment on table ops.story_changes is 'One row per story id that a run did away with.';
comment on column ops.story_changes.run_id is 'Run.';
comment on column ops.story_changes.old_story_id is 'Story before the run.';
comment on column ops.story_changes.new_story_id is 'Story that has most of its articles now; NULL: they are gone.';

-- Marts

comment on table marts.outlets is 'One row per outlet that occurs, as an article''s outlet or as host of a page. Article counts are of complete articles.';
comment on column marts.outlets.outlet_id is 'Outlet; NULL: articles and pages whose outlet is unknown.';
comment on column marts.outlets.name is 'Name; NULL: outlet unknown.';
comment on column marts.outlets.kind is 'publisher, wire or aggregator; NULL: outlet unknown.';
comment on column marts.outlets.country_code is 'ISO 3166-1 alpha-2; NULL: unknown.';
comment on column marts.outlets.domain is 'Registrable domain; NULL: unknown.';
comment on column marts.outlets.page_count is 'Pages that it hosts.';
comment on column marts.outlets.article_count is 'Its own complete articles, wherever they stand.';
comment on column marts.outlets.word_count is 'Words of its own complete articles.';
comment on column marts.outlets.teaser_count is 'Its own articles known by teasers only.';
comment on column marts.outlets.carried_article_count is 'Complete articles on its pages that are not its own; NULL: outlet unknown.';
comment on column marts.outlets.topic_count is 'Topics assigned to its own complete articles, all schemes and levels.';
comment on column marts.outlets.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.outlets.original_word_count is 'Words of them.';
comment on column marts.outlets.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: no articles.';
comment on column marts.outlets.first_published_day is 'Earliest publication day of its own complete articles; NULL: none is dated to the day.';
comment on column marts.outlets.last_published_day is 'Latest publication day of its own complete articles; NULL: none is dated to the day.';

comment on table marts.topics is 'One row per topic assigned to an article. Articles count once for each of their topics: choose a scheme and level before adding up.';
comment on column marts.topics.topic_id is 'Topic; NULL: articles with no topic assigned.';
comment on column marts.topics.parent_topic_id is 'The broader topic; NULL: a top topic, or no topic.';
comment on column marts.topics.name is 'English name; NULL: no topic.';
comment on column marts.topics.scheme is 'iptc or watch; NULL: no topic.';
comment on column marts.topics.level is 'Depth in its scheme, 1 for a top topic; NULL: no topic.';
comment on column marts.topics.article_count is 'Complete articles.';
comment on column marts.topics.word_count is 'Words of complete articles.';
comment on column marts.topics.teaser_count is 'Articles known by teasers only.';
comment on column marts.topics.carried_article_count is 'Complete articles, of article_count, that an outlet carries which is not their own.';
comment on column marts.topics.outlet_count is 'Known outlets with a complete article of their own on it.';
comment on column marts.topics.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.topics.original_word_count is 'Words of them.';
comment on column marts.topics.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: no articles.';
comment on column marts.topics.first_published_day is 'Earliest publication day of the complete articles; NULL: none is dated to the day.';
comment on column marts.topics.last_published_day is 'Latest publication day of the complete articles; NULL: none is dated to the day.';

comment on table marts.outlet_topics is 'One row per outlet and topic assigned to articles of its own, or that it carries. Choose a scheme and level before adding up.';
comment on column marts.outlet_topics.outlet_id is 'Outlet; NULL: unknown.';
comment on column marts.outlet_topics.topic_id is 'Topic; NULL: articles with no topic assigned.';
comment on column marts.outlet_topics.outlet_name is 'Name of the outlet; NULL: unknown.';
comment on column marts.outlet_topics.topic_name is 'Name of the topic; NULL: no topic.';
comment on column marts.outlet_topics.scheme is 'iptc or watch; NULL: no topic.';
comment on column marts.outlet_topics.level is 'Depth in its scheme, 1 for a top topic; NULL: no topic.';
comment on column marts.outlet_topics.article_count is 'The outlet''s own complete articles on the topic.';
comment on column marts.outlet_topics.word_count is 'Words of them.';
comment on column marts.outlet_topics.teaser_count is 'The outlet''s own articles on the topic known by teasers only.';
comment on column marts.outlet_topics.carried_article_count is 'Complete articles on the topic that stand on the outlet''s pages and are not its own; NULL: outlet unknown.';
comment on column marts.outlet_topics.outlet_article_count is 'All the outlet''s own complete articles, on any topic or none.';
comment on column marts.outlet_topics.article_share is 'article_count of outlet_article_count, 0 to 1; NULL: it has none of its own.';
comment on column marts.outlet_topics.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.outlet_topics.original_word_count is 'Words of them.';
comment on column marts.outlet_topics.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: no articles.';

comment on table marts.outlet_days is 'One row per outlet and UTC day on which articles of its own, or that it carries, came out.';
comment on column marts.outlet_days.outlet_id is 'Outlet; NULL: unknown.';
comment on column marts.outlet_days.day is 'UTC day of the last moment of the publication bracket, as printed where the zone is not; NULL: not known to the day.';
comment on column marts.outlet_days.outlet_name is 'Name of the outlet; NULL: unknown.';
comment on column marts.outlet_days.article_count is 'The outlet''s own complete articles.';
comment on column marts.outlet_days.word_count is 'Words of them.';
comment on column marts.outlet_days.teaser_count is 'The outlet''s own articles known by teasers only.';
comment on column marts.outlet_days.carried_article_count is 'Complete articles on the outlet''s pages that are not its own; NULL: outlet unknown.';
comment on column marts.outlet_days.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.outlet_days.original_word_count is 'Words of them.';
comment on column marts.outlet_days.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: no articles.';

comment on table marts.topic_days is 'One row per topic and UTC day on which articles to which it is assigned came out. Choose a scheme and level before adding up.';
comment on column marts.topic_days.topic_id is 'Topic; NULL: articles with no topic assigned.';
comment on column marts.topic_days.day is 'UTC day of the last moment of the publication bracket, as printed where the zone is not; NULL: not known to the day.';
comment on column marts.topic_days.topic_name is 'Name of the topic; NULL: no topic.';
comment on column marts.topic_days.scheme is 'iptc or watch; NULL: no topic.';
comment on column marts.topic_days.level is 'Depth in its scheme, 1 for a top topic; NULL: no topic.';
comment on column marts.topic_days.article_count is 'Complete articles.';
comment on column marts.topic_days.word_count is 'Words of complete articles.';
comment on column marts.topic_days.teaser_count is 'Articles known by teasers only.';
comment on column marts.topic_days.carried_article_count is 'Complete articles, of article_count, that an outlet carries which is not their own.';
comment on column marts.topic_days.outlet_count is 'Known outlets with a complete article of their own on it that day.';
comment on column marts.topic_days.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.topic_days.original_word_count is 'Words of them.';
comment on column marts.topic_days.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: no articles.';

comment on table marts.carried_articles is 'One row per outlet and article on its pages that is not its own: of another outlet, or of an unknown one and embedded or on an aggregator.';
comment on column marts.carried_articles.outlet_id is 'Outlet whose pages the article stands on.';
comment on column marts.carried_articles.article_id is 'Article, complete or teaser.';
comment on column marts.carried_articles.article_outlet_id is 'Outlet whose article it is; NULL: unknown.';
comment on column marts.carried_articles.word_count is 'Words of the article''s body.';
comment on column marts.carried_articles.page_count is 'Pages of the outlet that it stands on.';
comment on column marts.carried_articles.first_captured_at is 'Earliest known capture of those pages; NULL: none known.';
comment on column marts.carried_articles.last_captured_at is 'Latest known capture of those pages; NULL: none known.';
comment on column marts.carried_articles.is_complete is 'True: the whole text is known. False: only teasers of it.';

comment on table marts.original_articles is 'One row per complete article that counts as its outlet''s own work: no agency''s copy under another name, no duplicate, of versions the first.';
comment on column marts.original_articles.article_id is 'Article.';
comment on column marts.original_articles.outlet_id is 'Outlet whose article it is; NULL: unknown.';
comment on column marts.original_articles.word_count is 'Words of its body.';

comment on table marts.outlet_reuse is 'One row per outlet and other outlet whose text its complete articles share; each pair of outlets stands both ways round.';
comment on column marts.outlet_reuse.outlet_id is 'Outlet whose articles are counted; NULL: unknown.';
comment on column marts.outlet_reuse.other_outlet_id is 'Outlet with which they share text; NULL: unknown.';
comment on column marts.outlet_reuse.outlet_name is 'Name of the outlet; NULL: unknown.';
comment on column marts.outlet_reuse.other_outlet_name is 'Name of the other outlet; NULL: unknown.';
comment on column marts.outlet_reuse.duplicate_count is 'Articles of the outlet with the same text as an article of the other one.';
comment on column marts.outlet_reuse.carried_duplicate_count is 'Of duplicate_count, those whose original is the other outlet''s.';
comment on column marts.outlet_reuse.supplied_duplicate_count is 'Of duplicate_count, those that are the original.';
comment on column marts.outlet_reuse.passage_count is 'Other articles of the outlet that share a passage with an article of the other one.';
comment on column marts.outlet_reuse.carried_passage_count is 'Of passage_count, those whose passage the other outlet is known to have printed first.';
comment on column marts.outlet_reuse.supplied_passage_count is 'Of passage_count, those that are known to have printed it first.';
comment on column marts.outlet_reuse.wire_copy_count is 'Articles of the outlet marked as copy of the other one, an agency.';
comment on column marts.outlet_reuse.shared_word_count is 'Words shared, of each article those of the pair that shares most.';
comment on column marts.outlet_reuse.outlet_article_count is 'All the outlet''s own complete articles.';
comment on column marts.outlet_reuse.duplicate_share is 'duplicate_count of outlet_article_count, 0 to 1; NULL: it has none of its own.';

comment on table marts.aggregator_outlets is 'One row per aggregator and outlet whose articles stand on its pages.';
comment on column marts.aggregator_outlets.aggregator_outlet_id is 'Aggregator: host of the pages.';
comment on column marts.aggregator_outlets.outlet_id is 'Outlet whose articles they are; NULL: unknown.';
comment on column marts.aggregator_outlets.aggregator_name is 'Name of the aggregator.';
comment on column marts.aggregator_outlets.outlet_name is 'Name of the outlet; NULL: unknown.';
comment on column marts.aggregator_outlets.article_count is 'Complete articles of the outlet on the aggregator''s pages.';
comment on column marts.aggregator_outlets.word_count is 'Words of them.';
comment on column marts.aggregator_outlets.teaser_count is 'Articles of the outlet there, known by teasers only.';
comment on column marts.aggregator_outlets.page_count is 'Pages of the aggregator with an article or teaser of the outlet.';
comment on column marts.aggregator_outlets.aggregator_article_count is 'Complete articles of all other outlets on the aggregator''s pages.';
comment on column marts.aggregator_outlets.aggregator_word_count is 'Words of them.';
comment on column marts.aggregator_outlets.article_share is 'article_count of aggregator_article_count, 0 to 1; NULL: teasers only.';
comment on column marts.aggregator_outlets.word_share is 'word_count of aggregator_word_count, 0 to 1; NULL: no words.';
comment on column marts.aggregator_outlets.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.aggregator_outlets.original_word_count is 'Words of them.';
comment on column marts.aggregator_outlets.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: no articles.';
comment on column marts.aggregator_outlets.first_captured_at is 'Earliest known capture of those pages; NULL: none known.';
comment on column marts.aggregator_outlets.last_captured_at is 'Latest known capture of those pages; NULL: none known.';

comment on table marts.boilerplate is 'One row per line that repeats on an outlet''s pages: menus, notices, appeals.';
comment on column marts.boilerplate.host_outlet_id is 'Outlet whose pages print it; NULL: unknown.';
comment on column marts.boilerplate.line is 'The line, without the white space around it.';
comment on column marts.boilerplate.text_count is 'Distinct texts of pages that hold the line: 3 or more.';
comment on column marts.boilerplate.body_text_count is 'Of these, texts where it stands in the body of an article.';
comment on column marts.boilerplate.char_count is 'Unicode characters of the line.';
comment on table marts.unknown_labels is 'One row per outlet label that seeds/ does not know, most frequent first: the next rows for seeds/outlet_aliases.csv.';
comment on column marts.unknown_labels.outlet_label is 'Label as the page prints it.';
comment on column marts.unknown_labels.example_page_id is 'A page that prints it: the first by page_id.';
comment on column marts.unknown_labels.placement_count is 'Placements with the label, of all roles.';
comment on column marts.unknown_labels.article_count is 'Articles of those placements.';
comment on column marts.unknown_labels.page_count is 'Pages that print it.';

comment on table marts.stories is 'One row per story that two outlets or more covered in complete articles.';
comment on column marts.stories.story_id is 'Story.';
comment on column marts.stories.headline is 'Headline of its first article that has one; NULL: none has.';
comment on column marts.stories.terms is 'Words that make its articles alike, the strongest first.';
comment on column marts.stories.first_outlet_id is 'Outlet of the article known first; NULL: outlet unknown, several at once, or all are undated.';
comment on column marts.stories.outlet_count is 'Known outlets with a complete article.';
comment on column marts.stories.language_count is 'Known languages of the complete articles.';
comment on column marts.stories.article_count is 'Complete articles.';
comment on column marts.stories.word_count is 'Words of them.';
comment on column marts.stories.teaser_count is 'Articles of the story known by teasers only.';
comment on column marts.stories.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.stories.original_word_count is 'Words of them.';
comment on column marts.stories.syndication_share is 'Share of article_count that is not original, 0 to 1.';
comment on column marts.stories.first_known_at is 'When the first article is known to have been out; NULL: all are undated.';
comment on column marts.stories.last_known_at is 'The same of the last one; NULL: all are undated.';

comment on table marts.story_outlets is 'One row per story and outlet that covered it.';
comment on column marts.story_outlets.story_id is 'Story.';
comment on column marts.story_outlets.outlet_id is 'Outlet of the articles; NULL: unknown.';
comment on column marts.story_outlets.outlet_name is 'Name of the outlet; NULL: unknown.';
comment on column marts.story_outlets.first_article_id is 'The outlet''s first known complete article of it; NULL: teasers only.';
comment on column marts.story_outlets.article_count is 'The outlet''s complete articles of it.';
comment on column marts.story_outlets.word_count is 'Words of them.';
comment on column marts.story_outlets.teaser_count is 'The outlet''s articles of it known by teasers only.';
comment on column marts.story_outlets.original_article_count is 'Of article_count, those in marts.original_articles: without duplicates, later versions, and agencies'' copy under another name.';
comment on column marts.story_outlets.original_word_count is 'Words of them: the outlet''s own.';
comment on column marts.story_outlets.syndication_share is 'Share of article_count that is not original, 0 to 1; NULL: teasers only.';
comment on column marts.story_outlets.first_known_at is 'When first_article_id is known to have been out; NULL: undated.';
comment on column marts.story_outlets.hours_after_first is 'Hours from the story''s first known article to first_known_at; NULL: undated.';
comment on column marts.story_outlets.is_first is 'True: no outlet is known to have had it earlier, so several may be first; NULL: undated.';

comment on table marts.coverage_gaps is 'One row per story of two outlets or more and publisher that did not cover it while it published.';
comment on column marts.coverage_gaps.story_id is 'Story.';
comment on column marts.coverage_gaps.outlet_id is 'Publisher without an article or teaser of it.';
comment on column marts.coverage_gaps.outlet_name is 'Name of the outlet.';
comment on column marts.coverage_gaps.headline is 'Headline of the story; NULL: none.';
comment on column marts.coverage_gaps.covering_outlet_count is 'Publishers in its languages that covered it.';
comment on column marts.coverage_gaps.peer_outlet_count is 'Publishers with a complete article in one of its languages while it ran, this one included.';
comment on column marts.coverage_gaps.covering_share is 'covering_outlet_count of peer_outlet_count, 0 to 1.';
comment on column marts.coverage_gaps.outlet_article_count is 'Complete articles of the outlet in those languages, from the day of the story''s first article to the day after its last.';
comment on column marts.coverage_gaps.first_known_at is 'When the first article of the story is known to have been out.';
comment on column marts.coverage_gaps.last_known_at is 'The same of the last one.';

comment on table marts.quotation_families is 'One row per family of quotations and outlet that carried it, in its own complete articles.';
comment on column marts.quotation_families.quotation_family_id is 'Family: the same words in two articles or more.';
comment on column marts.quotation_families.outlet_id is 'Outlet whose articles quote it; NULL: unknown.';
comment on column marts.quotation_families.outlet_name is 'Name of the outlet; NULL: unknown.';
comment on column marts.quotation_families.speaker is 'Speaker that most articles of the family name; NULL: none does.';
comment on column marts.quotation_families.wording is 'Longest wording that the outlet printed.';
comment on column marts.quotation_families.family_wording is 'Longest wording that any outlet printed.';
comment on column marts.quotation_families.first_article_id is 'The outlet''s first known article with it.';
comment on column marts.quotation_families.article_count is 'The outlet''s complete articles with it.';
comment on column marts.quotation_families.quotation_count is 'Quotations of the family in them; a quotation cut in two counts twice.';
comment on column marts.quotation_families.word_count is 'Words of wording.';
comment on column marts.quotation_families.family_word_count is 'Words of family_wording.';
comment on column marts.quotation_families.word_share is 'word_count of family_word_count, 0 to 1; NULL: no words.';
comment on column marts.quotation_families.outlet_count is 'Known outlets that carried the family.';
comment on column marts.quotation_families.first_known_at is 'When the outlet is known to have carried it: end of the publication bracket, or the earliest capture where that is sooner; NULL: neither is known.';
comment on column marts.quotation_families.hours_after_first is 'Hours from the first known appearance anywhere to first_known_at; NULL: unknown.';
comment on column marts.quotation_families.is_first is 'True: no outlet is known to have carried it earlier; NULL: unknown.';

comment on table marts.page_quality is 'One row per page: how it was cut, and how much of it is an article''s.';
comment on column marts.page_quality.page_id is 'Page.';
comment on column marts.page_quality.text_id is 'Text of the page.';
comment on column marts.page_quality.host_outlet_id is 'Outlet whose page it is; NULL: unknown.';
comment on column marts.page_quality.source is 'Raw file, #row from 1 for files of rows.';
comment on column marts.page_quality.captured_basis is 'metadata, assumed_utc or inferred; NULL: capture unknown.';
comment on column marts.page_quality.language_code is 'ISO 639-1 code of its lead, or of its longest article where it has no lead; NULL: too little text, or unsure.';
comment on column marts.page_quality.char_count is 'Unicode characters of the page.';
comment on column marts.page_quality.segment_count is 'Segments.';
comment on column marts.page_quality.placement_count is 'Placements of all roles.';
comment on column marts.page_quality.lead_count is 'Placements of role lead: 0 or 1.';
comment on column marts.page_quality.embedded_count is 'Placements of role embedded.';
comment on column marts.page_quality.teaser_count is 'Placements of role teaser.';
comment on column marts.page_quality.article_char_count is 'Characters in segments that belong to a placement.';
comment on column marts.page_quality.body_char_count is 'Characters in body segments (is_body of core.segment_kinds) that belong to a placement.';
comment on column marts.page_quality.furniture_char_count is 'Characters in segments that belong to no placement.';
comment on column marts.page_quality.other_char_count is 'Characters in segments of kind other.';
comment on column marts.page_quality.body_share is 'body_char_count of char_count, 0 to 1; NULL: an empty page.';
comment on column marts.page_quality.other_share is 'other_char_count of char_count, 0 to 1; NULL: an empty page.';
comment on column marts.page_quality.has_lead is 'True: the page has an article of its own.';
comment on column marts.page_quality.is_text_repeated is 'True: other pages have the same text.';
