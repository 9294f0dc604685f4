"""The groups themselves: which there are, what they grant, how many are in them."""
