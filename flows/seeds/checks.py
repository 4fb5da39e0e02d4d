"""Hold the rows of seeds against their tables: fields, keys, references, rules."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain, islice

from flows.seeds.rows import Rows, SeedBroken, show
from flows.seeds.rules import Fault, Tables
from flows.seeds.tables import TABLES, Column, Table

MOST_FAULTS = 10  # that are told at once


def check_file(table: Table, rows: Rows) -> None:
    """Raise SeedBroken for the rows of a file whose fields are wrong, or that repeat one."""
    wrong = sorted(find_wrong_fields(table, rows), key=lambda fault: fault.row.place.line)
    raise_faults(wrong or list(find_repeated(table, rows)))


def check_tables(tables: Tables) -> None:
    """Raise SeedBroken for the rows of a table that refer to nothing, or for the first one that
    breaks a rule: a rule counts on those before it, and on its own rows above.
    """
    for name in sorted(TABLES, key=refers_to_others):
        raise_faults(list(find_dangling(name, tables)))
        rules = (rule(tables) for rule in TABLES[name].rules)
        raise_faults(list(islice(chain.from_iterable(rules), 1)))


def refers_to_others(name: str) -> bool:
    """So a table comes behind those that it refers to: what they lack is told of them first."""
    return any({*column.refers_to} - {name} for column in TABLES[name].columns.values())


def raise_faults(faults: list[Fault]) -> None:
    """Raise SeedBroken where there are any: a line for each row, of the first MOST_FAULTS rows."""
    if not faults:
        return
    by_row = {fault.row.place: fault.text for fault in reversed(faults)}  # the first of each row
    told = [f"{place}: {text}" for place, text in reversed(by_row.items())]
    more = [f"and {len(told) - MOST_FAULTS} more"] if len(told) > MOST_FAULTS else []
    raise SeedBroken(*told[:MOST_FAULTS], *more)


def find_wrong_fields(table: Table, rows: Rows) -> Iterator[Fault]:
    """The rows of each column that hold what it may not."""
    for name, column in table.columns.items():
        fields = rows.columns[name]
        wrong = {value: text for value in set(fields) if (text := find_fault(column, value))}
        for number, field in enumerate(fields) if wrong else ():
            if field in wrong:
                yield Fault(rows.find_row(number), f"{name} {wrong[field]}")


def find_fault(column: Column, value: str) -> str | None:
    content = column.content
    if not value.strip():
        if column.is_required:
            return f"is empty; {content.advice}"
        if not value or content.is_spaced_freely:
            return None
    if len(value) > content.longest:
        return f"has {len(value):,} characters; write {content.longest:,} at most"
    single_spaced = " ".join(value.split())
    if value != single_spaced and not content.is_spaced_freely:
        return f"{show(value)} has too much white space; write {show(single_spaced)}"
    if not content.is_right(value):
        return f"{show(value)} {content.fault}; {content.advice}"
    return None


def find_repeated(table: Table, rows: Rows) -> Iterator[Fault]:
    """Rows of one file that share what only one may have."""
    columns = table.unique or table.key
    first_numbers: dict[tuple[str, ...], int] = {}
    for number, key in enumerate(make_keys(table, rows, columns)):
        first = first_numbers.setdefault(key, number)
        if first != number:
            row = rows.find_row(number)
            shown = ", ".join(f"{name} {show(row.fields[name])}" for name in columns)
            line = rows.lines[first]
            yield Fault(row, f"{shown} stands in row {line} too; drop one of the two rows")


def make_keys(table: Table, rows: Rows, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Some fields of each row, as they are compared."""
    return zip(*(fold_fields(table, rows, name) for name in columns), strict=True)


def fold_fields(table: Table, rows: Rows, name: str) -> Iterable[str]:
    fold, fields = table.columns[name].fold, rows.columns[name]
    return map(fold, fields) if fold else fields


def find_dangling(name: str, tables: Tables) -> Iterator[Fault]:
    """Rows of a table that refer to a row that no table has."""
    for column_name, column in TABLES[name].columns.items():
        if column.refers_to:
            known = set(
                chain.from_iterable(find_keys(target, tables) for target in column.refers_to)
            )
            files = " or ".join(f"{target}.csv" for target in column.refers_to)
            for number, field in enumerate(tables[name].columns[column_name]):
                if field and field not in known:
                    near = suggest(field, known)
                    yield Fault(
                        tables[name].find_row(number),
                        f"{column_name} {show(field)} is not in {files}; add it there or write "
                        + (f"{near}" if near else "another"),
                    )


def find_keys(name: str, tables: Tables) -> Iterable[str]:
    """What others refer to: the first column of a table's key, as it is compared."""
    return fold_fields(TABLES[name], tables[name], TABLES[name].key[0])


def suggest(name: str, known: Iterable[str]) -> str:
    """The known names that are spelled much like one.

    >>> suggest("outlet.csv", ["outlets.csv", "months.csv"])
    'outlets.csv'
    """
    return " or ".join(get_close_matches(name, sorted(known), n=3, cutoff=0.7))
