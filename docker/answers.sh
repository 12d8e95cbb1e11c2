#!/bin/sh
# Succeed if an address answers: the image holds Python, but no curl.
exec python -c '
import sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(sys.argv[1], timeout=4)
except (OSError, urllib.error.HTTPError) as error:
    sys.exit(str(error))
' "$1"
