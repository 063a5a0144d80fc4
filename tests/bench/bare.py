"""The bare application, where the web server looks for it."""

from tests.bench.serving import bare

app = bare()
