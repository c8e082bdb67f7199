"""How much of a file is read. A town's roster of 50,000 people is about 40 MB unpacked."""

MIB = 1024 * 1024

MAX_FILE_BYTES = 64 * MIB
"""Of the file as sent."""
MAX_TEXT_BYTES = 32 * MIB
"""Of a text file, whose cells all become objects at once."""
MAX_PARTS = 2_000
"""Entries of a .xlsx's zip directory."""
MAX_PART_BYTES = 128 * MIB
"""One unpacked part; a sheet of 200 MB is refused before a reader sees it."""
MAX_UNPACKED_BYTES = 256 * MIB
MAX_RATIO = 200
"""Unpacked to packed, for parts above RATIO_FROM_BYTES; honest sheets stay below 60."""
RATIO_FROM_BYTES = 4 * MIB

MAX_SHEETS = 100
MAX_ROWS = 300_000
MAX_COLUMNS = 1_000
MAX_CELLS = 5_000_000
"""Rows times columns of a sheet's used area: the reader underneath keeps it whole in memory."""
MANY_COLUMNS = 100
"""From here a finding says that the sheet is uncommonly wide."""

MAX_MARKS = 1_000
"""Formula and error cells named one by one in a sheet."""
MAX_HEADER_SEARCH = 60
"""Rows looked at for the first header of a sheet."""
MAX_FAMILY_PARTS = 60
"""People read out of one cell."""
