"""Read HTML from stdin with html5lib, strictly as the standard says; print its words."""

import json
import sys

import html5lib

strict = html5lib.HTMLParser(strict="--fragment" not in sys.argv)
page = strict.parse(sys.stdin.buffer.read(), transport_encoding="utf-8")
for unseen in [*page.iter("{*}style"), *page.iter("{*}script")]:
    unseen.clear()
json.dump(" ".join(page.itertext()), sys.stdout)
