"""What can be done to webhooks and deliveries, one verb a module."""
