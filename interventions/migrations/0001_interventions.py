import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tickets', '0014_interventions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SlipCounter',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'counter of slips',
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'calendar feed',
            },
        ),
        migrations.CreateModel(
            name='CatalogueItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('designation', models.CharField(max_length=200, verbose_name='designation')),
                ('reference', models.CharField(blank=True, default='', max_length=60, verbose_name='reference')),
                ('unit', models.CharField(blank=True, default='', max_length=20, verbose_name='unit')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'verbose_name': 'item of the catalogue',
                'ordering': ['designation', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('designation', 'reference'), name='one_item_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Crew',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='when')),
                ('blocks', models.BooleanField(default=True)),
                ('technician', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
                ('travel_entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.timeentry')),
                ('work_entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.timeentry')),
            ],
            options={
                'verbose_name': 'technician on a visit',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'Under way'), ('done', 'Done'), ('signed', 'Signed'), ('cancelled', 'Cancelled')], default='planned', max_length=10, verbose_name='state')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='to')),
                ('purpose', models.CharField(max_length=200, verbose_name='what is to be done')),
                ('instructions', models.TextField(blank=True, default='', max_length=2000, verbose_name='for the technician')),
                ('planned_at', models.DateTimeField(verbose_name='planned')),
                ('cancelled_because', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='tickets.contact', verbose_name='who to ask for')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by')),
                ('technicians', models.ManyToManyField(related_name='interventions', through='interventions.Crew', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='tickets.ticket', verbose_name='ticket')),
            ],
            options={
                'verbose_name': 'intervention',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='crew',
            name='intervention',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crew', to='interventions.intervention'),
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('key', models.UUIDField(primary_key=True, serialize=False)),
                ('verb', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='interventions.intervention')),
            ],
            options={
                'verbose_name': 'receipt',
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, default='', max_length=80, verbose_name='name')),
                ('address', models.TextField(max_length=400, verbose_name='address')),
                ('access_notes', models.TextField(blank=True, default='', max_length=1000, verbose_name='how to get in')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sites', to='tickets.account', verbose_name='account')),
            ],
            options={
                'verbose_name': 'site',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='intervention',
            name='site',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='interventions.site', verbose_name='site'),
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(editable=False)),
                ('sequence', models.PositiveIntegerField(editable=False)),
                ('arrived_at', models.DateTimeField(verbose_name='arrival')),
                ('departed_at', models.DateTimeField(blank=True, null=True, verbose_name='departure')),
                ('times_corrected_because', models.CharField(blank=True, default='', max_length=200, verbose_name='why the times were corrected')),
                ('travel_minutes', models.PositiveIntegerField(default=0, verbose_name='travel, in minutes')),
                ('findings', models.TextField(blank=True, default='', max_length=20000, verbose_name='state found before the intervention')),
                ('observations', models.TextField(blank=True, default='', max_length=20000, verbose_name='general observations')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('is_frozen', models.BooleanField(default=False, editable=False)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('intervention', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='slip', to='interventions.intervention')),
                ('work_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.worktype', verbose_name='work type')),
            ],
            options={
                'verbose_name': 'intervention slip',
                'ordering': ['-year', '-sequence'],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('file', models.FileField(upload_to='slips/%Y/%m/', verbose_name='file')),
                ('caption', models.CharField(blank=True, default='', max_length=120, verbose_name='caption')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('digest', models.CharField(max_length=64)),
                ('taken_at', models.DateTimeField(verbose_name='taken')),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='interventions.slip')),
            ],
            options={
                'verbose_name': 'photo',
                'ordering': ['taken_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SlipVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('frozen_at', models.DateTimeField(verbose_name='frozen')),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='interventions.slip')),
            ],
            options={
                'verbose_name': 'version of a slip',
                'ordering': ['slip', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SigningLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.contact')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='interventions.slipversion')),
            ],
            options={
                'verbose_name': 'link to sign',
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('drawn', 'Drawn on the screen'), ('typed', 'Name typed'), ('stamp', 'Stamp photographed'), ('paper', 'Paper form scanned'), ('refused', 'Refused'), ('absent', 'Nobody there')], max_length=8, verbose_name='how')),
                ('surname', models.CharField(blank=True, default='', max_length=80, verbose_name='surname')),
                ('first_name', models.CharField(blank=True, default='', max_length=80, verbose_name='first name')),
                ('quality', models.CharField(blank=True, default='', max_length=80, verbose_name='acting as')),
                ('strokes', models.JSONField(blank=True, default=list)),
                ('picture', models.FileField(blank=True, default='', upload_to='signatures/%Y/%m/', verbose_name='picture')),
                ('picture_type', models.CharField(blank=True, default='', max_length=100)),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.contact')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='interventions.slipversion')),
            ],
            options={
                'verbose_name': 'signature',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PrepaidEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('bought', 'Bought'), ('work', 'Work on site'), ('travel', 'Travel'), ('correction', 'Correction')], max_length=10, verbose_name='what')),
                ('minutes', models.IntegerField(verbose_name='minutes')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prepaid_entries', to='tickets.contract')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prepaid_entries', to='interventions.slipversion')),
            ],
            options={
                'verbose_name': 'line of prepaid hours',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Supply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('0.001'))], verbose_name='quantity')),
                ('unit', models.CharField(blank=True, default='', max_length=20, verbose_name='unit')),
                ('designation', models.CharField(max_length=200, verbose_name='designation')),
                ('reference', models.CharField(blank=True, default='', max_length=60, verbose_name='reference')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interventions.catalogueitem')),
                ('slip', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supplies', to='interventions.slip')),
            ],
            options={
                'verbose_name': 'supply',
                'verbose_name_plural': 'supplies',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='crew',
            constraint=models.UniqueConstraint(fields=('intervention', 'technician'), name='one_place_a_visit_and_technician'),
        ),
        migrations.AddConstraint(
            model_name='crew',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('blocks', True)), expressions=[(models.Func(models.F('technician_id'), models.F('technician_id'), models.Value('[]'), function='int8range'), '&&'), ('span', '&&')], name='no_technician_in_two_places'),
        ),
        migrations.AddIndex(
            model_name='intervention',
            index=models.Index(fields=['ticket', 'starts_at'], name='interventions_of_a_ticket'),
        ),
        migrations.AddIndex(
            model_name='intervention',
            index=models.Index(fields=['starts_at', 'ends_at'], name='interventions_of_a_week'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='intervention_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancelled_because', ''), _negated=True), _connector='OR'), name='cancelled_visit_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.UniqueConstraint(fields=('year', 'sequence'), name='one_slip_a_number'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.CheckConstraint(condition=models.Q(('departed_at__isnull', True), ('departed_at__gte', models.F('arrived_at')), _connector='OR'), name='slip_leaves_after_it_arrives'),
        ),
        migrations.AddConstraint(
            model_name='slipversion',
            constraint=models.UniqueConstraint(fields=('slip', 'number'), name='one_version_a_slip_and_number'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['drawn', 'paper', 'stamp', 'typed'])), fields=('version',), name='a_version_is_signed_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['drawn', 'paper', 'stamp', 'typed']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='who_does_not_sign_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['drawn', 'paper', 'stamp', 'typed']), _negated=True), models.Q(('surname', ''), _negated=True), _connector='OR'), name='who_signs_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='prepaidentry',
            constraint=models.CheckConstraint(condition=models.Q(('minutes', 0), _negated=True), name='prepaid_line_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='prepaidentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'bought'), _negated=True), ('minutes__gt', 0), _connector='OR'), name='hours_bought_are_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='prepaidentry',
            constraint=models.UniqueConstraint(condition=models.Q(('version__isnull', False)), fields=('version', 'kind'), name='one_prepaid_line_a_version_and_kind'),
        ),
        migrations.AddConstraint(
            model_name='supply',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='supply_is_more_than_nothing'),
        ),
    ]
