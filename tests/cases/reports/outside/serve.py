"""Call judges one after another, in one process: to import some of them takes seconds.

Each line of stdin names a script and gives what it judges, in base64; each line of stdout is what
its `judge` answers, or how it failed. What a judge prints goes to stderr.
"""

import importlib.util
import json
import os
import sys
import traceback
from base64 import b64decode
from functools import cache

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


@cache
def judge_of(path):
    spec = importlib.util.spec_from_file_location("judge", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.judge


for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = {"said": judge_of(asked["script"])(b64decode(asked["content"]))}
    except Exception:  # noqa: BLE001  whatever a judge dies of is shown to who asked
        answer = {"raised": traceback.format_exc()}
    print(json.dumps(answer), file=answers, flush=True)
