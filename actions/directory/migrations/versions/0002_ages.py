"""For whom a service is, in years: HSDS `minimum_age` and `maximum_age`."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service") as service:
        service.add_column(sa.Column("minimum_age", sa.Integer()))
        service.add_column(sa.Column("maximum_age", sa.Integer()))
    # Unchanged files are imported once more: they know the ages.
    op.execute("DELETE FROM import_stamp")


def downgrade() -> None:
    with op.batch_alter_table("service") as service:
        service.drop_column("maximum_age")
        service.drop_column("minimum_age")
