"""Mail, both ways: who wrote, where it belongs, what we answer and how it is sent."""
