"""Uploaded files: first uploaded, then named by a message (house.md section 7)."""
