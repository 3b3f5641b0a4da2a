package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
)

var groupsByName = map[string]tls.CurveID{
	"X25519MLKEM768":     tls.X25519MLKEM768,
	"SecP256r1MLKEM768":  tls.SecP256r1MLKEM768,
	"SecP384r1MLKEM1024": tls.SecP384r1MLKEM1024,
	"x25519":             tls.X25519,
	"secp256r1":          tls.CurveP256,
	"secp384r1":          tls.CurveP384,
	"secp521r1":          tls.CurveP521,
}

// connectionReport is what one end saw of one connection.
type connectionReport struct {
	Version     string `json:"version"`
	Suite       string `json:"suite"`
	Group       string `json:"group"`
	Resumed     bool   `json:"resumed"`
	HelloRetry  bool   `json:"helloRetry"`
	Protocol    string `json:"protocol"`
	ServerName  string `json:"serverName"`
	PeerKey     string `json:"peerKey"`
	PeerSubject string `json:"peerSubject"`
	Ech         bool   `json:"ech"`
	EchRetry    bool   `json:"echRetry"`
	Lines       int    `json:"lines"`
	End         string `json:"end"`
	Error       string `json:"error"`
}

func (r *connectionReport) read(state tls.ConnectionState) {
	r.Version = tls.VersionName(state.Version)
	r.Suite = tls.CipherSuiteName(state.CipherSuite)
	r.Resumed = state.DidResume
	r.HelloRetry = state.HelloRetryRequest
	r.Protocol = state.NegotiatedProtocol
	r.ServerName = state.ServerName
	r.Ech = state.ECHAccepted
	for name, group := range groupsByName {
		if group == state.CurveID {
			r.Group = name
		}
	}
	if len(state.PeerCertificates) > 0 {
		r.PeerKey = keyName(state.PeerCertificates[0])
		r.PeerSubject = state.PeerCertificates[0].Subject.CommonName
	}
}

func keyName(certificate *x509.Certificate) string {
	return certificate.PublicKeyAlgorithm.String()
}

// endOf names how the peer ended: a close_notify is the only clean end.
func endOf(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, io.EOF):
		return "close_notify"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "truncated"
	default:
		return err.Error()
	}
}
