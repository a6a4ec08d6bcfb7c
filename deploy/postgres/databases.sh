#!/bin/bash
# A database and a role per service; a role reaches its own database only.
set -euo pipefail
for service in auth matters messaging notify; do
    password="${service^^}_DATABASE_PASSWORD"
    psql -v ON_ERROR_STOP=1 -v name="$service" -v password="${!password}" -U postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
