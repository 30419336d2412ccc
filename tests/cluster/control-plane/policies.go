package main

import (
	"context"
	"errors"
	"os/signal"
	"sync"
	"syscall"

	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/netpol"
	"github.com/cloudnativelabs/kube-router/v2/pkg/healthcheck"
	"github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"github.com/spf13/cobra"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

// newPoliciesCommand is the firewall of kube-router without its routes and
// services, whose libraries take minutes to compile.
func newPoliciesCommand() *cobra.Command {
	config := options.NewKubeRouterConfig()
	config.RunFirewall = true
	config.EnableIPv4 = true
	command := &cobra.Command{
		Use:          "kube-policies",
		Short:        "Makes the NetworkPolicies of one node hold, by its iptables",
		SilenceUsage: true,
		RunE: func(*cobra.Command, []string) error {
			return runPolicies(config)
		},
	}
	flags := command.Flags()
	flags.StringVar(&config.Kubeconfig, "kubeconfig", "", "whom to ask, and as whom")
	flags.StringVar(&config.HostnameOverride, "hostname-override", "", "the name of the node")
	flags.StringSliceVar(&config.ClusterIPCIDRs, "service-cluster-ip-range", config.ClusterIPCIDRs, "addresses of services")
	flags.Uint16Var(&config.HealthPort, "health-port", 0, "the port of /healthz")
	return command
}

func runPolicies(config *options.KubeRouterConfig) error {
	clientConfig, err := clientcmd.BuildConfigFromFlags("", config.Kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(clientConfig)
	if err != nil {
		return err
	}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods().Informer()
	namespaces := factory.Core().V1().Namespaces().Informer()
	policies := factory.Networking().V1().NetworkPolicies().Informer()
	factory.Start(ended.Done())
	if !cache.WaitForCacheSync(ended.Done(), pods.HasSynced, namespaces.HasSynced, policies.HasSynced) {
		return errors.New("ended before the policies were known")
	}

	iptables, ipsets, err := netpol.NewIPTablesHandlers(config)
	if err != nil {
		return err
	}
	controller, err := netpol.NewNetworkPolicyController(
		client, config, pods, policies, namespaces, &sync.Mutex{}, iptables, ipsets)
	if err != nil {
		return err
	}
	health, err := healthcheck.NewHealthController(config)
	if err != nil {
		return err
	}
	for informer, handler := range map[cache.SharedIndexInformer]cache.ResourceEventHandler{
		pods:       controller.PodEventHandler,
		namespaces: controller.NamespaceEventHandler,
		policies:   controller.NetworkPolicyEventHandler,
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return err
		}
	}

	var running sync.WaitGroup
	running.Add(3)
	beats := make(chan *healthcheck.ControllerHeartbeat, 1)
	health.SetAlive()
	go health.RunServer(ended.Done(), &running)
	go health.RunCheck(beats, ended.Done(), &running)
	go controller.Run(beats, ended.Done(), &running)
	running.Wait()
	return nil
}
