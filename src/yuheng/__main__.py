"""`python -m yuheng`."""

from yuheng.cli import main

if __name__ == "__main__":
    main()
