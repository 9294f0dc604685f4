"""What a helpdesk publishes: articles today, guides, news and the rest later."""
