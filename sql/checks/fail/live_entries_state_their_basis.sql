-- When an entry was written is known with its basis and precision, or not at all.

select page_id, entry_no, published_earliest, published_latest, published_basis
from core.live_entries
where (published_basis is null) <> (published_latest is null)
    or (published_basis is null) <> (published_earliest is null)
    or (published_basis is null) <> (published_precision is null)
    or published_earliest >= published_latest
