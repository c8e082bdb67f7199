"""Request in, one question or one act, answer out."""
