"""Inspectors: who sends them, what was drawn for them, and the evidence they take along.

The security administrator sends (he sees no family), the draw is the database's, the inspector
reads masked what his commission names and shows whole numbers of his sample only.
"""
