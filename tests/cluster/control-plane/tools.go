//go:build tools

// Package tools names the program of Kubernetes that tests/cluster builds as it
// is.
package tools

import _ "k8s.io/kubernetes/cmd/kubectl"
