"""What filters share that look at languages other than English."""
