#!/bin/sh
# Chromium in the network that browser-network.ts makes.
exec ip netns exec projects-browser "$PROJECTS_CHROMIUM" "$@"
