"""The process of the apps' server: ``python -m tessebs_widgets.serving``, in a folder filled for it."""

import sys
from importlib import import_module


def main() -> None:
    """Serve, without what takes half of the time until the first page could be answered.

    Jupyter's library for event logs checks its schemas by jsonschema, which for IRIs imports a grammar that
    is compiled anew in every process, for 1.6 s. No schema of a Jupyter server has an IRI, and jsonschema
    goes without the check where that package is missing: in this process it is.
    """
    sys.modules.update({"rfc3987_syntax": None})  # type: ignore[dict-item]  # importing it is an ImportError
    import_module("tessebs_widgets.serving.watched_voila").main()


if __name__ == "__main__":
    main()
