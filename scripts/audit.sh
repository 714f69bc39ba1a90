#!/bin/sh
# Asks the registry whether something that runs has a known hole (high or worse), and whether what is installed is signed by it.
# What it finds fails; a registry (a mirror, say) that cannot be asked is said, and is no failure.
set -u
report=$(mktemp)
trap 'rm -f "$report"' EXIT

# npm exits with 1 for a finding as well as for having had no answer: only its report tells them apart.
ask() {
  subject=$1 finding=$2
  shift 2
  if timeout 120 npm audit "$@" --json --fetch-retries=1 >"$report" 2>&1; then
    echo "$subject: nothing found"
  elif grep --quiet --extended-regexp "$finding" "$report"; then
    cat "$report"
    echo "$subject: look above" >&2
    exit 1
  else
    echo "$subject: NOT CHECKED, this registry does not answer that:"
    grep --max-count=1 --extended-regexp '^npm (error|warn)' "$report" | cut -c 1-160
  fi
}

ask 'known vulnerabilities' '"auditReportVersion"' --omit=dev --audit-level=high
ask 'signatures' '"(invalid|missing)": \[$' signatures
