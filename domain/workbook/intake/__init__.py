"""A file as hubs have it becomes a checked preview: read, matched, cleaned, held against others; nothing stored."""
