"""`python -m bangfu.config.cli` is the same as `bangfu`."""

from __future__ import annotations

import sys

from bangfu.config.cli.main import main

sys.exit(main())
