//go:build tools

// Package tools names the program that makes NetworkPolicies hold in tests/cluster.
package tools

import _ "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router"
