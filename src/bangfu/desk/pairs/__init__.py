"""Screen 7: two entries side by side, and one question: is it the same person?

The register finds the pairs and keeps what was decided (`registry.actions.pairs`); the page words
what is alike, what differs and what a merge would do.
"""
