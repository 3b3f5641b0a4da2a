package main

import (
	"bufio"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
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
