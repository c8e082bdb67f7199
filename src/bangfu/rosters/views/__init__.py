"""Request in, one act or one question, answer out."""
