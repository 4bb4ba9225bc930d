package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
)

// Handler serves the Bot API: /bot<token>/<method> and
// /file/bot<token>/<path>. A broken connection is http.ErrAbortHandler, which
// net/http's server turns into one.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() {
			panic(http.ErrAbortHandler)
		}
		defer s.handling.Done()
		out := s.serve(r)
		if out.status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.Header().Set("Content-Type", out.contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
		w.WriteHeader(out.status)
		if _, err := w.Write(out.body); err != nil {
			s.log.Debug("answer not written", "err", err)
		}
	})
}

// Client returns an HTTP client whose requests, to whatever host, are carried
// out by this server in the caller's goroutine, without sockets.
func (s *Server) Client() *http.Client { return &http.Client{Transport: memory{s}} }

// memory is the way to the server without sockets.
type memory struct{ s *Server }

// RoundTrip carries out a request. Faults come back as the errors a network
// gives.
func (m memory) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close() //nolint:errcheck // nothing is left to be done with a request's body
	}
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !m.s.enter() {
		return nil, refusedConnection()
	}
	defer m.s.handling.Done()
	if r.Body != nil && ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { _ = r.Body.Close() }) // wakes a reader that waits for more
		defer stop()
	}
	out := m.s.serve(r)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if out.status == 0 {
		if out.fault == FaultCut {
			return nil, fmt.Errorf("read answer: %w", io.ErrUnexpectedEOF)
		}
		return nil, refusedConnection()
	}
	return &http.Response{
		Status: strconv.Itoa(out.status) + " " + http.StatusText(out.status), StatusCode: out.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {out.contentType}},
		ContentLength: int64(len(out.body)), Body: io.NopCloser(bytes.NewReader(out.body)), Request: r,
	}, nil
}

func refusedConnection() error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}

// enter counts a request in, unless the server is closed.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.handling.Add(1)
	return true
}

// download serves a file to the bot.
func (s *Server) download(rest string) reply {
	token, name, _ := strings.Cut(rest, "/")
	if token != s.token {
		return refuse(&refusal{code: http.StatusUnauthorized, text: "Unauthorized"})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files.byPath[name]
	if f == nil {
		return refuse(&refusal{code: http.StatusNotFound, text: "Not Found"})
	}
	return reply{status: http.StatusOK, contentType: "application/octet-stream", body: f.data}
}
