"""`python -m whimsy`: the commands of `whimsy.launch.commands`."""

import gc
import sys

if sys.platform == "win32":
    sys.exit("Whimsy can't start: it runs on Linux and macOS; on Windows use WSL, the Linux inside.")

if __name__ == "__main__":  # in a worker it is "__mp_main__", and what is imported here would not be used
    gc.disable()  # modules stay, so looking for garbage among them only makes each start longer
    from whimsy.launch.commands import main

    gc.freeze()
    gc.enable()
    sys.exit(main())
