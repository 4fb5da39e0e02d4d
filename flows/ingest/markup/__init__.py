"""HTML to a page: all the text that it shows, and what only the HTML knows of it."""
