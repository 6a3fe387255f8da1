"""Files that leave the project, and the syndicated file of a target."""
