#!/bin/sh
# The agent's container: it ends when the pod is told to end, and not before,
# because a pod of which one container has ended counts as ended to some.
#   agent.sh /path/of/agent.mjs
child=
trap 'trap - TERM INT; kill "$child" 2>/dev/null; exit 0' TERM INT
while :; do
  MALLOC_ARENA_MAX=1 node --lite-mode --max-old-space-size=32 \
    --max-semi-space-size=1 "$1" &
  child=$!
  wait "$child"
  echo "the agent ended with $?; it begins again" >&2
  sleep 1 &
  child=$!
  wait "$child"
done
