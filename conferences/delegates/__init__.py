"""Who comes from which branch: entitlement, registration, seats, and what is reported of them."""
