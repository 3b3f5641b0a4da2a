// Gopeer is Go's crypto/tls as a peer for interoperability tests: a client or an echo server for lines of text that reports
// what it saw as one JSON object per line on standard output.
//
//	gopeer client -connect 127.0.0.1:1234 -roots ca.pem [-connections 2] [-lines 1]
//	gopeer server -certificate chain.pem -key key.pem [-connections 2]
//	gopeer version
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// options are what both roles understand.
type options struct {
	certificate string
	key         string
	roots       string
	groups      string
	protocols   string
	connections int
}

func (o *options) register(flags *flag.FlagSet) {
	flags.StringVar(&o.certificate, "certificate", "", "PEM chain to present")
	flags.StringVar(&o.key, "key", "", "PEM key of the certificate")
	flags.StringVar(&o.roots, "roots", "", "PEM certificates to trust")
	flags.StringVar(&o.groups, "groups", "", "groups by IANA name, comma separated; Go's choice without")
	flags.StringVar(&o.protocols, "alpn", "", "application protocols, comma separated")
	// Accepted, so that all peers take the same options; Go lets nobody choose, and offers every suite of TLS 1.3.
	flags.String("suite", "", "ignored")
	flags.IntVar(&o.connections, "connections", 1, "how many connections, one after the other")
}

// config is TLS 1.3 only: what is tested here must not quietly become TLS 1.2.
func (o *options) config() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS13}
	if o.certificate != "" {
		pair, err := tls.LoadX509KeyPair(o.certificate, o.key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	if o.roots != "" {
		pem, err := os.ReadFile(o.roots)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("no certificate in %s", o.roots)
		}
		config.ClientCAs = config.RootCAs
	}
	for _, name := range split(o.groups) {
		group, ok := groupsByName[name]
		if !ok {
			return nil, fmt.Errorf("unknown group %q", name)
		}
		config.CurvePreferences = append(config.CurvePreferences, group)
	}
	config.NextProtos = split(o.protocols)
	return config, nil
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// report writes one JSON object; the tests read them line by line.
func report(value any) {
	line, err := json.Marshal(value)
	if err != nil {
		fatal(err)
	}
	fmt.Println(string(line))
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "gopeer:", err)
	os.Exit(1)
}

func main() {
	if len(os.Args) < 2 {
		fatal(fmt.Errorf("say client, server or version"))
	}
	var err error
	switch os.Args[1] {
	case "client":
		err = runClient(os.Args[2:])
	case "server":
		err = runServer(os.Args[2:])
	case "version":
		fmt.Println(runtime.Version())
	default:
		err = fmt.Errorf("say client, server or version, not %q", os.Args[1])
	}
	if err != nil {
		fatal(err)
	}
}
