"""Does what takes long for the files service: looks at bytes, copies, converts, packs."""
