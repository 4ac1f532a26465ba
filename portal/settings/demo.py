"""Values that stand in this repository for all to read: production refuses every one of them."""

DEMO_SECRET_KEY = "demo-only-not-secret-arrowmere-answers-and-support-0123456789"  # noqa: S105
DEMO_MASTER_KEYS = "demo:ZGVtby1vbmx5LW5vdC1zZWNyZXQtYXJyb3dtZXJlLTE="
