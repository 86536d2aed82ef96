"""Keys: which key does what where, and how a key map of one's own is checked."""
