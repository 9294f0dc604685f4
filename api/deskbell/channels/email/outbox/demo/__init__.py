"""The demonstration's inbox: mails that no server was there for, as their readers get them."""
