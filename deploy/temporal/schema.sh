#!/bin/sh
# Makes or updates Temporal's schema in its two databases, with the tool of the server's own release. Safe to repeat:
# what is up to date stays. The tool reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD itself.
set -eu
: "${SCHEMA_FOLDER:?the folder with temporal/versioned and visibility/versioned of this release}"
tool=${TEMPORAL_SQL_TOOL:-temporal-sql-tool}

"$tool" --database temporal setup-schema --version 0.0
"$tool" --database temporal update-schema --schema-dir "$SCHEMA_FOLDER/temporal/versioned"
"$tool" --database temporal_visibility setup-schema --version 0.0
"$tool" --database temporal_visibility update-schema --schema-dir "$SCHEMA_FOLDER/visibility/versioned"
