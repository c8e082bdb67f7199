"""The auditor's pages: the trail, one entry, and checking the chain.

They stand at the desk because a page needs the gate of `offices`, which the trail lies below; the
routes keep the name `audit`. Nothing here opens the register: a subject is a kind and an id.
"""
