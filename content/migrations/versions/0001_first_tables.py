"""The first tables, and the triggers that hold what must never break."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = {
    "record_entries": ("UPDATE", "DELETE"),
    "record_bodies": ("UPDATE",),
    "record_files": ("UPDATE",),
    "history_entries": ("UPDATE", "DELETE"),
    "policy_versions": ("UPDATE", "DELETE"),
    "policy_required_elements": ("UPDATE", "DELETE"),
}

# What SQLite and PostgreSQL each need to hold the same four promises.
SQLITE = {
    # The third net under an incomplete proposal: not even a hand-written UPDATE receives one.
    "proposals_complete": """
        CREATE TRIGGER proposals_complete BEFORE UPDATE OF state ON proposals
        WHEN OLD.state = 'draft' AND NEW.state <> 'draft'
        BEGIN
            SELECT RAISE(ABORT, 'R-034: the policy version is unknown')
            WHERE NOT EXISTS (
                SELECT 1 FROM policy_required_elements r
                WHERE r.policy_version_id = NEW.policy_version_id AND r.category = NEW.category);
            SELECT RAISE(ABORT, 'R-034: a required element is missing')
            WHERE EXISTS (
                SELECT 1 FROM policy_required_elements r
                WHERE r.policy_version_id = NEW.policy_version_id AND r.category = NEW.category
                AND NOT EXISTS (
                    SELECT 1 FROM proposal_answers a WHERE a.proposal_id = NEW.id AND a.element = r.element)
                AND NOT EXISTS (
                    SELECT 1 FROM proposal_answers a
                    WHERE a.proposal_id = NEW.id AND a.element = r.item_element AND json_array_length(a.value) > 0
                    AND NOT EXISTS (
                        SELECT 1 FROM json_each(a.value) item
                        WHERE COALESCE(json_extract(item.value, '$.' || r.item_field), '') = '')));
        END""",
    "proposals_begin_as_drafts": """
        CREATE TRIGGER proposals_begin_as_drafts BEFORE INSERT ON proposals WHEN NEW.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'R-034: a proposal begins as a draft'); END""",
    "proposal_answers_stay": """
        CREATE TRIGGER proposal_answers_stay BEFORE DELETE ON proposal_answers
        WHEN (SELECT state FROM proposals WHERE id = OLD.proposal_id) <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'a received answer stays'); END""",
    "proposal_answers_unchanged": """
        CREATE TRIGGER proposal_answers_unchanged BEFORE UPDATE ON proposal_answers
        WHEN (SELECT state FROM proposals WHERE id = OLD.proposal_id) <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'a received answer stays as it is'); END""",
}
# Trigger -> table, act, body of its function.
POSTGRESQL = {
    "proposals_complete": (
        "proposals",
        "UPDATE OF state",
        """
        IF OLD.state = 'draft' AND NEW.state <> 'draft' THEN
            IF NOT EXISTS (
                SELECT 1 FROM policy_required_elements r
                WHERE r.policy_version_id = NEW.policy_version_id AND r.category = NEW.category) THEN
                RAISE EXCEPTION 'R-034: the policy version is unknown' USING ERRCODE = '23000';
            END IF;
            IF EXISTS (
                SELECT 1 FROM policy_required_elements r
                WHERE r.policy_version_id = NEW.policy_version_id AND r.category = NEW.category
                AND NOT EXISTS (
                    SELECT 1 FROM proposal_answers a WHERE a.proposal_id = NEW.id AND a.element = r.element)
                AND NOT EXISTS (
                    SELECT 1 FROM proposal_answers a
                    WHERE a.proposal_id = NEW.id AND a.element = r.item_element
                    AND CASE WHEN json_typeof(a.value) = 'array' THEN json_array_length(a.value) > 0 AND NOT EXISTS (
                        SELECT 1 FROM json_array_elements(a.value) item
                        WHERE COALESCE(item ->> r.item_field, '') = '') ELSE FALSE END)) THEN
                RAISE EXCEPTION 'R-034: a required element is missing' USING ERRCODE = '23000';
            END IF;
        END IF;
        RETURN NEW;""",
    ),
    "proposals_begin_as_drafts": (
        "proposals",
        "INSERT",
        """
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'R-034: a proposal begins as a draft' USING ERRCODE = '23000';
        END IF;
        RETURN NEW;""",
    ),
    "proposal_answers_stay": (
        "proposal_answers",
        "DELETE",
        """
        IF (SELECT state FROM proposals WHERE id = OLD.proposal_id) <> 'draft' THEN
            RAISE EXCEPTION 'a received answer stays' USING ERRCODE = '23000';
        END IF;
        RETURN OLD;""",
    ),
    "proposal_answers_unchanged": (
        "proposal_answers",
        "UPDATE",
        """
        IF (SELECT state FROM proposals WHERE id = OLD.proposal_id) <> 'draft' THEN
            RAISE EXCEPTION 'a received answer stays as it is' USING ERRCODE = '23000';
        END IF;
        RETURN NEW;""",
    ),
}


def create_triggers() -> None:
    """Every name says what it keeps."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, acts in APPEND_ONLY.items():
        for act in acts:
            name, words = f"{table}_no_{act.lower()}", f"{table} is append-only"
            if on_postgresql:
                guard(name, table, act, f"RAISE EXCEPTION '{words}' USING ERRCODE = '23000';")
            else:
                op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END")
    if on_postgresql:
        for name, (table, act, body) in POSTGRESQL.items():
            guard(name, table, act, body)
    else:
        for statement in SQLITE.values():
            op.execute(statement)


