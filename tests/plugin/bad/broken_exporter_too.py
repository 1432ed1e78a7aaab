"""An exporter that lacks what every exporter has."""

object = "nothing"  # noqa: A001
