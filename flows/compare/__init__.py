"""Compare articles: which words they quote, whose, and who else prints them."""
