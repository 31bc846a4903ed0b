import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0013_follows'),
    ]

    operations = [
        migrations.CreateModel(
            name='EnclosedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('content_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
            ],
            options={
                'verbose_name': 'file of a mail',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='worktype',
            name='use',
            field=models.CharField(blank=True, choices=[('on_site', 'Time on site'), ('travel', 'Travel')], default='', max_length=8, verbose_name='filled in by slips for'),
        ),
        migrations.AlterField(
            model_name='contact',
            name='muted',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('reply', 'A reply'), ('opened', 'A request was received'), ('resolved', 'A request is resolved'), ('closed', 'A request is closed: how was it?'), ('merged', 'A request goes on in another'), ('told', 'Somebody has taken up the escalation'), ('visit', 'A visit is planned, moved or cancelled'), ('slip', 'The slip of a visit'), ('to_sign', 'A slip is to be signed'), ('assigned', 'A ticket was given to me'), ('received', 'The client wrote'), ('reopened', 'A ticket of mine was reopened'), ('forgotten', 'A pause goes on'), ('rated', 'The client rated the work'), ('visit_given', 'A visit of mine is planned, moved or cancelled'), ('prepaid', 'Prepaid hours run out'), ('escalated', 'A ticket was escalated'), ('digest', 'What happened overnight'), ('invited', 'An invitation, or a link to sign in')], max_length=16), blank=True, default=list, size=None, verbose_name='mails not wanted'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('opened', 'opened the ticket'), ('assigned', 'gave the ticket to'), ('taken', 'took charge of the ticket'), ('routed', 'moved the ticket to'), ('replied', 'replied'), ('noted', 'wrote an internal note'), ('called', 'logged a call'), ('waited', 'put the ticket on hold'), ('resumed', 'resumed the work'), ('scheduled', 'scheduled the work'), ('priority_changed', 'changed the priority'), ('reclassified', 'reclassified the ticket'), ('resolved', 'resolved the ticket'), ('closed', 'closed the ticket'), ('reopened', 'reopened the ticket'), ('cancelled', 'cancelled the ticket'), ('merged', 'merged the ticket into'), ('linked', 'linked the ticket to'), ('time_logged', 'logged time'), ('time_corrected', 'corrected the time logged'), ('replanned', 'planned the deadlines anew'), ('withdrawn', 'took the reply back before it left'), ('reworded', 'changed the words of the ticket'), ('moved_account', 'moved the ticket to the client'), ('announced', 'announced a known incident'), ('unannounced', 'ended the announcement'), ('unlinked', 'took the link away'), ('copied', 'changed who gets a copy'), ('escalated', 'escalated the ticket'), ('acknowledged', 'acknowledged the escalation'), ('rated', 'rated the work'), ('visit_planned', 'planned an intervention'), ('visit_moved', 'moved the intervention'), ('visit_cancelled', 'cancelled the intervention'), ('visit_started', 'arrived on site'), ('visit_done', 'left the site'), ('slip_signed', 'signed the intervention slip'), ('slip_unsigned', 'closed the intervention slip without a signature'), ('slip_corrected', 'corrected the intervention slip')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='mailtemplate',
            name='kind',
            field=models.CharField(choices=[('reply', 'A reply'), ('opened', 'A request was received'), ('resolved', 'A request is resolved'), ('closed', 'A request is closed: how was it?'), ('merged', 'A request goes on in another'), ('told', 'Somebody has taken up the escalation'), ('visit', 'A visit is planned, moved or cancelled'), ('slip', 'The slip of a visit'), ('to_sign', 'A slip is to be signed'), ('assigned', 'A ticket was given to me'), ('received', 'The client wrote'), ('reopened', 'A ticket of mine was reopened'), ('forgotten', 'A pause goes on'), ('rated', 'The client rated the work'), ('visit_given', 'A visit of mine is planned, moved or cancelled'), ('prepaid', 'Prepaid hours run out'), ('escalated', 'A ticket was escalated'), ('digest', 'What happened overnight'), ('invited', 'An invitation, or a link to sign in')], max_length=16, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('assigned', 'gave you the ticket'), ('mentioned', 'mentioned you'), ('received', 'The client wrote'), ('replied', 'wrote on a ticket you watch'), ('reopened', 'reopened your ticket'), ('resolved', 'resolved a ticket you watch'), ('escalated', 'The ticket was escalated to you'), ('watching', 'asks you to watch the ticket'), ('rated', 'The client rated the work'), ('unsent', 'A mail did not arrive'), ('visit', 'planned a visit for you'), ('signed', 'The client signed the slip')], max_length=12, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='outboxmail',
            name='kind',
            field=models.CharField(blank=True, choices=[('reply', 'A reply'), ('opened', 'A request was received'), ('resolved', 'A request is resolved'), ('closed', 'A request is closed: how was it?'), ('merged', 'A request goes on in another'), ('told', 'Somebody has taken up the escalation'), ('visit', 'A visit is planned, moved or cancelled'), ('slip', 'The slip of a visit'), ('to_sign', 'A slip is to be signed'), ('assigned', 'A ticket was given to me'), ('received', 'The client wrote'), ('reopened', 'A ticket of mine was reopened'), ('forgotten', 'A pause goes on'), ('rated', 'The client rated the work'), ('visit_given', 'A visit of mine is planned, moved or cancelled'), ('prepaid', 'Prepaid hours run out'), ('escalated', 'A ticket was escalated'), ('digest', 'What happened overnight'), ('invited', 'An invitation, or a link to sign in')], default='', max_length=16, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='user',
            name='muted',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('reply', 'A reply'), ('opened', 'A request was received'), ('resolved', 'A request is resolved'), ('closed', 'A request is closed: how was it?'), ('merged', 'A request goes on in another'), ('told', 'Somebody has taken up the escalation'), ('visit', 'A visit is planned, moved or cancelled'), ('slip', 'The slip of a visit'), ('to_sign', 'A slip is to be signed'), ('assigned', 'A ticket was given to me'), ('received', 'The client wrote'), ('reopened', 'A ticket of mine was reopened'), ('forgotten', 'A pause goes on'), ('rated', 'The client rated the work'), ('visit_given', 'A visit of mine is planned, moved or cancelled'), ('prepaid', 'Prepaid hours run out'), ('escalated', 'A ticket was escalated'), ('digest', 'What happened overnight'), ('invited', 'An invitation, or a link to sign in')], max_length=16), blank=True, default=list, size=None, verbose_name='mails not wanted'),
        ),
        # Who has the work type of the first set-up: it is what slips fill in for the time on site.
        migrations.RunSQL("UPDATE tickets_worktype SET use = 'on_site' WHERE name = 'Sur site'", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='worktype',
            constraint=models.UniqueConstraint(condition=models.Q(('use', ''), _negated=True), fields=('use',), name='one_work_type_a_use'),
        ),
        migrations.AddField(
            model_name='enclosedfile',
            name='mail',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='tickets.outboxmail'),
        ),
    ]
