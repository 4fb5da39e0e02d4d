"""What one line of a page says: dates, clock times and ages, bylines."""
