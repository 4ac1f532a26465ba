"""Who acts on a short-term track, as the table of transitions names them."""

ASKER = "asker"
WORKER = "assigned caseworker"
SUPERVISOR = "supervisor of the team"
APPROVER = "approver of the team"
DUTY_WORKER = "duty worker"
REVIEWER = "information governance"
CLOCK = "the service's clock"
