"""The mails that we send: their texts, their headers, their parts, their signature."""
