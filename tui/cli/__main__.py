"""`python -m tui.cli`, the same as `milepost`."""

from tui.cli import main

if __name__ == "__main__":
    main()
