"""API keys, and the service accounts that own some: how programs come in (domain.md section 4)."""
