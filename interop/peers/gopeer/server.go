package main

import (
	"bufio"
	"crypto/ecdh"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

var clientAuthByName = map[string]tls.ClientAuthType{
	"none":    tls.NoClientCert,
	"request": tls.VerifyClientCertIfGiven,
	"require": tls.RequireAndVerifyClientCert,
}

func runServer(arguments []string) error {
	var o options
	flags := flag.NewFlagSet("server", flag.ExitOnError)
	o.register(flags)
	clientAuth := flags.String("client-auth", "none", "none, request or require")
	echKey := flags.String("ech-key", "", "PEM with a key for encrypted hellos and the list with its configuration, as openssl ech writes them")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	config, err := o.config()
	if err != nil {
		return err
	}
	var known bool
	if config.ClientAuth, known = clientAuthByName[*clientAuth]; !known {
		return fmt.Errorf("unknown client-auth %q", *clientAuth)
	}
	if *echKey != "" {
		if config.EncryptedClientHelloKeys, err = readEchKey(*echKey); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	report(map[string]any{"port": listener.Addr().(*net.TCPAddr).Port})
	for range o.connections {
		raw, err := listener.Accept()
		if err != nil {
			return err
		}
		report(serverConnection(raw, config))
	}
	return nil
}

func readEchKey(file string) ([]tls.EncryptedClientHelloKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	keyBlock, rest := pem.Decode(text)
	listBlock, _ := pem.Decode(rest)
	if keyBlock == nil || listBlock == nil || len(listBlock.Bytes) < 2 {
		return nil, fmt.Errorf("no key with its configuration in %s", file)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(keyBlock.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdh.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s holds no X25519 key", file)
	}
	// The list has one configuration, behind its own length.
	return []tls.EncryptedClientHelloKey{{Config: listBlock.Bytes[2:], PrivateKey: key.Bytes(), SendAsRetry: true}}, nil
}

func serverConnection(raw net.Conn, config *tls.Config) (r connectionReport) {
	defer raw.Close()
	_ = raw.SetDeadline(time.Now().Add(deadline))
	connection := tls.Server(raw, config)
	if err := connection.Handshake(); err != nil {
		r.Error = err.Error()
		return
	}
	r.read(connection.ConnectionState())
	reader := bufio.NewReader(connection)
	for {
		line, err := reader.ReadString('\n')
		if err != nil {
			r.End = endOf(err)
			if !errors.Is(err, io.EOF) {
				r.Error = err.Error()
				return
			}
			break
		}
		r.Lines++
		if _, err := connection.Write([]byte(line)); err != nil {
			r.Error = err.Error()
			return
		}
	}
	if err := connection.CloseWrite(); err != nil {
		r.Error = err.Error()
	}
	return
}
