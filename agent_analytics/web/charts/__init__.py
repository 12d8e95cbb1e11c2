"""Charts as geometry: values become positions, and positions a picture, on a page or on its own."""
