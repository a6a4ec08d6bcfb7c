#!/bin/bash
# A database and a role per service, for each <SERVICE>_DATABASE_PASSWORD that is set; a role reaches
# its own database only.
set -euo pipefail
for variable in $(compgen -e | grep '_DATABASE_PASSWORD$'); do
    service="${variable%_DATABASE_PASSWORD}"
    psql -v ON_ERROR_STOP=1 -v name="${service,,}" -v password="${!variable}" -U postgres <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
