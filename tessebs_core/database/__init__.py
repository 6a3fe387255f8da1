"""Tables, stores and migrations; transactions are opened by the workflows."""
