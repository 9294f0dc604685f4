"""Finding people: by what they are called, by the groups and the organizations that they are in."""
