"""Copydesk: saved news pages in, a warehouse of articles out."""
