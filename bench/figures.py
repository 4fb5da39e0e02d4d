"""Tables of figures, as they are printed."""

WIDTHS = 24, 16  # of a row's name, of a figure


def print_heading(name: str, *columns: str, widths: tuple[int, int] = WIDTHS) -> None:
    """A blank line, and the first row of a table."""
    print()
    print_row(name, *columns, widths=widths)


def print_row(name: str, *figures: str, widths: tuple[int, int] = WIDTHS) -> None:
    of_name, of_figure = widths
    print(f"{name:<{of_name}}" + "".join(f"{one:>{of_figure}}" for one in figures), flush=True)
