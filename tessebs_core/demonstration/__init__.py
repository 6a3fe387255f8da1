"""A simulated sky with known truth, and the archive that serves it."""
