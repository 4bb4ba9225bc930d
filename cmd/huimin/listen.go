package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"huimin/store"
)

// health answers 200 while the database can be read, else 503.
func (p *parts) health() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		err := p.db.Read(ctx, func(tx *store.Tx) error {
			_, err := tx.OutboxCounts()
			return err
		})
		if err != nil {
			p.log.Error("not healthy", "err", err)
			http.Error(w, "the database cannot be read", http.StatusServiceUnavailable)
			return
		}
		// The asker may be gone; there is nobody to tell.
		_, _ = fmt.Fprintln(w, "ok")
	})
}

// farewell is how long requests may take that are under way when the program
// stops.
const farewell = 5 * time.Second

// serveHTTP answers requests on a listener until ctx ends; those under way see
// their contexts end then, and may finish.
func serveHTTP(ctx context.Context, on net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(on) }()
	select {
	case err := <-ended:
		return fmt.Errorf("listen on %s: %w", on.Addr(), err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	err := server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
