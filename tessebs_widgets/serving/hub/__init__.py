"""JupyterHub's side: what it tells a server that it starts, and what it hears from it."""
