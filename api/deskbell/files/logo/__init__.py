"""The picture in the head of each page: the one file that everyone may see."""
