"""Groups of agents and what single agents hold, over the API."""
