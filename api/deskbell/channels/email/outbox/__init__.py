"""Mail that goes out: ordered once, fixed before the first attempt, and never forgotten."""
