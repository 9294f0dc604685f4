"""Reports: figures over what their reader may see; they compose what the domains offer and own no table."""
