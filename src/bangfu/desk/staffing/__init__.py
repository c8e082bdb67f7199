"""The office's staff from a sheet: upload, check, open, and the slips with first passwords."""
