"""The pages on which a family's changes are told to the register, and taken back.

Each page is one act of `registry.actions.changes` with a short form. They stand at the desk because
a page needs the gate and the clock; nothing here decides what the register allows.
"""
