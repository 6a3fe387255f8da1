"""The import of a legacy catalogue, part by part, all in one transaction; see `workflows.import_legacy`."""
