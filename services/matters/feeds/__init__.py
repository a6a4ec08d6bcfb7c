"""An account's appointments under an address that only its owner and their calendar know."""
