"""Request in, one domain call, answer out."""
