#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from config import embedded

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_URL_FILE"):
        try:
            embedded.start_postgres()
        except embedded.CannotStart as error:
            sys.exit(str(error))
    execute_from_command_line(sys.argv)
