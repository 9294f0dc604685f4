"""Mail that comes in: stored before it is acknowledged, judged, threaded, and made visible exactly once."""
