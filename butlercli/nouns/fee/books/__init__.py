"""The books for a second ledger, and the comparison with finance."""
