"""The exam room on both engines."""
