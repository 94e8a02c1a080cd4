"""``python -m ui`` is ``detente``."""

from ui.cli import main

main()
