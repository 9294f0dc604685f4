"""What a domain has to publish so that receivers believe its mail: SPF, DKIM and DMARC, explained."""
