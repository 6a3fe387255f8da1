"""What a person asks for, as verbs; the only code that opens transactions."""
