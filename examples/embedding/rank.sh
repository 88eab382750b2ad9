#!/bin/sh
# What comes first in each group of a case that arrives as JSON: sh rank.sh < case.json
# Exit code 2 and the faults on standard error where the case does not fit; `policymcda check` gives them as JSON.
set -eu
policymcda rank - --format json | python3 -c '
import json, sys
for row in json.load(sys.stdin)["table"]:
    if row["rank"] == 1:
        print(row["group"], row["option"])
'
