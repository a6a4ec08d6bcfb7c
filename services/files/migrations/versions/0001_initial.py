"""Documents, versions, uploads, openings, archives, and what there is to do, beside the roster."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(DOCUMENTS)
    op.execute(UPLOADS)
    op.execute(OPENINGS)
    op.execute(WORK)


def downgrade() -> None:
    for table in TABLES.split():
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION wake_workers")


TABLES = """
    discarded workers jobs archives openings upload_parts uploads versions documents conversations
"""
DOCUMENTS = """
    CREATE TABLE conversations (
        id uuid PRIMARY KEY,
        matter_id uuid NOT NULL REFERENCES matters
    );
    CREATE TABLE documents (
        id uuid PRIMARY KEY,
        firm_id text NOT NULL,
        matter_id uuid NOT NULL REFERENCES matters,
        conversation_id uuid,
        ref text NOT NULL,
        name text NOT NULL,
        folder text NOT NULL,
        author_id uuid NOT NULL REFERENCES persons,
        author_role text NOT NULL,
        origin text NOT NULL,
        version bigint NOT NULL,
        size bigint NOT NULL,
        kind text NOT NULL,
        state text NOT NULL,
        change bigint NOT NULL,
        created_at timestamptz NOT NULL,
        vouched_at timestamptz,
        shared_at timestamptz,
        revoked_at timestamptz,
        revoked_reason text NOT NULL DEFAULT '',
        words tsvector NOT NULL DEFAULT ''
    );
    CREATE INDEX documents_by_date ON documents (matter_id, shared_at, id);
    CREATE INDEX documents_by_name ON documents (matter_id, name COLLATE "und-x-icu", id);
    CREATE INDEX documents_by_size ON documents (matter_id, size, id);
    CREATE INDEX documents_unsent ON documents (created_at) WHERE shared_at IS NULL;
    CREATE INDEX documents_by_word ON documents USING gin (words) WITH (fastupdate = off);
    CREATE TABLE versions (
        id uuid PRIMARY KEY,
        document_id uuid NOT NULL REFERENCES documents,
        number bigint NOT NULL,
        name text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL DEFAULT '',
        said_sha256 text NOT NULL DEFAULT '',
        drop_key text NOT NULL DEFAULT '',
        declared_type text NOT NULL,
        media_type text NOT NULL DEFAULT '',
        kind text NOT NULL,
        state text NOT NULL,
        refusal text,
        scanned text,
        shown_as text,
        why_not_shown text NOT NULL DEFAULT '',
        pages bigint,
        renditions jsonb NOT NULL DEFAULT '[]'::jsonb,
        created_at timestamptz NOT NULL,
        shared_at timestamptz
    );
    CREATE UNIQUE INDEX versions_of_document ON versions (document_id, number);
"""
UPLOADS = """
    CREATE TABLE uploads (
        version_id uuid PRIMARY KEY REFERENCES versions,
        store_id text NOT NULL DEFAULT '',
        part_size bigint NOT NULL,
        parts bigint NOT NULL,
        completing boolean NOT NULL DEFAULT false,
        expires_at timestamptz NOT NULL
    );
    CREATE INDEX uploads_by_end ON uploads (expires_at);
    CREATE TABLE upload_parts (
        version_id uuid NOT NULL REFERENCES uploads ON DELETE CASCADE,
        number bigint NOT NULL,
        sha256 text NOT NULL,
        PRIMARY KEY (version_id, number)
    );
"""
OPENINGS = """
    CREATE TABLE openings (
        document_id uuid NOT NULL REFERENCES documents,
        version bigint NOT NULL,
        person_id uuid NOT NULL REFERENCES persons,
        viewed_at timestamptz,
        printed_at timestamptz,
        downloaded_at timestamptz,
        PRIMARY KEY (document_id, version, person_id)
    );
    CREATE INDEX openings_of_person ON openings (person_id, document_id, version);
"""
WORK = """
    CREATE TABLE archives (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        versions uuid[] NOT NULL,
        state text NOT NULL,
        size bigint,
        expires_at timestamptz NOT NULL
    );
    CREATE INDEX archives_by_end ON archives (expires_at);
    CREATE TABLE jobs (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        version_id uuid REFERENCES versions ON DELETE CASCADE,
        archive_id uuid REFERENCES archives ON DELETE CASCADE,
        due_at timestamptz,
        attempts bigint NOT NULL DEFAULT 0,
        reason text NOT NULL DEFAULT ''
    );
    CREATE INDEX jobs_due ON jobs (due_at, id);
    CREATE TABLE workers (
        name text PRIMARY KEY,
        seen_at timestamptz NOT NULL,
        confinement text NOT NULL,
        why_not text NOT NULL,
        office boolean NOT NULL,
        scans boolean NOT NULL
    );
    CREATE TABLE discarded (
        key text PRIMARY KEY,
        store_id text NOT NULL DEFAULT '',
        due_at timestamptz NOT NULL
    );
    CREATE FUNCTION wake_workers() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NOTIFY jobs; RETURN NULL; END';
    CREATE TRIGGER jobs_wake AFTER INSERT ON jobs
        FOR EACH STATEMENT EXECUTE FUNCTION wake_workers();
"""
