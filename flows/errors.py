"""Errors that the user can mend. Only these are told as one line; anything else is a bug."""


class CopydeskError(Exception):
    """Something that the user can mend: the message says what is wrong, where, and what to do."""


class Unusable(CopydeskError):
    """Arguments that cannot be used; the command ends with status 2."""
