#!/usr/bin/env bash
# Hold the interface for programs against its own OpenAPI: no 5xx, no answer that the description does not know.
# schemathesis brings plugins that slow every pytest down, so it lives in an environment of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
data=$(mktemp -d)
tools=out/fuzz-venv
port=${YUHENG_PORT:-8765}
[ -x "$tools/bin/schemathesis" ] || { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet schemathesis; }
export YUHENG_DATA=$data DJANGO_SETTINGS_MODULE=yuheng.web.settings YUHENG_NO_BROWSER=1
"$python" samples/demo.py "$data/demo" --once >/dev/null
export YUHENG_DATA=$data/demo/ledger
key=$("$python" - <<'PY'
import django

django.setup()
from django.utils import timezone
from yuheng.app.tokens import make_token
from yuheng.ledger.models import Account

Account.objects.update(new_password_due=False)
print(make_token(Account.objects.get(username="admin"), "fuzz", ["read", "write"], at=timezone.now())[1])
PY
)
"$python" -m yuheng serve --data "$YUHENG_DATA" --port "$port" --no-worker >"$data/serve.log" 2>&1 &
site=$!
trap 'kill $site 2>/dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 50); do curl -fs -o /dev/null "http://127.0.0.1:$port/login/" && break; sleep 0.2; done
(cd "$data" && "$OLDPWD/$tools/bin/schemathesis" run "http://127.0.0.1:$port/api/openapi.json" --header "Authorization: Bearer $key" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --max-examples "${YUHENG_EXAMPLES:-60}" --generation-deterministic)
