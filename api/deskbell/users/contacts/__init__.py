"""How a person is reached: several addresses and numbers, each verified by itself."""
