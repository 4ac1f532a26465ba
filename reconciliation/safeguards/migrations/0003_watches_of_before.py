"""What counts now, for the families whose police or court status was recorded before there was a row for it."""

from django.db import migrations

WAITED_FOR = {
    'police_enquiry', 'investigation', 'released_under_investigation', 'bail', 'charged', 'court', 'right_to_review',
}


def watch(apps, schema_editor):
    Status, Check, Watch = (
        apps.get_model('safeguards', f'Proceedings{name}') for name in ('Status', 'Check', 'Watch')
    )
    for family in Status.objects.order_by().values_list('engagement_id', flat=True).distinct():
        status = Status.objects.filter(engagement_id=family).order_by('-at', '-id').defer('note', 'non_objection_ref')[0]
        checks = Check.objects.filter(engagement_id=family).order_by('-checked_at', '-id')
        check = checks.values_list('id', 'checked_at', 'next_check_due').first()
        waits = status.status in WAITED_FOR
        Watch.objects.create(
            engagement_id=family,
            status_id=status.pk,
            last_check_id=check[0] if check and waits else None,
            # No check had a field for "no answer" before: each was answered.
            answered_on=check[1].date() if check else None,
            next_due=(check[2] if check else status.at.date()) if waits else None,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('safeguards', '0002_proceedings_checks'),
    ]

    operations = [
        migrations.RunPython(watch, migrations.RunPython.noop),
    ]