def guard(name: str, table: str, act: str, body: str) -> None:
    """A trigger of PostgreSQL with the function it needs, both of that name."""
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def drop_triggers() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    names = {f"{table}_no_{act.lower()}": table for table, acts in APPEND_ONLY.items() for act in acts}
    names |= {name: table for name, (table, _act, _body) in POSTGRESQL.items()}
    for name, table in names.items():
        op.execute(f"DROP TRIGGER {name} ON {table}" if on_postgresql else f"DROP TRIGGER {name}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION {name}()")


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False, comment="UUID; never changes"),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False, comment="code of the policy pack"),
        sa.Column(
            "state",
            sa.Enum(
                "drafting",
                "ready_to_sign",
                "executed",
                "grandfathered",
                "historical",
                "concluded",
                "terminated",
                "outside",
                "abandoned",
                name="agreementstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("source_language", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True, comment="agreed length of the term"),
        sa.Column("is_legacy", sa.Boolean(), nullable=False, comment="imported; exempt from the publish gate (R-007)"),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("needs_alignment", sa.Boolean(), nullable=False),
        sa.Column("category_standing", sa.Text(), nullable=True),
        sa.Column("established", sa.JSON(), nullable=False),
        sa.Column("lead_division", sa.Text(), nullable=True),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False, comment="[{code, basis}]"),
        sa.Column("classifications", sa.JSON(), nullable=False, comment="history of the category"),
        sa.Column("decisions", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="grows with every edit; a stale save is refused"),
        sa.Column("texts_revision", sa.Integer(), nullable=False, comment="grows when words of the source change"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state <> 'executed' OR signed_on IS NOT NULL", name=op.f("ck_agreements_executed_is_signed")
        ),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR substr(ends_on, 1, 4) >= substr(starts_on, 1, 4)",
            name=op.f("ck_agreements_ends_after_start"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("item_id", name=op.f("uq_agreements_item_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_agreements_slug")),
    )
    op.create_table(
        "history_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column(
            "actor_id", sa.Integer(), nullable=True, comment="a person's id; no foreign key: history outlives people"
        ),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entries")),
    )
    with op.batch_alter_table("history_entries", schema=None) as batch_op:
        batch_op.create_index("ix_history_entries_subject", ["kind", "subject_id", "id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.JSON(), nullable=False, comment="wiped when sent"),
        sa.Column("about_kind", sa.Text(), nullable=True),
        sa.Column("about_id", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("queued", "sent", "failed", name="noticestate", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_due", ["state", "due_at"], unique=False)

    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False, comment="UUID; never changes"),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "regional_gov",
                "national_gov",
                "chamber",
                "agency",
                "academic",
                "industry",
                "other",
                name="partykind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.Text(), nullable=False, comment="ISO 3166-1 alpha-2; XA to XZ are invented countries"),
        sa.Column("names", sa.JSON(), nullable=False, comment="language tag -> name"),
        sa.Column("place", sa.JSON(), nullable=False, comment="language tag -> name of the place"),
        sa.Column("aliases", sa.JSON(), nullable=False, comment="every other spelling, in any script"),
        sa.Column("latitude", sa.Text(), nullable=True, comment="degrees as decimal text"),
        sa.Column("longitude", sa.Text(), nullable=True),
        sa.Column("un_locode", sa.Text(), nullable=True),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("item_id", name=op.f("uq_parties_item_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_parties_slug")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False, comment="lower case"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False, comment="the office in whose name the person acts"),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column(
            "session_key", sa.Text(), nullable=False, comment="changes with password and roles; ends every open session"
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "policy_versions",
        sa.Column("id", sa.Text(), nullable=False, comment="pack id @ start of the hash of the content"),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_versions")),
    )
    with op.batch_alter_table("policy_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_versions_effective_from"), ["effective_from"], unique=False)

    op.create_table(
        "public_items",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="of the newest entry with a body to show"),
        sa.Column("changed_sequence", sa.Integer(), nullable=False, comment="of the newest entry of any kind"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_published_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="the last day that a partial date can mean"),
        sa.Column("sort_year", sa.Integer(), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.Column("needs_alignment", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_public_items")),
    )
    with op.batch_alter_table("public_items", schema=None) as batch_op:
        batch_op.create_index("ix_public_items_list", ["kind", "is_live", "category"], unique=False)

    op.create_table(
        "public_slugs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_public_slugs")),
    )
    op.create_table(
        "record_entries",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="what the item is: agreement"),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "entry",
            sa.Enum(
                "publish", "withdraw", "rename", "redact", name="entrykind", native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False, comment="SHA-256(salt || body)"),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_record_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_record_entries_hash")),
    )
    with op.batch_alter_table("record_entries", schema=None) as batch_op:
        batch_op.create_index("ix_record_entries_item", ["item_id", "sequence"], unique=False)

    op.create_table(
        "record_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_head")),
    )
    op.create_table(
        "access_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False, comment="invitation or reset"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_access_tokens_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_tokens_token_hash")),
    )
    op.create_table(
        "agreement_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="signed-agreement, evidence, report"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("compared_by_office", sa.Text(), nullable=True),
        sa.Column("compared_by_id", sa.Integer(), nullable=True),
        sa.Column("compared_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_documents_agreement_id_agreements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_documents")),
        sa.UniqueConstraint("agreement_id", "key", name=op.f("uq_agreement_documents_agreement_id")),
    )
    op.create_table(
        "agreement_elements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "key", sa.Text(), nullable=False, comment="stable within the agreement: m1, a2 ...; the anchor on the page"
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('objective', 'milestone', 'activity', 'outcome')",
            name=op.f("ck_agreement_elements_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_elements_agreement_id_agreements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_elements")),
        sa.UniqueConstraint("agreement_id", "key", name=op.f("uq_agreement_elements_agreement_id")),
    )
    op.create_table(
        "agreement_parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("counterparty", "implementer", name="partyrole", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_parties_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_agreement_parties_party_id_parties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_parties")),
        sa.UniqueConstraint("agreement_id", "party_id", "role", name=op.f("uq_agreement_parties_agreement_id")),
    )
    op.create_table(
        "agreement_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "ready", "outdated", name="textstate", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "source_revision", sa.Integer(), nullable=False, comment="texts_revision of the source it was made from"
        ),
        sa.Column(
            "fields", sa.JSON(), nullable=False, comment="title, summary, term_note, renewal, termination, wording ..."
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_agreement_texts_agreement_id_agreements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_texts")),
        sa.UniqueConstraint("agreement_id", "language", name=op.f("uq_agreement_texts_agreement_id")),
    )
    op.create_table(
        "designations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=False, comment="the paper that names the person"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_designations_ends_after_start")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_designations_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designations")),
    )
    op.create_table(
        "person_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "protocol_officer",
                "division_reviewer",
                "countersigner",
                "approver",
                "solicitor",
                "clerk",
                "editor",
                "publisher",
                "translator",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_roles_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_roles")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_person_roles_person_id")),
    )
    op.create_table(
        "policy_required_elements",
        sa.Column("policy_version_id", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("item_element", sa.Text(), nullable=True),
        sa.Column("item_field", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["policy_version_id"],
            ["policy_versions.id"],
            name=op.f("fk_policy_required_elements_policy_version_id_policy_versions"),
        ),
        sa.PrimaryKeyConstraint("policy_version_id", "category", "element", name=op.f("pk_policy_required_elements")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "received",
                "assessment",
                "capacity",
                "on_hold_resources",
                "report_drafting",
                "with_council",
                "approved",
                "agreement_drafting",
                "ready_to_sign",
                "executed",
                "declined",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False, comment="in which the applicant is written to"),
        sa.Column("policy_version_id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False, comment="form or api"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True, comment="internal service standard (R-114)"),
        sa.Column("state_since", sa.DateTime(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("authority_confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("authority_method", sa.Text(), nullable=True, comment="mail, letter or consulate"),
        sa.Column("authority_note", sa.Text(), nullable=True),
        sa.Column("lead_division", sa.Text(), nullable=True),
        sa.Column("resource_condition", sa.Text(), nullable=True, comment="C-08; printed in the report"),
        sa.Column("report", sa.JSON(), nullable=True, comment="sha256, name, media_type, size of the report"),
        sa.Column("decline", sa.JSON(), nullable=True, comment="drafted by one, countersigned by another"),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state = 'draft' OR (reference IS NOT NULL AND received_at IS NOT NULL AND due_on IS NOT NULL)",
            name=op.f("ck_proposals_received_has_reference"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreement_drafting', 'ready_to_sign', 'executed') OR agreement_id IS NOT NULL",
            name=op.f("ck_proposals_drafting_has_agreement"),
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_proposals_agreement_id_agreements")),
        sa.ForeignKeyConstraint(["assignee_id"], ["people.id"], name=op.f("fk_proposals_assignee_id_people")),
        sa.ForeignKeyConstraint(
            ["policy_version_id"], ["policy_versions.id"], name=op.f("fk_proposals_policy_version_id_policy_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_proposals_agreement_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_proposals_reference")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_state"), ["state"], unique=False)

    op.create_table(
        "public_facets",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["public_items.item_id"], name=op.f("fk_public_facets_item_id_public_items")
        ),
        sa.PrimaryKeyConstraint("item_id", "facet", "value", name=op.f("pk_public_facets")),
    )
    with op.batch_alter_table("public_facets", schema=None) as batch_op:
        batch_op.create_index("ix_public_facets_value", ["facet", "value"], unique=False)

    op.create_table(
        "public_texts",
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("is_source", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["public_items.item_id"], name=op.f("fk_public_texts_item_id_public_items")
        ),
        sa.PrimaryKeyConstraint("item_id", "language", name=op.f("pk_public_texts")),
    )
    op.create_table(
        "record_bodies",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="zlib of canonical JSON"),
        sa.ForeignKeyConstraint(
            ["sequence"], ["record_entries.sequence"], name=op.f("fk_record_bodies_sequence_record_entries")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_record_bodies")),
    )
    op.create_table(
        "record_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence"], ["record_entries.sequence"], name=op.f("fk_record_files_sequence_record_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_files")),
        sa.UniqueConstraint("sequence", "sha256", name=op.f("uq_record_files_sequence")),
    )
    with op.batch_alter_table("record_files", schema=None) as batch_op:
        batch_op.create_index("ix_record_files_sha256", ["sha256"], unique=False)

    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("designation_id", sa.Integer(), nullable=True),
        sa.Column("partner_signatory", sa.Text(), nullable=False),
        sa.Column("partner_office", sa.Text(), nullable=False),
        sa.Column("partner_party_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_signatures_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["partner_party_id"], ["parties.id"], name=op.f("fk_signatures_partner_party_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_signatures_agreement_id")),
    )
    op.create_table(
        "solicitor_sign_offs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("wording_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("signed_off_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_solicitor_sign_offs_agreement_id_agreements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solicitor_sign_offs")),
        sa.UniqueConstraint(
            "agreement_id", "language", "wording_hash", name=op.f("uq_solicitor_sign_offs_agreement_id")
        ),
    )
    op.create_table(
        "assessment_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "value",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False, comment="class and edition, kinds of hub ..."),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_assessment_findings_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_findings")),
        sa.UniqueConstraint("proposal_id", "question", name=op.f("uq_assessment_findings_proposal_id")),
    )
    op.create_table(
        "capacity_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False, comment="the lead office of the programme, or a division"),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_capacity_findings_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_findings")),
        sa.UniqueConstraint("proposal_id", "division", "judgement", name=op.f("uq_capacity_findings_proposal_id")),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("waived_reason", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_consultations_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "adopted",
                "amended",
                "refused",
                "deferred",
                "referred",
                name="outcome",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_decisions_proposal_id_proposals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_table(
        "proposal_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "CAST(value AS TEXT) NOT IN ('null', '\"\"', '[]', '{}')",
            name=op.f("ck_proposal_answers_value_is_not_blank"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_answers_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_answers")),
        sa.UniqueConstraint("proposal_id", "element", name=op.f("uq_proposal_answers_proposal_id")),
    )
    op.create_table(
        "proposal_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False, comment="draft or status"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_links_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_proposal_links_token_hash")),
    )
    op.create_table(
        "proposal_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False, comment="[[field name, text], ...] in the order of the form"),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_pages_proposal_id_proposals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_pages")),
        sa.UniqueConstraint("proposal_id", "section", name=op.f("uq_proposal_pages_proposal_id")),
    )
    create_triggers()


