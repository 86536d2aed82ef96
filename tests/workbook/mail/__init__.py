"""Mail that really leaves, to a server on loopback."""
