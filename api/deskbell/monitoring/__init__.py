"""What an operator's monitoring reads: how the installation is, in numbers."""
