"""`copydesk dashboard`: a site that shows the published file, from any number to its characters."""
