"""The Lambda entry point. Settings and theme are read as it is imported; a wrong setting fails the start."""

import gc
import os

from render.function import RenderFunction
from render.rehearsal import is_for_snapshot, rehearse
from render.settings import settings_from

handler = RenderFunction(settings_from(os.environ))

if is_for_snapshot(os.environ):
    rehearse(handler.pages.theme)

# What is loaded by now stays for good: the collector need not look at it again with every few pages.
gc.freeze()
