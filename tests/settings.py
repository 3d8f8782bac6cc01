"""The settings under test: no `.env`, plain static files, fast hashes."""

import os

os.environ["COPAPERU_ENV"] = "test"

from copaperu.settings import *  # noqa: F403 - the line above has to come first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
