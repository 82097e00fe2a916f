"""What can be wrong with the directory."""


class DirectoryError(Exception):
    """A file or database of the directory cannot be used; the text names it and the mend."""
