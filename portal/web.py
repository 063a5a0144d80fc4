"""The web process."""

from portal.commands.running import serve

if __name__ == "__main__":
    serve()
