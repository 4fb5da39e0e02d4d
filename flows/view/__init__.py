"""What people see: each module reads the published file and nothing else."""
