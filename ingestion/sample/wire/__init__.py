"""Writers of the sample company's files, one module per format. What happened is in `activity`."""
