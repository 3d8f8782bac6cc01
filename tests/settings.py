"""The settings under test: no `.env`, plain static files, fast hashes."""

import os
from zlib import crc32

os.environ["COPAPERU_ENV"] = "test"

from copaperu.settings import *  # noqa: F403 - the line above has to come first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":  # noqa: F405
    # Two checkouts may be tested at the same time on one server.
    DATABASES["default"]["TEST"] = {  # noqa: F405
        "NAME": f"test_copaperu_{crc32(str(BASE_DIR).encode()):08x}"  # noqa: F405
    }
