"""Why an import cannot begin."""


class CannotImport(Exception):
    """The file, its mapping or a name is wrong; `str()` is one sentence that says which and what to do."""
