"""The e-mails that Redwell sends, one module each: from what is known to subject, text and HTML."""
