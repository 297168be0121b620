#!/bin/sh
# Checks docker-compose.yml without a Docker engine: deploy/check-compose.sh [compose-spec.json]
#
# 1. Against the Compose Specification's JSON Schema, when its file is given (schema/compose-spec.json of the repository
#    compose-spec/compose-spec). Needs python3 with the packages pyyaml and jsonschema.
# 2. By the reference implementation (the Go module compose-go, the loader of "docker compose config"): resolves it with
#    fresh secrets, and sees it refused without. Needs go.
set -eu
cd "$(dirname "$0")/.."
compose_go=github.com/compose-spec/compose-go/v2@v2.16.2

if [ $# -gt 0 ]; then
  python3 - "$1" <<'PYTHON'
import json, sys, jsonschema, yaml
schema = json.load(open(sys.argv[1]))
compose = yaml.safe_load(open('docker-compose.yml'))
faults = list(jsonschema.Draft7Validator(schema).iter_errors(compose))
for fault in faults:
    print('.'.join(str(part) for part in fault.path), fault.message)
print(f"schema: {len(compose['services'])} services, {len(faults)} faults")
sys.exit(1 if faults else 0)
PYTHON
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/main.go" <<'GO'
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(os.Args[1:], cli.WithOsEnv, cli.WithProfiles([]string{"tools"}))
	if err == nil {
		project, loadError := options.LoadProject(context.Background())
		if loadError == nil {
			fmt.Println(len(project.Services), "services")
			return
		}
		err = loadError
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
GO
(cd "$work" && go mod init check >/dev/null 2>&1 && go get "$compose_go" >/dev/null 2>&1 && go mod tidy >/dev/null 2>&1 \
  && go build -o check .)

if env -i PATH="$PATH" "$work/check" docker-compose.yml >/dev/null 2>"$work/refusal"; then
  echo 'resolved without secrets: something has a default' >&2
  exit 1
fi
echo "without secrets: refused, $(grep -o 'required variable [A-Z_]*' "$work/refusal" | sort -u | wc -l) named"
deploy/make-env.sh "$work/.env" >/dev/null
(set -a && . "$work/.env" && set +a && printf 'with secrets: ' && "$work/check" docker-compose.yml)
