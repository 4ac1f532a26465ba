"""What `manage.py bench` measures: pages with a thousand and a hundred thousand families, changes, refusals."""
