"""The directory in HSDS names."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _child(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("service_id", sa.String(64), sa.ForeignKey("service.id"), nullable=False),
        *columns,
    )
    op.create_index(f"ix_{name}_service_id", name, ["service_id"])


def upgrade() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "organization_id", sa.String(64), sa.ForeignKey("organization.id"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alternate_name", sa.Text()),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("eligibility_description", sa.String(16), nullable=False),
        sa.Column("fees_description", sa.Text()),
        sa.Column("hours_description", sa.Text()),
        sa.Column("assured_date", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(8), nullable=False),
        sa.Column("national", sa.Boolean(), nullable=False),
        sa.Column("alert", sa.Text()),
    )
    _child(
        "phone",
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("e164", sa.String(20)),
        sa.Column("type", sa.String(12), nullable=False),
        sa.Column("extension", sa.String(40)),
    )
    _child(
        "schedule",
        sa.Column("freq", sa.String(10), nullable=False),
        sa.Column("byday", sa.String(24), nullable=False),
        sa.Column("opens_at", sa.String(5), nullable=False),
        sa.Column("closes_at", sa.String(5), nullable=False),
        sa.Column("timezone", sa.String(48)),
    )
    _child("language", sa.Column("code", sa.String(8), nullable=False))
    _child(
        "service_area",
        sa.Column("extent", sa.String(2), nullable=False),
        sa.Column("extent_type", sa.String(16), nullable=False),
    )
    op.create_index("ix_service_area_extent", "service_area", ["extent"])
    _child("contact", sa.Column("email", sa.Text(), nullable=False))
    _child(
        "url",
        sa.Column("label", sa.String(8), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text()),
    )
    _child(
        "attribute",
        sa.Column("taxonomy", sa.String(16), nullable=False),
        sa.Column("value", sa.String(32), nullable=False),
    )
    op.create_table(
        "emergency",
        sa.Column("country", sa.String(2), primary_key=True),
        sa.Column("primary_number", sa.String(16)),
        sa.Column("police", sa.String(16)),
        sa.Column("ambulance", sa.String(16)),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("assured_date", sa.Date(), nullable=False),
    )
    op.create_table(
        "import_stamp",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    for table in (
        "import_stamp", "emergency", "attribute", "url", "contact", "service_area", "language",
        "schedule", "phone", "service", "organization",
    ):  # fmt: skip
        op.drop_table(table)
