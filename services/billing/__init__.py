"""Billing: invoices, what was paid of them, and money in trust."""
