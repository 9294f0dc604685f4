"""Mail in and out while everything that can fail does: `make test-faults`."""
