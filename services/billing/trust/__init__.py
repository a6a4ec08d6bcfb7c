"""Money that the firm holds for clients: their ledgers, and what it asks to be put there."""