def downgrade() -> None:
    drop_triggers()
    op.drop_table("proposal_pages")
    op.drop_table("proposal_links")
    op.drop_table("proposal_answers")
    op.drop_table("decisions")
    op.drop_table("consultations")
    op.drop_table("capacity_findings")
    op.drop_table("assessment_findings")
    op.drop_table("solicitor_sign_offs")
    op.drop_table("signatures")
    with op.batch_alter_table("record_files", schema=None) as batch_op:
        batch_op.drop_index("ix_record_files_sha256")

    op.drop_table("record_files")
    op.drop_table("record_bodies")
    op.drop_table("public_texts")
    with op.batch_alter_table("public_facets", schema=None) as batch_op:
        batch_op.drop_index("ix_public_facets_value")

    op.drop_table("public_facets")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_state"))

    op.drop_table("proposals")
    op.drop_table("policy_required_elements")
    op.drop_table("person_roles")
    op.drop_table("designations")
    op.drop_table("agreement_texts")
    op.drop_table("agreement_parties")
    op.drop_table("agreement_elements")
    op.drop_table("agreement_documents")
    op.drop_table("access_tokens")
    op.drop_table("record_head")
    with op.batch_alter_table("record_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_record_entries_item")

    op.drop_table("record_entries")
    op.drop_table("public_slugs")
    with op.batch_alter_table("public_items", schema=None) as batch_op:
        batch_op.drop_index("ix_public_items_list")

    op.drop_table("public_items")
    with op.batch_alter_table("policy_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_versions_effective_from"))

    op.drop_table("policy_versions")
    op.drop_table("people")
    op.drop_table("parties")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_due")

    op.drop_table("notices")
    with op.batch_alter_table("history_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_history_entries_subject")

    op.drop_table("history_entries")
    op.drop_table("agreements")
