#!/bin/sh
# Creates the namespace when it is not there. Search attributes are registered by Refill's services.
set -eu

tries=30
until temporal operator cluster health; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || exit 1
  sleep 2
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE"; then
  exit 0
fi
temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$TEMPORAL_RETENTION"
