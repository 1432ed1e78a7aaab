"""An exporter that cannot be loaded: the library that it needs is not there."""

import a_library_that_is_not_there  # noqa: F401
