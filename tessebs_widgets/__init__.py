"""Screens of tessEBs for JupyterLab and Voilà."""
