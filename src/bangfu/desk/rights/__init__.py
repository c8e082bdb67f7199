"""The rights of people at the desk: who looked, what they ask, what is kept how long, erasure."""
