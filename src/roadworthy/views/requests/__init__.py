"""What a client may send and what becomes of it: limits, uploads, ways into queries and markup."""
