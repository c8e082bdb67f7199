"""Standards at work: asked of the register, tried out, changed and published."""
