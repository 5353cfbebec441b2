"""Run butler as `python -m butlercli`."""

from butlercli.main import main

if __name__ == "__main__":
    main()
