"""What happens where something fails: catches, waits, retries, the end of a process."""
