"""What waits for whom: one rule, for the e-mails about it and for the list that shows it."""
