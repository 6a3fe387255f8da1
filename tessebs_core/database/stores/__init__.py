"""Questions and changes, each given a session; none of them commits."""
