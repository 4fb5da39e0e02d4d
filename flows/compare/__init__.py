"""Compare articles."""
