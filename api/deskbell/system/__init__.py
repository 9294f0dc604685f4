"""How the helpdesk itself fares: versions, queues, lags and room on disk, for its admins."""
