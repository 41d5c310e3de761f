"""Keys that can be given up, lists that know whose credentials they are about, and suspension beside revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django.db.models.deletion
from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_keys(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Until now an organisation had one key, so that one signed whatever it issued."""
    keys = apps.get_model("issuing", "IssuerKey")
    credentials = apps.get_model("issuing", "IssuedCredential")
    for organisation, key in keys.objects.order_by("created_at").values_list("organisation_id", "pk"):
        credentials.objects.filter(organisation_id=organisation).update(key_id=key)


def name_controllers(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Until now an organisation had one key, so every list is about what that key's identifier issued."""
    keys = apps.get_model("issuing", "IssuerKey")
    lists = apps.get_model("issuing", "StatusList")
    for organisation, controller in keys.objects.order_by("created_at").values_list("organisation_id", "controller"):
        lists.objects.filter(organisation_id=organisation).update(controller=controller)


class Migration(migrations.Migration):
    # Filling a column and making it required in one transaction is refused by PostgreSQL (pending trigger events).
    atomic = False

    dependencies = [("issuing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="issuerkey", name="revoked_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="statuslist",
            name="controller",
            field=models.CharField(default="", max_length=300),
            preserve_default=False,
        ),
        migrations.RunPython(name_controllers, migrations.RunPython.noop),
        migrations.AddField(
            model_name="issuedcredential",
            name="key",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credentials",
                to="issuing.issuerkey",
            ),
        ),
        migrations.RunPython(name_keys, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="issuedcredential",
            name="key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="issuing.issuerkey"
            ),
        ),
        migrations.AddField(
            model_name="issuedcredential",
            name="suspension_list",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suspendable",
                to="issuing.statuslist",
            ),
        ),
        migrations.AddField(
            model_name="issuedcredential",
            name="suspension_index",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="issuedcredential", name="suspended_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="issuedcredential",
            name="suspension_reason",
            field=models.CharField(blank=True, max_length=300, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="issuedcredential",
            constraint=models.UniqueConstraint(
                fields=("suspension_list", "suspension_index"), name="suspension_index_once"
            ),
        ),
    ]
