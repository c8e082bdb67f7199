"""Request in, one act of the register, answer out."""
