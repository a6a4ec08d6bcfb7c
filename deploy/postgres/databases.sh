#!/bin/bash
# A database and a role per service, for each <SERVICE>_DATABASE_PASSWORD that is set; a role reaches
# its own database only. What is there stays: run it again for a service that came later.
set -euo pipefail
for variable in $(compgen -e | grep '_DATABASE_PASSWORD$'); do
    service="${variable%_DATABASE_PASSWORD}"
    psql -v ON_ERROR_STOP=1 -v name="${service,,}" -v password="${!variable}" -U postgres <<'SQL'
SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', :'name', :'password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('CREATE DATABASE %1$I OWNER %1$I', :'name')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
